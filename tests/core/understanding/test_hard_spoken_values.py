"""Days, amounts, channels and hours said in a roundabout way: counted from another day, rough, in passing, forbidden."""

from __future__ import annotations

from datetime import datetime

import pytest

from fairdue.foundation.civil import CHINA
from fairdue.understanding.intent import Intent
from fairdue.understanding.slots import read_slots

WEDNESDAY = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)  # the 23rd of the first lunar month
PROMISE, PART, PAID, BUSY = Intent.PROMISE, Intent.PARTIAL_OFFER, Intent.ALREADY_PAID, Intent.NO_TIME
WHICH_DAY = "那您哪天能还上?"
WHEN_PAID = "请问您是什么时候、通过什么渠道还的?"


def read(text: str, *intents: Intent, asked: str | None = None) -> dict[str, str | int]:
    """The slots of a text said on that Wednesday morning."""
    return read_slots(text, reference=WEDNESDAY, intents=intents, agent_before=asked).as_json()


DAYS = [
    ("农历二十八给你", "2026-03-16"), ("阴历初二发饷,当天给你", "2026-03-20"), ("旧历的十六,卖了羊就还", "2026-04-03"),
    ("农历十五还", "2026-04-02"), ("初一给,我说的是农历", "2026-03-19"), ("二十六还你,阴历的", "2026-03-14"),
    ("下月头一天", "2026-04-01"), ("四月份第一天,保证给", "2026-04-01"), ("十二月头一天还", "2026-12-01"),
    ("这个月最后一天我去弄", "2026-03-31"), ("下个月最后一天还", "2026-04-30"), ("月底最后一天还", "2026-03-31"),
    ("月底倒数第二天给你转", "2026-03-30"), ("月底前两天还", "2026-03-29"), ("月底之前还", "2026-03-31"),
    ("清明前三天还", "2026-04-02"), ("五一前一个礼拜还", "2026-04-24"), ("清明后第一个礼拜一,我到柜台交", "2026-04-06"),
    ("清明后第二个周三还", "2026-04-15"), ("元旦后第三天给您", "2027-01-03"), ("二十号往后推三天,一定还", "2026-03-23"),
    ("四十八小时,我说话算数", "2026-03-13"), ("七十二小时,够不够", "2026-03-14"), ("给我九十六个小时", "2026-03-15"),
    ("二十三,二十四,就二十四吧", "2026-03-24"), ("十五发工资,十六还你", "2026-03-16"),
    ("本来说十号,人家不结,改十八号", "2026-03-18"), ("不是这个月底,是下个月底", "2026-04-30"),
    ("上回说的十号没做到,这回十九号绝对", "2026-03-19"), ("我十三号动手术,二十七号还", "2026-03-27"),
    ("房租十五号交,二十五号还你们", "2026-03-25"), ("周五要给工人结账,下周三给你们", "2026-03-18"),
    ("下礼拜的礼拜二", "2026-03-17"), ("赶在十五号头里给", "2026-03-15"), ("三十号三十一号都行,还你", "2026-03-31"),
    ("大后儿个头晌给你打过去", "2026-03-14"), ("今晚七点以前了结,免得拖到清明", "2026-03-11"),
    ("十八号,春分之前我肯定给", "2026-03-18"),
    ("过了十五再说", None), ("清明后给", None), ("二十号上下给", None), ("月中吧,十五六号", None), ("开了春给", None),
    ("清明后第一周给", None), ("月底前两天左右", None), ("我从八号码头跳到十二号,工资压着", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_the_one_day_that_is_promised(text: str, day: str | None) -> None:
    assert read(text, PROMISE, asked=WHICH_DAY) == ({} if day is None else {"promise_on": day})


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("一千冒头吧,先给你", None), ("两千挂零我先还", None), ("三头五百的先给", None), ("小两千吧,先给你", None),
        ("五六百吧", None), ("九百不到一点,先还", None), ("三千往上先还你", None),
        ("账单一万二我认,手头能拿两千二", 2200), ("你们说欠八千四,我先还两千", 2000),
        ("医院押了我五千押金,能给你的就六百", 600), ("工头扣了俺一千八,剩下能还的就九百", 900),
        ("扣了我三千保证金,这个月紧,先还八百", 800), ("工资七千,房贷四千三,抠出五百给你", 500),
        ("两头猪卖了三千六,拿一千给你", 1000), ("进价九块卖七块,亏死,先还一千一", 1100),
        ("八百整,多一分没有", 800), ("一千五百块零八毛先还", 1500.8), ("借来的一千先还上", 1000),
        ("我跟室友借了四百五,先还这个", 450), ("老板预支给我一千,你先收着", 1000), ("库存压了十六万,先还一千", 1000),
    ],
)  # fmt: skip
def test_the_amount_that_is_offered_and_no_other(text: str, yuan: float | None) -> None:
    expected = {} if yuan is None else {"promise_amount_fen": round(yuan * 100)}
    assert read(text, PART, asked="那您能不能先还一部分?") == expected


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("前儿个后晌在信用社交的,一千一", {"paid_on": "2026-03-09", "paid_amount_fen": 110_000, "paid_channel": "counter"}),
        ("微信上跟你们说过了,钱是柜台交的,周一", {"paid_on": "2026-03-09", "paid_channel": "counter"}),
        ("支付宝限额转不了,最后用云闪付付的三千", {"paid_amount_fen": 300_000, "paid_channel": "third_party_app"}),
        ("刚打完针,手机银行昨晚转的八百", {"paid_on": "2026-03-10", "paid_amount_fen": 80_000, "paid_channel": "bank_app"}),
        ("上月最后一天扣的,两千零六", {"paid_on": "2026-02-28", "paid_amount_fen": 200_600, "paid_channel": "auto_debit"}),
        ("三号没扣成,四号我自己去柜员机存的,一千三", {"paid_on": "2026-03-04", "paid_amount_fen": 130_000, "paid_channel": "atm"}),
        ("截图我微信发给客服了,支付宝还的,昨天", {"paid_on": "2026-03-10", "paid_channel": "alipay"}),
        ("正月十五那天转的", {"paid_on": "2026-03-03"}),
        ("我老婆上礼拜天用她的建行卡转的", {"paid_on": "2026-03-08", "paid_channel": "bank_transfer"}),
        ("前天柜台交的,两万挂零", {"paid_on": "2026-03-09", "paid_channel": "counter"}),
        ("二月头一天还的,八百", {"paid_on": "2026-02-01", "paid_amount_fen": 80_000}),
        ("欠的五千四,我昨天还了两千", {"paid_on": "2026-03-10", "paid_amount_fen": 200_000}),
        ("抵货抵掉了,拉走我两箱酒,说抵三千", {"paid_amount_fen": 300_000, "paid_channel": "other"}),
        ("会计上周四用网银转的,一万零五百整", {"paid_on": "2026-03-05", "paid_amount_fen": 1_050_000, "paid_channel": "bank_transfer"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("intents", [(PAID,), ()])
def test_a_payment_made_keeps_what_is_named_in_passing_apart(
    text: str, stated: dict[str, str | int], intents: tuple[Intent, ...]
) -> None:
    assert read(text, *intents, asked=WHEN_PAID) == stated


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("刚打了止疼,说话不利索", (Intent.THIRD_PARTY,)), ("刚打完疫苗,胳膊疼", (Intent.IDENTITY_CONFIRM,)),
        ("我以为早自动扣了,没看短信", (Intent.FORGOT,)), ("手机是他落我车上的,我明天还给他", (Intent.THIRD_PARTY,)),
        ("书面材料我今晚就交给银保监", (Intent.COMPLAINT,)), ("两万分几笔付行吗", (Intent.ASK_HOW_TO_PAY,)),
        ("给我减点,手头紧", (Intent.REQUEST_PLAN,)),
    ],
)  # fmt: skip
def test_what_pays_nothing_states_nothing(text: str, intents: tuple[Intent, ...]) -> None:
    assert read(text, *intents) == {}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("早上六点到九点别来电,下午两点以后打", "2026-03-11T14:00"), ("别在饭点打,晚上八点一刻再打", "2026-03-11T20:15"),
        ("下半夜三点我才下夜班,白天睡觉,晚上七点打", "2026-03-11T19:00"), ("十点开会,十一点打给我", "2026-03-11T11:00"),
        ("中午十二点到两点不要打,三点打", "2026-03-11T15:00"), ("明儿早起八点半", "2026-03-12T08:30"),
        ("天擦黑六点半回你", "2026-03-11T18:30"), ("我晚上八点回您", "2026-03-11T20:00"),
        ("半夜两点我歇班,就那时候有空", "2026-03-12T02:00"), ("半夜十二点打吧", "2026-03-12T00:00"),
        ("后天下午五点前别打,五点半再打", "2026-03-13T17:30"),
        ("昨天下午四点你们打过了", None), ("等我半个钟头", None), ("晚一点再打", None), ("早一点打", None),
        ("早市四点到十点不要来电", None), ("晚上十点往后不让催", None), ("别早上七点打", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("intents", [(BUSY,), ()])
def test_an_hour_that_is_forbidden_or_gone_by_is_no_hour_to_call(
    text: str, moment: str | None, intents: tuple[Intent, ...]
) -> None:
    stated = read(text, *intents, asked="什么时候给您打比较方便?")
    assert stated == ({} if moment is None else {"callback_at": moment})


def test_where_somebody_is_at_an_hour_is_no_hour_to_call() -> None:
    assert read("他下午五点出来,我是他妈", Intent.THIRD_PARTY, asked="您能联系上他本人吗?") == {}
    assert read("他六点下班,六点半你打", Intent.THIRD_PARTY) == {"callback_at": "2026-03-11T18:30"}


def test_hours_allowed_by_somebody_who_wants_fewer_calls_are_no_appointment() -> None:
    assert read("only ring me after six please, never in the mornings", Intent.STOP_CONTACT) == {}
    assert read("晚上九点以后不许打", Intent.STOP_CONTACT) == {}
    stated = read("上班别打,晚上七点再打", Intent.STOP_CONTACT, BUSY)
    assert stated == {"callback_at": "2026-03-11T19:00"}


def test_a_question_that_asks_nothing_tells_of_a_payment() -> None:
    assert read("不是十号就微信还了吗,两千整") == {
        "paid_on": "2026-03-10",
        "paid_amount_fen": 200_000,
        "paid_channel": "wechat",
    }
    assert read("他昨天不是给你们发文件了吗", Intent.REPRESENTATIVE) == {}


def test_a_day_of_the_month_without_its_mark_answers_only_the_question_which_day() -> None:
    assert read("就二十九吧", PROMISE, asked=WHICH_DAY) == {"promise_on": "2026-03-29"}
    assert read("就二十九吧", PROMISE, asked="您今年多大?") == {}


@pytest.mark.parametrize(
    ("text", "intents", "stated"),
    [
        ("In two weeks, I promise", (PROMISE,), {"promise_on": "2026-03-25"}),
        ("give me a fortnight", (PROMISE,), {"promise_on": "2026-03-25"}),
        ("I'll pay within a week", (PROMISE,), {"promise_on": "2026-03-18"}),
        ("ten days from now", (PROMISE,), {"promise_on": "2026-03-21"}),
        ("on the twentieth I'll pay one thousand five hundred", (PROMISE,), {"promise_on": "2026-03-20", "promise_amount_fen": 150_000}),
        ("December first I get my bonus, then I pay", (PROMISE,), {"promise_on": "2026-12-01"}),
        ("the 10th of next month", (PROMISE,), {"promise_on": "2026-04-10"}),
        ("end of next month", (PROMISE,), {"promise_on": "2026-04-30"}),
        ("I'll clear it at the end of July", (PROMISE,), {"promise_on": "2026-07-31"}),
        ("I'll pay Friday week", (PROMISE,), {"promise_on": "2026-03-20"}),
        ("Tomorrow's no good, make it Thursday", (PROMISE,), {"promise_on": "2026-03-12"}),
        ("300 today and 500 next Friday", (PART, PROMISE), {"promise_on": "2026-03-11", "promise_amount_fen": 30_000}),
        ("would you accept forty a week?", (Intent.REQUEST_PLAN,), {"promise_amount_fen": 4_000}),
        ("I can manage two hundred a month", (Intent.REQUEST_PLAN,), {"promise_amount_fen": 20_000}),
        ("maybe three or four hundred", (PART,), {}), ("some two thousand something", (PART,), {}),
        ("between one and two thousand", (PART,), {}), ("Fifty quid, take it or leave it", (PART,), {"promise_amount_fen": 5_000}),
        ("I settled that in full back in 2024", (PAID,), {}),
        ("two days ago at the cash machine, £150", (PAID,), {"paid_on": "2026-03-09", "paid_amount_fen": 15_000, "paid_channel": "atm"}),
        ("at the window of the branch on the second of March", (PAID,), {"paid_on": "2026-03-02", "paid_channel": "counter"}),
        ("call me back at three", (BUSY,), {"callback_at": "2026-03-11T15:00"}),
        ("half nine tomorrow morning", (BUSY,), {"callback_at": "2026-03-12T09:30"}),
        ("try me at quarter to eight tonight", (BUSY,), {"callback_at": "2026-03-11T19:45"}),
        ("not before two in the afternoon tomorrow", (BUSY,), {"callback_at": "2026-03-12T14:00"}),
        ("Tomorrow, ten thirty, okay?", (BUSY,), {"callback_at": "2026-03-12T10:30"}),
        ("ring me on Tuesday, quarter past three", (BUSY,), {"callback_at": "2026-03-17T15:15"}),
        ("after six this evening", (BUSY,), {"callback_at": "2026-03-11T18:00"}),
        ("ring me in ten minutes", (BUSY,), {}), ("this is the second time you call", (Intent.COMPLAINT,), {}),
    ],
)  # fmt: skip
def test_english_days_amounts_and_hours(
    text: str, intents: tuple[Intent, ...], stated: dict[str, str | int]
) -> None:
    assert read(text, *intents, asked="When can we expect it?") == stated


@pytest.mark.parametrize(
    ("text", "intents", "stated"),
    [
        ("昨天说今天给,今天又没收到账,后天吧", (PROMISE,), {"promise_on": "2026-03-13"}),
        ("十二号的工资拖到十九号,发了当天还", (PROMISE,), {"promise_on": "2026-03-19"}),
        ("这月二十九,农历的不算啊,我说阳历", (PROMISE,), {"promise_on": "2026-03-29"}),
        ("四月初一赶会,卖了粮给", (PROMISE,), {"promise_on": "2026-05-17"}),
        ("三月三庙会那天给你", (PROMISE,), {"promise_on": "2026-04-19"}),
        ("清明节后第二天我就回厂,回厂就还", (PROMISE,), {"promise_on": "2026-04-06"}),
        ("五一节前最后一天", (PROMISE,), {"promise_on": "2026-04-30"}),
        ("下个月五号之前,不是这个月", (PROMISE,), {"promise_on": "2026-04-05"}),
        ("二十五号发工资,隔天还", (PROMISE,), {"promise_on": "2026-03-26"}),
        ("最迟拖不过三十一号", (PROMISE,), {"promise_on": "2026-03-31"}),
        ("星期六不行,银行关门,礼拜一", (PROMISE,), {"promise_on": "2026-03-16"}),
        ("再宽限我三天", (PROMISE,), {"promise_on": "2026-03-14"}),
        ("半个月,一天不多", (PROMISE,), {"promise_on": "2026-03-26"}),
        ("周末之前", (PROMISE,), {}),
        ("一个礼拜,七天", (PROMISE,), {"promise_on": "2026-03-18"}),
        ("月底最后那两天", (Intent.VAGUE_PROMISE,), {}),
        ("大概齐二十来号", (Intent.VAGUE_PROMISE,), {}),
        ("您说最低还八百六,我还八百六", (PART,), {"promise_amount_fen": 86_000}),
        ("全部三万二拿不出,五千行不行", (PART,), {"promise_amount_fen": 500_000}),
        ("兜里一千,留三百吃饭,给你七百", (PART,), {"promise_amount_fen": 70_000}),
        ("本金一万五,利息两千,先还五千本金", (PART,), {"promise_amount_fen": 500_000}),
        ("一千五六吧", (PART,), {}),
        ("大几百块先还", (PART,), {}),
        ("两百五十块整,别嫌少", (PART,), {"promise_amount_fen": 25_000}),
        ("壹仟伍佰元先还", (PART,), {"promise_amount_fen": 150_000}),
        ("还两张红的", (PART,), {}),
        ("一千来块钱先给你", (PART,), {"promise_amount_fen": 100_000}),
        ("三千块,不对,两千块", (PART,), {"promise_amount_fen": 200_000}),
        ("给孩子交了两千学费,给你们剩八百", (PART,), {"promise_amount_fen": 80_000}),
        ("上周五我让侄子在邮局柜上汇的,一千八", (PAID,), {"paid_on": "2026-03-06", "paid_amount_fen": 180_000, "paid_channel": "counter"}),
        ("五号扣了一次没成功,六号我手动在你们app还的", (PAID,), {"paid_on": "2026-03-06", "paid_channel": "bank_app"}),
        ("微信里的钱提到银行卡,再用手机银行还的,前天", (PAID,), {"paid_on": "2026-03-09", "paid_channel": "bank_app"}),
        ("自动扣款没扣上,我去取款机存了三千二", (PAID,), {"paid_amount_fen": 320_000, "paid_channel": "atm"}),
        ("二月二十八还的,发票短信都在,四千整", (PAID,), {"paid_on": "2026-02-28", "paid_amount_fen": 400_000}),
        ("年三十下午还的", (PAID,), {"paid_on": "2026-02-16"}),
        ("大前天吧,还是昨天,记不清哪天了", (PAID,), {}),
        ("欠五千八还了三千,还差两千八月底给", (PAID, PROMISE,), {"paid_amount_fen": 300_000, "promise_on": "2026-03-31", "promise_amount_fen": 280_000}),
        ("九点到六点上班不能接,七点以后打", (BUSY,), {"callback_at": "2026-03-11T19:00"}),
        ("中午一点半午休完了打", (BUSY,), {"callback_at": "2026-03-11T13:30"}),
        ("十二点过五分打给我", (BUSY,), {"callback_at": "2026-03-11T12:05"}),
        ("差一刻八点,晚上", (BUSY,), {"callback_at": "2026-03-11T19:45"}),
        ("我六点半才吃上饭,七点半再打", (BUSY,), {"callback_at": "2026-03-11T19:30"}),
        ("下礼拜一上午十点钟,我在单位", (BUSY,), {"callback_at": "2026-03-16T10:00"}),
        ("过两个小时打", (BUSY,), {}),
        ("上午别打,下午随便", (BUSY,), {}),
        ("晚上九点以后早上八点以前不许打", (Intent.STOP_CONTACT,), {}),
        ("你们昨晚十点打我爸", (Intent.COMPLAINT,), {}),
        ("医生让我后天八点空腹抽血", (Intent.HARDSHIP,), {}),
        ("工伤赔的两万还没到", (Intent.HARDSHIP,), {}),
        ("这月话费扣了我一百二,烦", (Intent.HARDSHIP,), {}),
    ],
)  # fmt: skip
def test_a_long_way_round_comes_to_the_same_value(
    text: str, intents: tuple[Intent, ...], stated: dict[str, str | int]
) -> None:
    asked = WHICH_DAY if intents[0] in (PROMISE, Intent.VAGUE_PROMISE) else None
    assert read(text, *intents, asked=asked) == stated
