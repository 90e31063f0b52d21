"""Scripted collectors: pure, varied by seed, and told apart by the scorecard."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from statistics import fmean

import pytest

from fairdue.compliance.wording.guard import Verdict, judge
from fairdue.compliance.wording.remembered import RememberedJudgements
from fairdue.compliance.wording.spoken_context import SpokenContext
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.playbook import read_flow
from fairdue.feedback.call import Speaker
from fairdue.feedback.call_reading import Interpreters
from fairdue.feedback.scorecard import score_call
from fairdue.foundation.civil import CHINA
from fairdue.practice.persona import Level
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue.practice.policies import Policy, next_words, play
from fairdue.practice.policy_words import policy_words, read_policy_words, spoken_yuan
from fairdue.practice.simulated_party import open_talk, say

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
SOME = ("forgot_bill", "laid_off", "dispute_fee", "mother_answers", "self_harm", "flat_refuser")


def _lines(policy: Policy, persona: str, seed: int) -> list[str]:
    talk = play(policy, persona_named(persona), level=Level.MIDDLE, seed=seed, as_of=AT)
    return [turn.text for turn in talk.turns if turn.speaker is Speaker.AGENT]


@pytest.mark.parametrize("policy", Policy)
def test_the_same_seed_gives_the_same_call(policy: Policy) -> None:
    persona = persona_named("laid_off")
    once, again = (play(policy, persona, level=Level.MIDDLE, seed=5, as_of=AT) for _ in range(2))
    assert once.turns == again.turns


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("persona", ["forgot_bill", "mother_answers"])
def test_the_next_words_follow_from_the_talk_alone(policy: Policy, persona: str) -> None:
    played = play(policy, persona_named(persona), level=Level.MIDDLE, seed=8, as_of=AT)
    talk = open_talk(persona_named(persona), level=Level.MIDDLE, seed=8, as_of=AT)
    while not talk.ended:
        words = next_words(policy, talk, seed=8)
        if words is None:
            break
        talk = say(talk, words)
    assert talk.turns == played.turns


def test_a_collector_words_things_otherwise_with_another_seed() -> None:
    assert len({tuple(_lines(Policy.GOOD, "forgot_bill", seed)) for seed in range(6)}) >= 5


def test_every_call_of_every_collector_comes_to_an_end() -> None:
    for policy in Policy:
        for persona in shipped_personas():
            talk = play(policy, persona, level=Level.HARD, seed=2, as_of=AT)
            assert sum(turn.speaker is Speaker.AGENT for turn in talk.turns) <= 24


def test_good_is_scored_above_sloppy_above_pushy_above_unlawful() -> None:
    interpreters = Interpreters(memory=RememberedJudgements())
    means = []
    for policy in (Policy.GOOD, Policy.SLOPPY, Policy.PUSHY, Policy.UNLAWFUL):
        talks = [
            play(policy, persona_named(name), level=Level.MIDDLE, seed=seed, as_of=AT)
            for name in SOME
            for seed in (1, 2)
        ]
        means.append(fmean(score_call(talk.as_call(), interpreters=interpreters).total for talk in talks))
    assert means == sorted(means, reverse=True)
    assert means[0] > 80
    assert means[1] < 60
    assert means[3] < 10


SURE = 0.8
"""Below this share the guard only leans: words of care after a cry for help sound to it like many calls."""


def test_the_good_collector_says_nothing_that_the_guard_is_sure_of() -> None:
    fits = {
        "name": "王秀兰",
        "title": "女士",
        "agency": "华信资产",
        "creditor": "示例银行",
        "product": "信用卡",
    }
    fits |= {"amount": "2160元", "due": "2月27号", "days": "12", "staff": "三五零一", "follow_on": "3月16号"}
    fits |= {"promise_on": "3月13号", "promise_amount": "2160元"}
    known = SpokenContext(facts={"ledger_amount_fen": 216_000, "agency": "华信资产", "creditor": "示例银行"})
    for move, wordings in policy_words("good").moves.items():
        for wording in wordings:
            judged = judge(wording.format_map(fits), known)
            assert judged.verdict is not Verdict.VIOLATION or judged.share < SURE, (move, wording, judged)


def test_the_unlawful_words_are_found_by_the_guard_and_marked_as_wrong() -> None:
    words = policy_words("unlawful")
    assert words.meant_wrong
    threats = [
        one for move in ("threat", "relatives", "legal", "deadline", "insult") for one in words.moves[move]
    ]
    found = [judge(one, SpokenContext()).verdict is Verdict.VIOLATION for one in threats]
    assert all(found)


def test_no_wrong_word_of_a_policy_is_a_sentence_of_the_playbook() -> None:
    sayable = {one.words.zh for one in read_flow("first_call").wording.sentences.values()}
    for policy in ("sloppy", "pushy", "unlawful", "copy_paste", "recital"):
        words = policy_words(policy)
        assert words.meant_wrong
        assert not sayable & {wording for wordings in words.moves.values() for wording in wordings}


def test_every_policy_has_words_for_every_move_of_the_listening_ones() -> None:
    assert set(policy_words("good").moves) == set(policy_words("sloppy").moves)


def test_wrong_words_of_a_policy_are_told_with_their_line() -> None:
    text = (files("fairdue_playbook") / "policies" / "pushy.yaml").read_text(encoding="utf-8")
    with pytest.raises(FlowFault, match=r"mine\.yaml:\d+: .*nothing fills whoever"):
        read_policy_words(text.replace("{amount}", "{whoever}"), source="mine.yaml")


@pytest.mark.parametrize(
    ("fen", "said"), [(216_000, "2160元"), (216_050, "2160元5角"), (216_005, "2160元0角5分")]
)
def test_amounts_are_said_to_the_fen(fen: int, said: str) -> None:
    assert spoken_yuan(fen) == said
