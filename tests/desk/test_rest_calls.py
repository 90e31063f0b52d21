"""The guided call over the API: the desk's call, turn by turn, once each, and nothing of the debt before the check."""

from __future__ import annotations

import json
import logging
import random

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.calling import TO_THE_DEBT, Caller, Told, caller, token
from desk.screens.conftest import Desk, desk, moment
from desk.screens.portfolio import MadeUp, place
from fairdue_desk.rows.models import CaseEvent, Decision

pytestmark = pytest.mark.django_db
__all__ = ["desk", "moment"]

OPEN_TO_WORK = {
    ("get", "calls"): None,
    ("post", "calls"): {},
    ("get", "calls/{session}"): None,
    ("post", "calls/{session}/turns"): {"moves": 0},
    ("post", "calls/{session}/take-back"): {"moves": 0},
    ("post", "calls/{session}/wrap-up"): {"moves": 0},
    ("get", "calls/{session}/history"): None,
    ("get", "calls/{session}/history/0"): None,
    ("get", "calls/{session}/events"): None,
    ("post", "calls/{session}/objections"): {"words": ""},
    ("post", "calls/{session}/words"): {"text": ""},
    ("post", "calls/{session}/offers"): {},
}
WORDS = (
    "我是本人", "你们是谁", "我老婆接的", "尾号0000", "没钱", "我已经还过了", "下周五还两千", "别再打了", "不想活了",
    "我要投诉", "一共欠多少", "不方便，明天下午三点再打", "他去世了", "好的", "我失业了", "可以分期吗", "我是他的AI助理", "",
)  # fmt: skip


def rows(person: MadeUp, kind: str = "TurnTaken") -> int:
    return CaseEvent.objects.filter(case_id=person.case_id, kind=kind).count()


def at_the_debt(desk: Desk) -> Caller:
    mine = caller(desk)
    mine.begin()
    for choice in TO_THE_DEBT:
        mine.taken(choice)
    return mine


def test_a_whole_call_is_carried_to_its_note_and_the_case_holds_it(desk: Desk) -> None:
    mine = caller(desk)
    begun = mine.begin()
    assert begun["flow"] == "first_call" and begun["flow_reason"]["zh"] and begun["moves"] == 0
    for choice in TO_THE_DEBT:
        told = mine.taken(choice)
    assert told["prompt"]["debt_visible"] and "12,007.36" in json.dumps(told, ensure_ascii=False)
    status, told = mine.turn(words="我忘了还款日了，今天下午三点前用微信还两千")
    assert status == 200 and told["moves"] == 3 and told["proposals"][0]["percent"] > 50
    steps = 0
    while told["proposals"]:
        told = mine.taken(**told["proposals"][0]["turn"])
        steps += 1
    assert steps and told["moves"] == 3 + steps
    while not told["wrap_up"] and not told["closed"]:
        first = next(choice for choice in told["prompt"]["choices"] if not choice["asks"])
        told = mine.taken(first["choice"])
    promised = told["wrap_up"]
    status, closed = mine.here("/wrap-up", {"moves": mine.moves})
    assert status == 200 and closed["closed"] and closed["prompt"]["code"] == promised["code"]
    assert closed["prompt"]["note"] == promised["note"] and rows(desk.own, "CallClosed") == 1
    assert mine.here()[1] == closed, "and it can be looked at afterwards"
    assert [one["closed_at"] is not None for one in mine.ask("")[1]] == [True]


def test_the_api_and_the_desk_show_the_same_step(desk: Desk) -> None:
    mine, screen = caller(desk), desk.client("collector1")
    mine.begin()
    for choice in (*TO_THE_DEBT, "forgot"):
        told = mine.taken(choice)
        page = screen.get(reverse("call", args=[desk.own.case_id]))
        prompt = page.context["prompt"]
        assert [(s.sentence_id, s.text) for s in prompt.say] == [
            (s["sentence_id"], s["text"]) for s in told["prompt"]["say"]
        ]
        assert [c.choice_id for c in prompt.choices] == [c["choice"] for c in told["prompt"]["choices"]]
        assert prompt.title == told["prompt"]["title"] and page.context["turn"] == told["turns"]
        assert told["prompt"]["suggestion"]["sentence_ids"] == [s.sentence_id for s in prompt.say]


