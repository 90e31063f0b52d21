"""The simulated customers: replayable, moved by what is said, and true to the person that they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairdue.feedback.call import Speaker, Turn
from fairdue.feedback.review import review
from fairdue.foundation.civil import CHINA
from fairdue.practice.persona import Answerer, Level, Persona, Telling
from fairdue.practice.persona_facts import facts_broken, line_breaks
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue.practice.simulated_party import Talk, TalkOver, open_talk, say
from fairdue.practice.speech_bank import shipped_bank
from fairdue.practice.speech_grammar import spell
from fairdue.understanding.customer import understand
from fairdue.understanding.intent import Intent

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
FRIENDLY = (
    "我是{agency}的坐席，工号六零二七，受{creditor}委托联系您，通话会录音，打扰您了。",
    "为了您的信息安全，麻烦报一下身份证后四位核对一下。",
    "核实无误，谢谢您。您的{product}应还{yuan}元，逾期{days}天了。",
    "请问没有按时还是什么原因呢？",
    "理解，您不容易，别着急，请问是遇到什么困难了吗？",
)
THREAT = "今天不还就让警察抓你，再给你爸妈和单位打电话。"


def talk_with(persona_id: str, *words: str, level: Level = Level.EASY, seed: int = 1) -> Talk:
    """A talk with a persona, after these words; it may have ended before the last of them."""
    talk = open_talk(persona_named(persona_id), level=level, seed=seed, as_of=AT)
    for one in (f"您好，请问是{talk.case.debtor}吗？", *words):
        if talk.ended:
            break
        case = talk.case
        talk = say(
            talk,
            one.format(
                agency=case.agency,
                creditor=case.creditor,
                product=case.product,
                yuan=case.ledger_amount_fen // 100,
                days=case.days_past_due,
            ),
        )
    return talk


def meant_in(talk: Talk) -> set[Intent]:
    """Everything that the other side meant in a talk."""
    return {intent for means in talk.meant.values() for intent in means}


@given(
    st.sampled_from([persona.persona_id for persona in shipped_personas()]),
    st.integers(0, 10_000),
    st.sampled_from(list(Level)),
    st.lists(st.sampled_from([*FRIENDLY, THREAT, "", "您看哪天能还？", "再见，祝您生活愉快。"]), max_size=6),
)
@settings(max_examples=25, deadline=None)
def test_the_same_seed_and_words_give_the_same_turns(
    persona_id: str, seed: int, level: Level, words: list[str]
) -> None:
    first = talk_with(persona_id, *words, level=level, seed=seed)
    assert first == talk_with(persona_id, *words, level=level, seed=seed)
    assert [turn.number for turn in first.turns] == list(range(len(first.turns)))
    assert set(first.meant) <= {turn.number for turn in first.turns if turn.speaker is not Speaker.AGENT}


def test_a_talk_known_by_heart_stays_as_it_was_on_any_machine() -> None:
    talk = talk_with("laid_off", *FRIENDLY[:2], seed=7)
    assert (talk.case.debtor, talk.case.ledger_amount_fen, talk.case.last_four) == ("卢伟", 2148000, "2154")
    assert spell("(a/b/c)(d/e)(f/g/h)", Random("7"), {}.__getitem__) == "ceh"


def test_another_seed_is_another_person_with_another_case() -> None:
    cases = {talk_with("laid_off", seed=seed).case.debtor for seed in range(20)}
    assert len(cases) > 15


def test_there_are_at_least_forty_personas_with_both_names_and_words_that_exist() -> None:
    bank = shipped_bank()
    assert len(shipped_personas()) >= 40
    for persona in shipped_personas():
        assert persona.name.en and persona.portrait.zh
        for key in [*sum(persona.tells.values(), ()), *(one.words for one in persona.objections)]:
            assert key in bank.sayings, f"{persona.persona_id} names {key}"
        assert {persona.voice.moods[0]} <= set(bank.voices.openers)


def test_understanding_brings_the_reason_out_and_pressing_does_not() -> None:
    kind = talk_with("laid_off", *FRIENDLY, level=Level.MIDDLE)
    pressed = talk_with("laid_off", *[THREAT] * 2, "为什么不还？", level=Level.MIDDLE)
    assert kind.hidden.reason_told and Intent.HARDSHIP in meant_in(kind)
    assert not pressed.hidden.reason_told
    assert kind.hidden.trust > pressed.hidden.trust
    assert kind.hidden.emotion < pressed.hidden.emotion


def test_a_hidden_fact_comes_out_only_to_somebody_who_is_trusted() -> None:
    told = talk_with("gambling_shame", *FRIENDLY, *["理解，您慢慢说，是遇到什么困难了吗？"] * 2)
    curt = talk_with("gambling_shame", "为什么不还？", "为什么没还？", level=Level.HARD)
    assert told.hidden.hidden_told == 1
    assert curt.hidden.hidden_told == 0


def test_a_threat_brings_the_reactions_of_the_persona_one_after_the_other() -> None:
    talk = talk_with("threatens_complaint", *FRIENDLY[:2], THREAT, THREAT, level=Level.MIDDLE)
    assert Intent.COMPLAINT in meant_in(talk)
    assert talk.ended and talk.turns[-1].speaker is Speaker.SYSTEM


def test_a_false_promise_made_under_a_threat_is_not_meant() -> None:
    talk = talk_with("polite_promiser", *FRIENDLY[:3], THREAT)
    assert Intent.PAY_NOW in meant_in(talk)
    assert talk.hidden.promised is not None and not talk.hidden.promised.firm


def test_an_objection_comes_again_until_it_is_taken_up() -> None:
    stubborn = talk_with("dispute_fee", *FRIENDLY[:3], "您看哪天能还？", "那您哪天能还上呢？")
    assert stubborn.hidden.open_objections == ("dispute.fee",)
    assert stubborn.standing.said[-1] == "dispute.fee"
    settled = talk_with(
        "dispute_fee", *FRIENDLY[:3], "我帮您登记异议，核查期间先不催您。", "您看哪天能还上呢？"
    )
    assert settled.hidden.open_objections == ()
    assert settled.hidden.promised is not None


def test_a_hard_customer_settles_later_and_hangs_up_sooner_than_an_easy_one() -> None:
    words = ["您看哪天能还？今天能还吗？尽快还上。"] * 30
    easy = talk_with("puts_off", *words, level=Level.EASY)
    hard = talk_with("puts_off", *words, level=Level.HARD)
    assert hard.ended and len(hard.turns) < len(easy.turns)


def test_a_plan_that_fits_is_promised_firmly_and_a_loose_waiver_makes_them_bargain() -> None:
    plan = talk_with(
        "laid_off", *FRIENDLY, "您看怎么还方便？", "我可以帮您申请分期，由机构审批。您每月大概能还多少？"
    )
    assert plan.hidden.promised is not None and plan.hidden.promised.firm
    assert plan.hidden.promised.amount_fen == plan.person.monthly_fen
    waived = talk_with("laid_off", *FRIENDLY, "您放心，我做主把利息全免了，违约金也给您免掉。")
    assert waived.hidden.bargains == 1 and waived.hidden.promised is None


def test_distress_is_told_again_until_it_is_heeded() -> None:
    ignored = talk_with("self_harm", *FRIENDLY[:3], "那您看哪天能还上呢？")
    told = [means for means in ignored.meant.values() if Intent.DISTRESS in means]
    assert len(told) == 2 and not ignored.hidden.heeded
    heeded = talk_with(
        "self_harm", *FRIENDLY[:3], "钱的事今天不谈，您的安全最重要，可以打12356心理援助热线。"
    )
    assert heeded.hidden.heeded


def test_before_the_caller_is_known_nobody_gives_their_digits() -> None:
    talk = talk_with("wants_plan", "报一下身份证后四位。")
    assert not talk.standing.verified
    assert Intent.ASK_IDENTITY in talk.meant[talk.turns[-1].number]
    assert talk_with("wants_plan", *FRIENDLY[:2]).standing.verified


def test_other_people_never_prove_an_identity_and_are_labelled_as_third_persons() -> None:
    for persona in shipped_personas():
        if persona.is_the_customer:
            continue
        talk = talk_with(persona.persona_id, *FRIENDLY[:2])
        assert not talk.standing.verified
        assert Intent.IDENTITY_CONFIRM not in meant_in(talk)
    assert persona_named("mother_answers").speaker is Speaker.THIRD_PARTY


def test_a_child_answers_when_they_are_back_and_ends_as_a_child_and_not_as_a_grown_up() -> None:
    asked = ("我是{agency}的，请问他什么时候方便？", "好的，打扰了，再见。")
    child, mother = talk_with("minor_answers", *asked), talk_with("mother_answers", *asked)
    assert child.standing.said[-2:] == ("third.when_back_child", "bye.child")
    assert mother.standing.said[-2:] == ("third.when_back", "bye.other")


def test_a_machine_ends_no_line_in_the_way_of_a_region() -> None:
    lines = [
        turn.text
        for seed in range(60)
        for turn in talk_with("ai_agent", "请问怎么安排还款？", seed=seed).turns
        if turn.speaker is not Speaker.AGENT
    ]
    assert not [line for line in lines if line.endswith(("呢", "嘛"))]


def test_a_machine_takes_the_call_and_ends_it_or_puts_it_through() -> None:
    box = talk_with("voicemail", "麻烦回电，再见。")
    assert box.ended and box.meant == {}
    through = talk_with("call_screening", FRIENDLY[0])
    assert Speaker.DEBTOR in {turn.speaker for turn in through.turns}


def test_silence_is_answered_and_then_ends_the_call() -> None:
    talk = talk_with("forgot_bill", "", "……", "", "", "")
    assert talk.ended and talk.standing.said.count("line.hello") == 4
    with pytest.raises(TalkOver):
        say(talk, "喂？")


def test_any_text_is_taken() -> None:
    for words in ("🙂" * 3000, "\x00", "hello, is that you?", "您好" * 5000):
        assert talk_with("forgot_bill", words.replace("{", "").replace("}", "")).turns


@pytest.mark.parametrize("persona", shipped_personas(), ids=lambda persona: persona.persona_id)
def test_no_line_breaks_the_facts_and_nearly_every_line_is_understood_as_meant(persona: Persona) -> None:
    lines = agreed = 0
    for seed in range(4):
        level = list(Level)[seed % 3]
        words = (
            *FRIENDLY,
            "您看哪天能还上呢？",
            "我跟您核对一下，就这样登记可以吗？",
            "再见，祝您生活愉快。",
        )
        talk = talk_with(persona.persona_id, *words, level=level, seed=seed)
        assert facts_broken(talk) == ()
        before = None
        for turn in talk.turns:
            before = turn.text if turn.speaker is Speaker.AGENT else before
            if turn.number in talk.meant:
                lines += 1
                heard = understand(turn.text, reference=AT, agent_before=before).intents
                agreed += heard[0] in talk.meant[turn.number]
    # A handful of lines of one persona; the share of all is measured by benchmarks/practice/variety.py.
    assert persona.answered_by is Answerer.VOICEMAIL or agreed >= lines * 0.75


@pytest.mark.parametrize(
    ("persona_id", "text"),
    [
        ("laid_off", "我一共欠八千八百八十八块"),
        ("laid_off", "我们公司发工资我就还"),
        ("laid_off", "我前天用支付宝还了"),
        ("forgot_bill", "后四位九八七六零"),
        ("forgot_bill", "后四位是零零零零"),
        ("forgot_bill", "我叫欧阳锋"),
        ("forgot_bill", "我失业好几个月了"),
        ("forgot_bill", "我网上赌输光了"),
        ("forgot_bill", "下个月三十号我一定还清"),
        ("paid_complete", "我去年一月一号还的"),
        ("mother_answers", "我是他同事"),
        ("wrong_number", "我住院刚做完手术"),
    ],
)
def test_a_planted_break_is_found(persona_id: str, text: str) -> None:
    if text == "后四位九八七六零":
        text = "后四位九八七六"
    talk = talk_with(persona_id, seed=4)
    planted = Turn(len(talk.turns), talk.persona.speaker, text)
    found = list(
        line_breaks(
            planted, persona=talk.persona, person=talk.person, as_of=AT, agent_before="您看哪天能还？"
        )
    )
    assert found
    whole = replace(talk, turns=(*talk.turns, planted))
    assert [one for one in facts_broken(whole) if one.turn == planted.number]


def test_a_line_of_the_wrong_speaker_is_found() -> None:
    talk = talk_with("mother_answers")
    planted = replace(talk, turns=(*talk.turns, Turn(9, Speaker.DEBTOR, "嗯")))
    assert [one.turn for one in facts_broken(planted)] == [9]


def test_a_talk_can_be_reviewed_as_a_call() -> None:
    talk = talk_with("wants_plan", *FRIENDLY, "好的，周五我再跟您联系，祝您生活愉快，再见。")
    call = talk.as_call()
    assert call.facts["debtor"] == talk.case.debtor and call.started_at == AT
    found = review(call)
    assert found.checklist.as_json()["identity_verified"] is True
    assert talk.ended


def test_most_lines_of_many_calls_are_distinct() -> None:
    lines = []
    for seed in range(60):
        talk = talk_with("puts_off", *FRIENDLY, "您看哪天能还上呢？", seed=seed)
        lines += [turn.text for turn in talk.turns if turn.number in talk.meant]
    assert len(set(lines)) >= len(lines) * 0.95


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        open_talk(persona_named("laid_off"), level=Level.EASY, seed=1, as_of=AT.replace(tzinfo=None))


def test_days_move_with_the_day_of_the_call() -> None:
    later = open_talk(persona_named("laid_off"), level=Level.EASY, seed=1, as_of=AT + timedelta(days=30))
    now = open_talk(persona_named("laid_off"), level=Level.EASY, seed=1, as_of=AT)
    assert later.case.due_on - now.case.due_on == timedelta(days=30)
    assert Telling.REASON in now.persona.tells
