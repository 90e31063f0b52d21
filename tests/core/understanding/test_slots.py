"""Which part each value of an utterance gets: paid, promised, or the hour to call again."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.foundation.civil import CHINA
from fairdue.understanding.intent import SAFETY_INTENTS, Intent
from fairdue.understanding.slots import LONGEST_TEXT, NOTHING, Slots, read_slots
from fairdue.understanding.spoken_channel import PayChannel
from shared_data import shared

WEDNESDAY = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
_SPEECH = st.text(
    alphabet="0123456789零一二三十百千万点块毛分月号日周下上个半刻底天内前后还了转给打再先每剩不对微信支付宝腊初廿,。? ",
    max_size=60,
)
_INTENTS = st.sets(st.sampled_from(Intent), max_size=3)


def read(text: str, *intents: Intent, asked: str | None = None) -> dict[str, str | int]:
    """The slots of a text said on that Wednesday morning."""
    return read_slots(text, reference=WEDNESDAY, intents=intents, agent_before=asked).as_json()


def test_a_day_beside_a_payment_made_lies_behind_and_one_beside_a_promise_ahead() -> None:
    assert read("15号还的", Intent.ALREADY_PAID) == {"paid_on": "2026-02-15"}
    assert read("15号还", Intent.PROMISE) == {"promise_on": "2026-03-15"}


@pytest.mark.parametrize("intents", [(Intent.ALREADY_PAID,), ()])
def test_a_claim_of_payment_is_read_with_day_amount_and_channel(intents: tuple[Intent, ...]) -> None:
    assert read("前天还了啊,支付宝,一千二百五十块五", *intents) == {
        "paid_on": "2026-03-09",
        "paid_amount_fen": 125_050,
        "paid_channel": "alipay",
    }


@pytest.mark.parametrize("intents", [(Intent.ALREADY_PAID, Intent.PROMISE), ()])
def test_what_is_left_over_is_promised_and_not_paid(intents: tuple[Intent, ...]) -> None:
    assert read("昨天还了一千,剩下的八百下周五还", *intents) == {
        "paid_on": "2026-03-10",
        "paid_amount_fen": 100_000,
        "promise_on": "2026-03-20",
        "promise_amount_fen": 80_000,
    }


@pytest.mark.parametrize("text", ["住院呢,刚打上点滴", "刚打完针,今天下不了床", "腿断了,刚打了石膏"])
def test_what_a_patient_is_given_is_no_payment(text: str) -> None:
    assert read(text, Intent.HARDSHIP) == {}


def test_a_channel_alone_is_read_where_no_day_and_no_amount_is_said() -> None:
    assert read("我用京东还的", Intent.ALREADY_PAID) == {"paid_channel": "third_party_app"}
    assert read("美团上还过了", Intent.ALREADY_PAID) == {"paid_channel": "third_party_app"}


@pytest.mark.parametrize("intents", [(Intent.PARTIAL_OFFER, Intent.PROMISE), ()])
def test_of_an_offer_in_stages_the_first_counts(intents: tuple[Intent, ...]) -> None:
    assert read("二十号先还两千,月底再还三千", *intents) == {
        "promise_on": "2026-03-20",
        "promise_amount_fen": 200_000,
    }


def test_of_several_payments_made_the_last_day_and_the_total_count() -> None:
    assert read("三号还了一千,九号又还了两千,总共三千", Intent.ALREADY_PAID) == {
        "paid_on": "2026-03-09",
        "paid_amount_fen": 300_000,
    }


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("马上还", {}),
        ("我下班就处理", {}),
        ("中午吃完饭就转", {"promise_on": "2026-03-11"}),
        ("今晚还", {"promise_on": "2026-03-11"}),
        ("五点半左右转给你", {"promise_on": "2026-03-11"}),
    ],
)
def test_paying_now_has_a_day_only_where_a_day_or_an_hour_is_said(
    text: str, promised: dict[str, str]
) -> None:
    assert read(text, Intent.PAY_NOW) == promised


@pytest.mark.parametrize("intents", [(Intent.REQUEST_PLAN,), ()])
def test_an_instalment_is_the_amount_and_income_is_not(intents: tuple[Intent, ...]) -> None:
    assert read("我一个月工资三千二,能不能每个月还五百", *intents) == {"promise_amount_fen": 50_000}


@pytest.mark.parametrize("intents", [(Intent.NO_TIME,), ()])
def test_an_hour_to_call_again_is_a_moment_and_no_promise(intents: tuple[Intent, ...]) -> None:
    assert read("现在开车呢,明天下午三点再打", *intents) == {"callback_at": "2026-03-12T15:00"}
    assert read("周一上班再打吧,早上九点半", *intents) == {"callback_at": "2026-03-16T09:30"}
    assert read("我开会,二十分钟后再打", *intents) == {}


@pytest.mark.parametrize("intents", [(Intent.NO_TIME, Intent.PROMISE), ()])
def test_a_call_at_an_hour_and_a_promise_stand_side_by_side(intents: tuple[Intent, ...]) -> None:
    assert read("我八点收工你再打,这个月底我一定还", *intents) == {
        "promise_on": "2026-03-31",
        "callback_at": "2026-03-11T20:00",
    }


def test_a_time_when_no_call_is_wanted_is_no_time_to_call() -> None:
    assert read("晚上八点以后别打", Intent.STOP_CONTACT) == {}
    assert read("晚上八点以后别打") == {}


@pytest.mark.parametrize(
    "text",
    ["这两天", "十号左右还", "过年前肯定还", "下个月吧", "发工资就还", "三千多吧", "一两千", "两三天"],
)
def test_what_is_not_certain_is_left_out(text: str) -> None:
    for intents in ((Intent.PROMISE, Intent.PARTIAL_OFFER), ()):
        assert read(text, *intents) == {}


@pytest.mark.parametrize(
    "text",
    [
        "我就刷了八千,你跟我说一万二?怎么算的",
        "这个月房租两千八,孩子奶粉一千二",
        "后天手术,哪有心思管这个",
        "我打12378投诉你们",
        "你们昨天那个男的骂我",
        "不是我的号,你打错了",
        "昨天你们打了八个电话烦不烦",
        "工资十号发的,房贷扣完就没了",
    ],
)
def test_amounts_and_days_of_other_matters_are_left_alone(text: str) -> None:
    assert read(text) == {}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天或者后天还", "2026-03-13"), ("周四周五还", "2026-03-13"), ("十五号到二十号之间还", "2026-03-20"),
        ("十五号十六号还", "2026-03-16"), ("明后天还", "2026-03-13"), ("二月六号还,哦不对,四月六号星期一还", "2026-04-06"),
    ],
)  # fmt: skip
def test_of_days_to_choose_from_the_latest_is_promised(text: str, day: str) -> None:
    assert read(text, Intent.PROMISE) == {"promise_on": day}


def test_english_is_read_too() -> None:
    assert read("I will pay 2000 yuan next Friday") == {
        "promise_on": "2026-03-20",
        "promise_amount_fen": 200_000,
    }
    assert read("call me at 3pm tomorrow") == {"callback_at": "2026-03-12T15:00"}


def test_what_the_speaker_takes_back_does_not_count() -> None:
    assert read("周五,哦不对,周六还", Intent.PROMISE) == {"promise_on": "2026-03-14"}
    assert read("本来说周五,周五我加班,改下周一", Intent.PROMISE) == {"promise_on": "2026-03-16"}


def test_a_bare_answer_takes_its_part_from_the_question() -> None:
    assert read("五号,手机银行", asked="请问您是什么时候、通过什么渠道还的?") == {
        "paid_on": "2026-03-05",
        "paid_channel": "bank_app",
    }
    assert read("五号", asked="您看哪天能还上?") == {"promise_on": "2026-04-05"}


def test_a_payment_that_the_intents_overlooked_beside_a_complaint_is_read() -> None:
    assert read("我昨天微信就还了,再打我投诉", Intent.COMPLAINT) == {
        "paid_on": "2026-03-10",
        "paid_channel": "wechat",
    }


def test_the_intents_outweigh_the_words_where_they_are_given() -> None:
    assert read("15号还两千", Intent.REFUSE) == {}


def test_as_json_gives_the_shapes_of_the_labelled_sets() -> None:
    slots = Slots(
        paid_on=date(2026, 3, 9),
        paid_channel=PayChannel.ATM,
        callback_at=datetime(2026, 3, 11, 20, 30, tzinfo=CHINA),
    )
    assert slots.as_json() == {
        "paid_on": "2026-03-09",
        "paid_channel": "atm",
        "callback_at": "2026-03-11T20:30",
    }
    assert NOTHING.as_json() == {}


def test_every_safety_intent_is_one_of_the_twenty_nine() -> None:
    assert len(Intent) == 29
    assert set(Intent) > SAFETY_INTENTS


@given(st.one_of(st.text(max_size=60), _SPEECH), _INTENTS, st.one_of(st.none(), _SPEECH))
def test_no_text_breaks_the_reader_and_values_stay_in_range(
    text: str, intents: set[Intent], asked: str | None
) -> None:
    slots = read_slots(text, reference=WEDNESDAY, intents=intents, agent_before=asked)
    today = WEDNESDAY.date()
    assert slots.paid_on is None or slots.paid_on <= today
    assert slots.promise_on is None or slots.promise_on >= today
    for fen in (slots.paid_amount_fen, slots.promise_amount_fen):
        assert fen is None or fen > 0
    if slots.callback_at is not None:
        assert slots.callback_at.utcoffset() is not None
        assert (slots.callback_at.second, slots.callback_at.microsecond) == (0, 0)


@pytest.mark.parametrize(
    "piece",
    [
        "还了一千,",
        "three or ",
        "twenty-",
        "月底前两天",
        "壹佰",
        "一二三",
        "下周五",
        "三点",
        "十",
        "把",
        "2026-",
        "每个月还五百",
        "还",
        "，",
        "剩下",
    ],
)
def test_a_long_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    text = piece * (LONGEST_TEXT // len(piece))
    started = time.process_time()
    read_slots(text, reference=WEDNESDAY, intents=(), agent_before=None)
    assert time.process_time() - started < 2.0


@pytest.mark.shared
@pytest.mark.parametrize(("with_intents", "least"), [(True, 0.985), (False, 0.95)])
def test_the_development_set_is_read_as_people_label_it(with_intents: bool, least: float) -> None:
    right = said = labelled = 0
    for line in shared("sets/dev/debtor.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        intents = [Intent(name) for name in row["intents"]] if with_intents else []
        found = read_slots(
            row["text"],
            reference=datetime.fromisoformat(row["reference"]),
            intents=intents,
            agent_before=row.get("agent_before"),
        ).as_json()
        right += sum(row["slots"].get(name) == value for name, value in found.items())
        said += len(found)
        labelled += len(row["slots"])
    assert 2 * right / (said + labelled) >= least


@pytest.mark.parametrize(
    ("text", "asked", "stated"),
    [
        ("剩下周五补齐", None, {"promise_on": "2026-03-13"}),
        ("剩下下周五还", None, {"promise_on": "2026-03-20"}),
        ("这周五先打六百过去", None, {"promise_on": "2026-03-13", "promise_amount_fen": 60_000}),
        ("周五还,周五一千六", None, {"promise_on": "2026-03-13", "promise_amount_fen": 160_000}),
        ("再给我四十八小时,一定还", None, {"promise_on": "2026-03-13"}),
        (
            "明天还,三二零零",
            "您这期应还三千二百元",
            {"promise_on": "2026-03-12", "promise_amount_fen": 320_000},
        ),
        ("明天还,三二零零", None, {"promise_on": "2026-03-12"}),
        ("上午九点再打给我", None, {"callback_at": "2026-03-12T09:00"}),
        ("头天转的,八百", None, {"paid_on": "2026-03-10", "paid_amount_fen": 80_000}),
        ("刚交了学费四千", None, {}),
        ("领了五一补贴再说", None, {}),
        ("十号那天我在医院", "您上次答应十号还,没有看到入账。", {}),
        (
            "I'll pay two hundred and fifty pounds on Friday",
            None,
            {"promise_on": "2026-03-13", "promise_amount_fen": 25_000},
        ),
    ],
)
def test_the_words_alone_give_each_value_its_part(
    text: str, asked: str | None, stated: dict[str, str | int]
) -> None:
    assert read(text, asked=asked) == stated


@pytest.mark.parametrize(
    ("text", "heard", "stated"),
    [
        ("上周五已经转了三千", Intent.PROMISE, {"paid_on": "2026-03-06", "paid_amount_fen": 300_000}),
        (
            "后天货款一到就还三千",
            Intent.ALREADY_PAID,
            {"promise_on": "2026-03-13", "promise_amount_fen": 300_000},
        ),
        ("正在转了,三千块", Intent.ALREADY_PAID, {"promise_amount_fen": 300_000}),
        ("二号就给了", Intent.ALREADY_PAID, {"paid_on": "2026-03-02"}),
    ],
)
def test_plain_words_are_trusted_over_a_doubtful_meaning(
    text: str, heard: Intent, stated: dict[str, str | int]
) -> None:
    assert read(text, heard) == stated


def test_a_day_asked_for_a_call_is_no_promise() -> None:
    stated = read("明早九点", Intent.PROMISE, Intent.NO_TIME, asked="那什么时候给您打比较合适?")
    assert stated == {"callback_at": "2026-03-12T09:00"}


REPEATED = [
    "手机,损害,父亲节",
    "听日,比较,静音,打过去",
    "不,今天打",
    "明天",
    "八点",
    "昨天还了,",
    "还三千",
    "mon ",
    "八号",
    "明天,隔天还,",
    "别四点打,",
    "at three ",
    "in two weeks ",
    "the second of march, ",
    "农历十五,",
    "不对,还五百,",
]


def _steps(text: str) -> int:
    """How many lines and calls of Python it takes to read a text."""
    count = 0

    def traced(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += 1
        return traced

    before = sys.gettrace()
    sys.settrace(traced)  # type: ignore[arg-type]
    try:
        read(text, Intent.PROMISE, Intent.ALREADY_PAID)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("part", REPEATED)
def test_the_work_grows_no_faster_than_the_text(part: str) -> None:
    assert _steps((part * 2000)[:2000]) <= 2.5 * _steps((part * 1000)[:1000])