def test_what_the_desk_answers_the_api_goes_on_from(desk: Desk) -> None:
    mine, screen = caller(desk), desk.client("collector1")
    screen.post(reverse("call_begin", args=[desk.own.case_id]))
    assert mine.begin()["moves"] == 0 and rows(desk.own, "CallOpened") == 1
    screen.post(reverse("call_turn", args=[desk.own.case_id]), {"turn": "0", "choice": "answered"})
    assert mine.turn("answered")[1]["repeated"], "the desk gave the very same answer"
    assert mine.here()[1]["moves"] == 1


def test_the_same_turn_twice_counts_once_and_another_on_a_passed_count_is_refused(desk: Desk) -> None:
    mine = at_the_debt(desk)
    before = mine.moves
    first = mine.taken("forgot")
    status, again = mine.here("/turns", {"moves": before, "choice": "forgot"})
    assert status == 200 and again["repeated"] and not first["repeated"]
    assert again | {"repeated": False} == first and rows(desk.own) == before + 1
    status, problem = mine.here("/turns", {"moves": before, "choice": "paid"})
    assert status == 409 and problem["type"].endswith("call-moved") and problem["moves"] == before + 1
    assert rows(desk.own) == before + 1


def test_a_count_that_was_passed_never_comes_back_when_a_turn_is_taken_back(desk: Desk) -> None:
    mine = at_the_debt(desk)
    mine.taken("forgot")
    seen = mine.moves
    status, told = mine.here("/take-back", {"moves": seen})
    assert status == 200 and (told["moves"], told["turns"]) == (seen + 1, 3)
    assert mine.here("/take-back", {"moves": seen})[1]["repeated"] and rows(desk.own, "TurnTakenBack") == 1
    mine.moves = seen + 1
    mine.taken("forgot")
    assert mine.moves == seen + 2, "as many turns stand as before"
    assert mine.here("/turns", {"moves": seen, "choice": "today"})[0] == 409


def test_a_wrap_up_whose_reply_was_lost_is_confirmed_once(desk: Desk) -> None:
    mine = caller(desk)
    mine.begin()
    mine.taken("answered")
    told = mine.taken("stop_contact")
    assert told["wrap_up"], told["prompt"]["choices"]
    before = mine.moves
    for repeated in (False, True):
        status, closed = mine.here("/wrap-up", {"moves": before})
        assert status == 200 and closed["closed"] and closed["repeated"] is repeated
    assert rows(desk.own, "CallClosed") == rows(desk.own, "DispositionRecorded") == 1
    status, problem = mine.here("/turns", {"moves": before + 1, "choice": "answered"})
    assert status == 409 and problem["type"].endswith("call-closed") and "annotation" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "taught"),
    [
        ({"choice": "nonsense"}, "open are"),
        ({"words": "噗噗噗噗"}, "pick one"),
        ({}, "type what the customer said"),
        ({"choice": "part_now", "amount_fen": 1}, "open are"),
    ],
)
def test_a_turn_that_cannot_be_taken_says_what_to_send_and_records_nothing(
    desk: Desk, body: Told, taught: str
) -> None:
    mine = at_the_debt(desk)
    status, problem = mine.here("/turns", {"moves": mine.moves, **body})
    assert status == 422 and problem["type"].endswith("turn-not-taken")
    assert taught in problem["errors"][0]["what"] and problem["errors"][0]["zh"] and rows(desk.own) == 3


@pytest.mark.parametrize(
    "body",
    [
        {"choice": "answered"},
        {"moves": -1},
        {"moves": 0, "amount_fen": 0},
        {"moves": 0, "at": "2026-03-02T10:20:00"},
        {"moves": 0, "channel": "pigeon"},
        {"moves": 0, "words": "x" * 2_001},
        {"moves": 0, "words": "a\x00b"},
        {"moves": 0, "words": "\ud800"},
        {"moves": 0, "on": "tomorrow"},
    ],
)
def test_a_body_that_does_not_fit_is_named_and_not_repeated(desk: Desk, body: Told) -> None:
    mine = caller(desk)
    mine.begin()
    status, problem = mine.here("/turns", body)
    assert status == 422 and problem["errors"][0]["where"].startswith("body") and rows(desk.own) == 0
    assert "pigeon" not in str(problem) and "tomorrow" not in str(problem)


