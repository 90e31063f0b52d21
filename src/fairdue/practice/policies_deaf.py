"""The moves of the collectors who do not listen: pushing, unlawful, silent, copying and reciting.

Room: practice. They are what the scorecard and the exam must tell from good work, however fine single words are.
"""

from __future__ import annotations

from random import Random

from fairdue.practice.policies_listening import Traits
from fairdue.practice.policy_ear import Ear
from fairdue.understanding.intent import Intent

_PUSHES = 9
"""So often a pushing collector asks for the money before giving up."""
_SCRIPT = ("line_1", "line_2", "line_3", "line_4", "line_5", "line_6", "line_7")
_THREATS = 7


def pushing_move(ear: Ear, traits: Traits) -> tuple[str, ...]:
    """The next move of the pushing collector: who it is, then the money, whatever was said."""
    heard = ear.heard
    if ear.turns == 0:
        if heard.recorder:
            return ("voicemail",)
        return ("screening",) if heard.screening else ("ask_person",)
    if ear.done("voicemail"):
        return ()
    if heard.screening:
        return ("screening",)
    if heard.third or ear.means(Intent.THIRD_PARTY, Intent.WRONG_PERSON, Intent.DECEASED_OR_INCAPACITY):
        return ("close", "end") if ear.times("third") >= 2 else ("third",)
    if not ear.done("introduce"):
        return ("introduce", "verify_ask") if traits.verifies else ("introduce", "state")
    if not ear.done("state"):
        if ear.verified or ear.times("verify_why") >= 2:
            return ("state",)
        return ("verify_why",)
    if sum(ear.times(move) for move in _PRESSES) >= _PUSHES:
        return ("close", "end")
    return (_push(ear),)


_PRESSES = ("press", "press_on", "press_no", "press_vague", "press_agree", "press_paid")


def _push(ear: Ear) -> str:
    if ear.means(Intent.ALREADY_PAID):
        return "press_paid"
    if ear.means(Intent.PROMISE, Intent.VAGUE_PROMISE, Intent.PARTIAL_OFFER, Intent.REQUEST_PLAN):
        return "press_vague"
    if ear.means(Intent.PAY_NOW):
        return "press_agree"
    if ear.means(Intent.REFUSE, Intent.ABUSIVE, Intent.STOP_CONTACT, Intent.COMPLAINT):
        return "press_no"
    return "press" if ear.means(Intent.AGREE) or ear.turns % 2 else "press_on"


def unlawful_move(ear: Ear, seed: int) -> tuple[str, ...]:
    """The next move of the unlawful collector: the debt before anything else, then threats of every kind."""
    heard = ear.heard
    if ear.turns == 0:
        if heard.recorder:
            return ("voicemail",)
        return ("screening",) if heard.screening else ("ask_person",)
    if ear.done("voicemail"):
        return ()
    if heard.screening:
        return ("screening",)
    if heard.third:
        return ("close", "end") if ear.times("third") >= 3 else ("third",)
    if ear.means(Intent.COMPLAINT, Intent.STOP_CONTACT) and not ear.done("complain"):
        return ("complain",)
    if ear.means(Intent.DISTRESS, Intent.HARDSHIP, Intent.DECEASED_OR_INCAPACITY) and ear.times("cruel") < 2:
        return ("cruel",)
    if ear.turns > _THREATS:
        return ("close", "end")
    kinds = ["threat", "relatives", "legal", "deadline", "insult", "funding", "fees"]
    Random(f"unlawful:{seed}:order").shuffle(kinds)  # noqa: S311 - practice, nothing to guess
    return (kinds[(ear.turns - 1) % len(kinds)],)


def silent_words(seed: int, turn: int) -> str | None:
    """What the silent collector says: nothing, or less than a word, eight times at the most."""
    if turn >= 8:
        return None
    chance = Random(f"silent:{seed}:{turn}")  # noqa: S311 - practice, nothing to guess
    return chance.choice(("", "", "嗯", "嗯。", "喂", "……", "哦", "好"))


def copying_move(ear: Ear, seed: int) -> tuple[str, ...]:
    """One paragraph again and again, or the script from its first line to its last, as the seed has it."""
    if seed % 2:
        return ("paragraph",) if ear.turns < len(_SCRIPT) else ()
    return (_SCRIPT[ear.turns],) if ear.turns < len(_SCRIPT) else ()


def reciting_move(ear: Ear) -> tuple[str, ...]:
    """The next line of the recital, whatever was said; its wording is the seed's."""
    return (_RECITAL[ear.turns],) if ear.turns < len(_RECITAL) else ()


_RECITAL = ("opening", "identity", "debt", "catch_all", "ask", "ending")
