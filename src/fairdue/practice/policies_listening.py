"""The moves of the collectors who listen: the good one, and the sloppy one, who does the same with duties forgotten.

Room: practice. What protects a person comes first, then who is on the line, then the debt, the reason, and a way. Each
move is one wording of ``policy_words``; a turn is one to three moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from fairdue.practice.policy_ear import Ear
from fairdue.understanding.intent import Intent

_LONGEST = 18
"""Turns after which even a patient collector closes."""


@dataclass(frozen=True, slots=True)
class Traits:
    """How thorough one collector is; drawn once for the whole collector."""

    verifies: bool
    heeds: bool
    reads_back: bool
    introduces_fully: bool

    @classmethod
    def drawn(cls, policy: str, seed: int) -> Traits:
        """The traits of one collector: a good one does all of it, a sloppy one forgets some."""
        if policy == "good":
            return cls(True, True, True, True)
        rng = Random(f"{policy}:{seed}:traits")  # noqa: S311 - practice, nothing to guess
        share = 80 if policy == "pushy" else 50
        return cls(
            verifies=rng.randrange(100) < share,
            heeds=rng.randrange(100) < 50,
            reads_back=False,
            introduces_fully=rng.randrange(100) < 50,
        )


def listening_move(ear: Ear, traits: Traits) -> tuple[str, ...]:
    """The next moves; none when the call is over."""
    if ear.done("end"):
        return ()
    opening = _opening(ear)
    if opening is not None:
        return opening
    if ear.turns >= _LONGEST:
        return ("next_contact", "close", "end")
    return _protects(ear, traits) or _others(ear) or _identity(ear, traits) or _business(ear, traits)


def _opening(ear: Ear) -> tuple[str, ...] | None:
    heard = ear.heard
    if ear.turns == 0:
        if heard.recorder:
            return ("voicemail", "end")
        return ("screening",) if heard.screening else ("ask_person",)
    if heard.screening:
        return ("screening",)
    return None


_STAGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "distress": (("distress_first",), ("distress_help",), ("distress_close", "end")),
    "child": (("child_close", "end"),),
    "loss": (("loss_sorry",), ("loss_close", "end")),
    "wrong": (("wrong_sorry",), ("wrong_close", "end")),
    "represented": (("rep_ask",), ("rep_close", "end")),
    "stop": (("stop_close", "end"),),
    "complaint": (("complaint_sorry",), ("complaint_noted",), ("close", "end")),
    "dispute": (("dispute_ask",), ("dispute_noted",), ("close", "end")),
    "hardship": (("hardship_heed",), ("hardship_plan",), ("hardship_close", "end")),
}
"""What is said to each thing that comes before the money, one after the other; what stands first wins."""
_MEANS: dict[str, tuple[Intent, ...]] = {
    "distress": (Intent.DISTRESS,),
    "loss": (Intent.DECEASED_OR_INCAPACITY,),
    "wrong": (Intent.WRONG_PERSON,),
    "represented": (Intent.REPRESENTATIVE,),
    "stop": (Intent.STOP_CONTACT,),
    "complaint": (Intent.COMPLAINT,),
    "dispute": (Intent.DISPUTE_DEBT, Intent.DISPUTE_AMOUNT),
    "hardship": (Intent.HARDSHIP,),
}


def _protects(ear: Ear, traits: Traits) -> tuple[str, ...] | None:
    """What was said that comes before the money, now or earlier; the gravest of it leads."""
    for name, stages in _STAGES.items():
        told = ear.heard.child if name == "child" else bool(ear.ever & frozenset(_MEANS[name]))
        if not told or (name in ("dispute", "hardship") and ear.heard.third):
            continue
        if name == "hardship" and not ear.verified and traits.verifies and not ear.done("state"):
            continue  # The trouble is heard; who it is that has it must be known before it is written down.
        if name == "hardship" and Intent.ALREADY_PAID in ear.ever:
            continue
        stage = next((one for one in stages if not ear.done(one[0])), ("close", "end"))
        return (*_who_calls(ear), *stage)
    return None


def _who_calls(ear: Ear) -> tuple[str, ...]:
    """Who asks who calls is told so first, whatever comes next."""
    if not ear.means(Intent.ASK_IDENTITY) or ear.heard.child or ear.done("introduce", "who", "third_who"):
        return ()
    return ("third_who",) if ear.heard.third else ("who",)


def _others(ear: Ear) -> tuple[str, ...] | None:
    """Somebody else on the line, or another time wanted."""
    if ear.heard.third or ear.done("third_hello"):
        if not ear.done("third_hello"):
            return ("third_hello",)
        if ear.means(Intent.ASK_IDENTITY) and not ear.done("third_who"):
            return ("third_who",)
        if not ear.done("third_relay"):
            return ("third_relay",)
        return ("third_close", "end")
    if ear.done("ask_callback"):
        return ("callback_close", "end")
    if ear.means(Intent.NO_TIME):
        return ("ask_callback",)
    if ear.means(Intent.ABUSIVE):
        return ("calm_close", "end") if ear.done("calm") else ("calm",)
    return None


def _identity(ear: Ear, traits: Traits) -> tuple[str, ...] | None:
    if not ear.done("introduce"):
        return ("introduce", "verify_ask") if traits.verifies else ("introduce", "state", "ask_reason")
    if ear.verified and not ear.done("confirmed"):
        return ("confirmed", "state", "ask_reason")
    if ear.verified or ear.done("state"):
        return None
    if ear.times("verify_why") >= 3:
        return ("verify_close", "end")
    if ear.means(Intent.ASK_IDENTITY) and not ear.done("who"):
        return ("who", "verify_why")
    return ("verify_why",)


_PROMISES = (Intent.PROMISE, Intent.PAY_NOW, Intent.PARTIAL_OFFER)


def _business(ear: Ear, traits: Traits) -> tuple[str, ...]:
    answered = _answer(ear)
    if "claim_elements" in ear.moves or ear.means(Intent.ALREADY_PAID):
        return _claim(ear)
    if ear.done("read_back", "read_back_open", "plan_noted"):
        return ("next_contact", "close", "end")
    if ear.ever & frozenset(_PROMISES):
        return (*answered, *_promise(ear))
    if ear.means(Intent.REQUEST_PLAN, Intent.CANNOT_PAY) or ear.done("plan_offer"):
        if not ear.done("plan_offer"):
            return (*answered, "empathise", "plan_offer")
        return (*answered, "plan_amount") if not ear.done("plan_amount") else (*answered, "plan_noted")
    if ear.means(Intent.REFUSE) or ear.done("refuse_listen"):
        return _refusal(ear)
    if ear.means(Intent.FORGOT) and not ear.done("forgot_ok"):
        return (*answered, "forgot_ok", "ask_today")
    if ear.means(Intent.VAGUE_PROMISE) or ear.done("ask_more_date"):
        if not ear.done("ask_more_date"):
            return (*answered, "ask_more_date")
        return (*answered, "ask_partial") if not ear.done("ask_partial") else ("read_back_open",)
    if not ear.done("ask_date", "ask_today"):
        return (*answered, "empathise", "ask_date") if not answered else (*answered, "ask_date")
    if answered:
        return answered
    if ear.times("listen") < 2:
        return ("listen", "ask_more_date") if ear.done("listen") else ("listen",)
    return ("read_back_open",)


def _answer(ear: Ear) -> tuple[str, ...]:
    """The answer to a question, before anything else is asked."""
    if ear.means(Intent.ASK_BALANCE):
        return ("answer_balance",)
    if ear.means(Intent.ASK_HOW_TO_PAY):
        return ("answer_how",)
    if ear.means(Intent.ASK_CONSEQUENCE):
        return ("answer_consequence",)
    if ear.means(Intent.ASK_IDENTITY):
        return ("who",)
    return ()


def _claim(ear: Ear) -> tuple[str, ...]:
    if not ear.done("claim_elements"):
        return ("claim_elements",)
    if not ear.done("claim_missing") and not ear.heard.digits and len(ear.heard.text) < _FULL_ANSWER:
        return ("claim_missing",)
    if not ear.done("claim_noted"):
        return ("claim_noted", "claim_evidence")
    return ("next_contact", "close", "end")


_FULL_ANSWER = 14


def _promise(ear: Ear) -> tuple[str, ...]:
    if not ear.done("ask_channel"):
        return ("ask_channel",)
    return ("read_back",)


def _refusal(ear: Ear) -> tuple[str, ...]:
    for move in ("refuse_listen", "refuse_options"):
        if not ear.done(move):
            return (move,)
    return ("refuse_close", "end")