def test_values_said_before_for_the_same_answer_are_kept(desk: Desk) -> None:
    mine = at_the_debt(desk)
    status, told = mine.turn(words="下周五我先还两千")
    assert status == 200
    told = mine.taken(**told["proposals"][0]["turn"])
    told = mine.taken(**told["proposals"][0]["turn"])
    asked = told["prompt"]["suggestion"]["sentence_ids"]
    assert any(one.startswith("ask.") for one in asked), asked
    told = mine.taken(_asking(told), channel="wechat")
    assert "2,000" in json.dumps(told, ensure_ascii=False)


def _asking(told: Told) -> str:
    """The answer that asks for a day, an amount and a channel."""
    for one in told["prompt"]["choices"]:
        if {"amount", "date", "channel"} <= {ask["kind"] for ask in one["asks"]}:
            return str(one["choice"])
    raise AssertionError(told["prompt"]["choices"])


def test_what_comes_first_is_taken_at_once_and_what_protects_is_not_taken_back(desk: Desk) -> None:
    mine = at_the_debt(desk)
    status, told = mine.turn(words="我不想活了")
    assert status == 200 and told["prompt"]["step"] == "distress" and told["moves"] == 4
    again = mine.here("/turns", {"moves": 3, "choice": "", "words": "我不想活了"})[1]
    assert again["repeated"] and rows(desk.own) == 4
    status, problem = mine.here("/take-back", {"moves": 4})
    assert status == 422 and "person in charge" in problem["errors"][0]["what"]


def test_what_the_gate_says_instead_of_a_call_is_a_problem_with_reasons_and_rules(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = caller(desk)
    monkeypatch.setenv("FAIRDUE_TODAY", "2026-03-02T22:30")
    status, problem = mine.ask("", {})
    assert status == 409 and problem["verdict"] == "defer" and problem["until"].startswith("2026-03-03")
    assert problem["reasons"][0]["zh"] and any(rule["article"] for rule in problem["rules"])
    assert rows(desk.own, "CallOpened") == 0 and Decision.objects.filter(verdict="defer").count() == 1
    monkeypatch.setenv("FAIRDUE_TODAY", "2026-03-02T10:20")
    mine.begin()
    mine.taken("answered")
    mine.taken("stop_contact")
    mine.here("/wrap-up", {"moves": mine.moves})
    status, problem = mine.ask("", {})
    assert status == 403 and problem["verdict"] == "refuse" and problem["reasons"] and problem["rules"]
    assert "12,007.36" not in str(problem)


def test_a_number_that_is_not_there_is_told(desk: Desk) -> None:
    status, problem = caller(desk).ask("", {"contact_point_id": "cp-none"})
    assert status == 422 and "leave it out" in problem["detail"]


def test_each_state_of_the_past_is_what_was_shown_then(desk: Desk) -> None:
    mine = caller(desk)
    shown = [mine.begin()]
    for choice in (*TO_THE_DEBT, "forgot"):
        shown.append(mine.taken(choice))
    shown.append(mine.here("/take-back", {"moves": mine.moves})[1])
    for number, then in enumerate(shown):
        status, told = mine.here(f"/history/{number}")
        assert status == 200 and told["prompt"] == then["prompt"] and told["turns"] == then["turns"], number
    _, history = mine.here("/history")
    assert [move["kind"] for move in history["moves"]] == ["taken"] * 4 + ["taken_back"]
    assert [move["choice"] for move in history["moves"]] == [*TO_THE_DEBT, "forgot", "forgot"]
    assert mine.here("/history/99")[0] == mine.here("/history/-1")[0] == 404


def test_after_the_check_was_taken_back_what_was_shown_on_it_is_not_shown(desk: Desk) -> None:
    mine = at_the_debt(desk)
    assert mine.here("/take-back", {"moves": 3})[0] == 200
    status, problem = mine.here("/history/3")
    assert status == 403 and problem["type"].endswith("identity-taken-back")
    assert mine.here("/history/2")[0] == 200


def test_a_stream_tells_what_stands_then_what_a_listener_missed_then_nothing(desk: Desk) -> None:
    mine = at_the_debt(desk)
    [(number, name, told)] = mine.events()
    assert (number, name) == ("3", "prompt") and told["prompt"] == mine.here()[1]["prompt"]
    assert mine.events(known="3") == []
    mine.taken("forgot")
    mine.here("/take-back", {"moves": 4})
    missed = mine.events(known="3")
    assert [(number, name) for number, name, _ in missed] == [
        ("", "recorded"),
        ("", "recorded"),
        ("5", "prompt"),
    ]
    assert [data["kind"] for _, _, data in missed[:2]] == ["taken", "taken_back"]
    for nonsense in ("x", "-1", "99", "３", "9" * 40):
        assert [name for _, name, _ in mine.events(known=nonsense)] == ["prompt"]


def test_a_stream_proposes_what_the_words_of_the_last_turn_say_besides(desk: Desk) -> None:
    mine = at_the_debt(desk)
    told = mine.turn(words="下周五我先还两千")[1]
    told = mine.taken(**told["proposals"][0]["turn"])
    assert told["proposals"]
    (_, first, _), (number, second, data) = mine.events()
    assert (first, second, number) == ("prompt", "proposal", str(mine.moves))
    assert data["proposals"] == told["proposals"] == mine.here()[1]["proposals"]


def test_a_stream_of_a_call_that_is_wrapped_up_ends_with_it_and_asks_not_to_come_back(desk: Desk) -> None:
    mine = caller(desk)
    mine.begin()
    mine.taken("no_answer")
    last = mine.here()[1]
    if not last["closed"]:
        mine.here("/wrap-up", {"moves": mine.moves})
    news = mine.events(known="0", seconds=5)
    assert news[-1][1] == "closed" and news[-1][2]["prompt"]["code"] and news[-1][0] == str(mine.moves)
    assert mine.events(known=str(mine.moves)) == []


def test_objections_words_and_offers_stand_beside_the_call_and_take_no_turn(desk: Desk) -> None:
    mine = caller(desk)
    mine.begin()
    mine.taken("answered")
    status, early = mine.here("/objections", {"words": "我没钱"})
    assert status == 200 and early["ranked"][0]["withheld"] and "12,007" not in str(early)
    assert mine.here("/offers", {})[1]["type"].endswith("not-verified")
    for choice in TO_THE_DEBT[1:]:
        mine.taken(choice)
    status, ranking = mine.here("/objections", {"words": "我没钱"})
    assert status == 200 and ranking["ranked"][0]["answers"] and ranking["ranked"][0]["name"]["en"]
    status, judged = mine.here("/words", {"text": "再不还就让你身败名裂，通知你全家。"})
    assert status == 200 and judged["verdict"] == "violation" and judged["found"][0]["instead"]
    status, offers = mine.here(
        "/offers", {"income_fen": 800_000, "living_fen": 300_000, "other_debts_fen": 0}
    )
    assert status == 200 and offers["monthly_fen"] and offers["offers"]
    for offer in offers["offers"]:
        paid = sum(part["amount_fen"] for part in offer["pays"])
        assert paid + offer["relieved_fen"] + offer["left_fen"] == 1_200_736, offer
    assert mine.here("/offers", {"income_fen": -1})[0] == 422
    assert mine.here()[1]["moves"] == 3


def test_before_the_check_the_guard_does_not_tell_whether_an_amount_is_right(desk: Desk) -> None:
    mine = caller(desk)
    mine.begin()
    mine.taken("answered")
    right, wrong = (
        mine.here("/words", {"text": f"您欠款{amount}元。"})[1] for amount in ("12007.36", "99999.99")
    )
    for judged in (right, wrong):
        for one in judged["found"]:
            del one["stretch"]
    assert right == wrong


def test_words_are_judged_without_a_case_and_the_flows_are_told(desk: Desk) -> None:
    client = Client()
    headers = {"Authorization": f"Bearer {token(desk, 'admin')}"}
    answer = client.post(
        "/api/v1/words/judge", '{"text": "你这个骗子"}', content_type="application/json", headers=headers
    )
    assert answer.status_code == 200 and answer.json()["verdict"] != "ok"
    flows = client.get("/api/v1/flows", headers=headers).json()
    assert flows[0]["flow"] == "first_call" and len(flows) == 5
    first = flows[0]
    assert first["first_step"] in {step["step"] for step in first["steps"]}
    assert first["version"] == desk.house.flow.version


def test_who_may_not_work_the_case_may_not_carry_its_call(desk: Desk) -> None:
    mine = caller(desk)
    mine.begin()
    for username, person, expected in (
        ("compliance", desk.own, 403),
        ("admin", desk.own, 403),
        ("collector2", desk.own, 403),
        ("collector1", desk.others, 403),
        ("", desk.own, 401),
    ):
        bearer = token(desk, username) if username else "fdt_no"
        client = Client()
        for (method, path), body in OPEN_TO_WORK.items():
            address = f"/api/v1/cases/{person.case_id}/{path.format(session=mine.session_id)}"
            answer = client.generic(
                method.upper(),
                address,
                "" if body is None else json.dumps(body),
                content_type="application/json",
                headers={"Authorization": f"Bearer {bearer}"},
            )
            assert answer.status_code == expected, (username, method, path)
            assert answer["Content-Type"].startswith("application/problem+json")
    assert mine.here()[1]["moves"] == 0
    strange = caller(desk, person=desk.free)
    strange.session_id = mine.session_id
    assert strange.here()[0] == strange.here("/turns", {"moves": 0, "choice": "answered"})[0] == 404


def test_a_session_of_the_desk_writes_only_with_its_csrf_token(desk: Desk) -> None:
    browser = Client(enforce_csrf_checks=True)
    address = f"/api/v1/cases/{desk.own.case_id}/calls"
    assert browser.post(address, "{}", content_type="application/json").status_code == 401
    browser.cookies["sessionid"] = desk.client("collector1").cookies["sessionid"].value
    answer = browser.post(address, "{}", content_type="application/json")
    assert answer.status_code == 403 and "X-CSRFToken" in answer.json()["detail"]
    browser.get("/today/")
    secret = browser.get("/login/").cookies.get("csrftoken") or browser.cookies.get("csrftoken")
    assert secret is not None
    answer = browser.post(
        address, "{}", content_type="application/json", headers={"X-CSRFToken": secret.value}
    )
    assert answer.status_code == 201


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chance=st.randoms(use_true_random=False))
def test_before_the_check_nothing_that_the_api_says_or_logs_holds_a_fact_of_the_debt(
    desk: Desk, caplog: pytest.LogCaptureFixture, chance: random.Random
) -> None:
    caplog.set_level(logging.DEBUG)
    person = _a_new_person(desk)
    mine = caller(desk, person=person)
    told = mine.begin()
    facts = _facts_of(person)
    for _ in range(14):
        told = _some_act(mine, told, chance)
        _beside(mine, chance)
        if told["prompt"]["debt_visible"]:
            status, back = mine.here("/take-back", {"moves": mine.moves})
            if status != 200 or back["prompt"]["debt_visible"]:
                return
            mine.heard.clear()  # the check stood, and stands no more: from here nothing again
            caplog.clear()
            told = back
            mine.here(f"/history/{mine.moves - 1}")
        said = "\n".join(mine.heard) + caplog.text
        assert not [fact for fact in facts if fact in said], told["prompt"]["step"]
        if told["closed"]:
            return


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chance=st.randoms(use_true_random=False))
def test_whatever_is_done_every_move_counts_one_and_every_state_can_be_looked_at_again(
    desk: Desk, chance: random.Random
) -> None:
    person = _a_new_person(desk)
    mine = caller(desk, person=person)
    told = mine.begin()
    shown = {0: told}
    for _ in range(12):
        before, at = told, mine.moves
        told = _some_act(mine, told, chance)
        now = mine.here()[1]
        assert now["moves"] in (at, at + 1, at + 2), "a proposal that is taken may follow words that were"
        if now["moves"] == at:
            assert now == mine.here()[1] and now["prompt"]["step"] == before["prompt"]["step"]
        shown[now["moves"]] = now
        if now["closed"]:
            break
    assert rows(person) + rows(person, "TurnTakenBack") == now["moves"]
    assert rows(person) - rows(person, "TurnTakenBack") == now["turns"]
    for number, then in shown.items():
        status, again = mine.here(f"/history/{number}")
        if status == 403:
            assert then["prompt"]["debt_visible"] and not now["prompt"]["debt_visible"]
            continue
        for part in ("prompt", "turns", "wrap_up", "closed", "proposals"):
            assert again[part] == then[part], (number, part)


def _a_new_person(desk: Desk) -> MadeUp:
    """One more case of collector1's for every example; the examples of a run share one database."""
    number = 100
    while CaseEvent.objects.filter(case_id=MadeUp(number).case_id).exists():
        number += 1
    person = MadeUp(number)
    place(desk.house, [person], collector="collector1")
    return person


def _facts_of(person: MadeUp) -> tuple[str, ...]:
    amount = f"{12_000 + person.number * 7}"
    return (
        f"{int(amount):,}.36", f"{amount}36", f"{amount}.36", "11,000", "1100000", "700.36", "70036", "1,250", "125000",
        "2026年1月10日", "2026-01-10", "10 January", "信用卡", "credit card", "逾期", "overdue", person.card,
    )  # fmt: skip


def _some_act(mine: Caller, told: Told, chance: random.Random) -> Told:
    """An answer with values or without, words, a proposal taken, a step back, an end; right or wrong."""
    # Left to chance alone, few calls would come as far as the check.
    ahead = [one for one in told["prompt"]["choices"] if one["choice"] in TO_THE_DEBT]
    match chance.randrange(8):
        case 6 | 7 if ahead:
            mine.turn(ahead[0]["choice"])
        case 0 | 1 | 2:
            one = chance.choice(told["prompt"]["choices"])
            values: Told = {}
            for ask in one["asks"]:
                values |= {
                    "amount": {"amount_fen": chance.choice([1_000, 99_999_999])},
                    "date": {"on": chance.choice(["2026-03-01", "2026-03-05", "2027-01-01"])},
                    "time": {"at": chance.choice(["2026-03-02T15:00:00+08:00", "2026-03-02T23:30:00+08:00"])},
                    "channel": {"channel": "wechat"},
                    "text": {"text": "说了一些话"},
                }[ask["kind"]]
            mine.turn(one["choice"], **values)
        case 3:
            status, after = mine.turn(words=chance.choice(WORDS))
            if status == 200 and after["proposals"]:
                mine.turn(**chance.choice(after["proposals"])["turn"])
        case 4:
            mine.here("/take-back", {"moves": mine.moves})
        case _:
            if chance.random() < 0.3:
                mine.here("/wrap-up", {"moves": mine.moves})
    return dict(mine.here(lang=chance.choice(["zh", "en"]))[1])


def _beside(mine: Caller, chance: random.Random) -> None:
    """Some of all else that may be asked of a call."""
    lang = chance.choice(["zh", "en"])
    match chance.randrange(5):
        case 0:
            mine.here("/objections", {"words": chance.choice(WORDS)}, lang=lang)
        case 1:
            mine.here("/words", {"text": "请您尽快处理。"})
        case 2:
            mine.here("/history")
            mine.ask("")
        case 3:
            mine.here(f"/history/{chance.randint(0, mine.moves)}", lang=lang)
        case _:
            mine.events(known=chance.choice(["", str(chance.randint(0, mine.moves))]))
    status, told = mine.here("/offers", {"income_fen": 500_000})
    shown = mine.here()[1]["prompt"]["debt_visible"]
    assert status != 200 or shown, told
