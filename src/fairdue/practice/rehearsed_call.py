"""A rehearsed call: what an invented person does, as the answers a collector would pick on the screen.

Room: practice. It picks from the choices that the prompt really offers, step by step, like a collector
with a keyboard; where its plan does not fit, it ends the call. It knows the step names of ``first_call``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.conversation.heard import Heard
from fairdue.conversation.prompt import Prompt
from fairdue.practice.life import LineAnswer, Outcome

_OPENING: Mapping[Outcome, str] = {
    Outcome.WRONG_NUMBER: "wrong_number",
    Outcome.THIRD_PERSON: "third_person",
    Outcome.HANGS_UP: "hang_up",
    Outcome.CALLBACK: "not_now",
}
_AFTER_DEBT: Mapping[Outcome, str] = {
    Outcome.PROMISES: "later",
    Outcome.CLAIMS_PAID: "paid",
    Outcome.DISPUTES: "dispute",
    Outcome.HARDSHIP: "short",
    Outcome.REFUSES: "unwilling",
}
_GROUNDS = {DisputeGround.AMOUNT: "amount", DisputeGround.DEBT: "debt", DisputeGround.FRAUD: "fraud"}
_HARDSHIPS = {
    ReasonForDefault.UNEMPLOYED: "unemployed",
    ReasonForDefault.INCOME_FELL: "income_fell",
    ReasonForDefault.ILLNESS: "illness",
    ReasonForDefault.FAMILY: "family",
    ReasonForDefault.BUSINESS_FAILED: "business",
}
_FIXED = {
    "verify": "id_last_four",
    "third_person": "relay",
    "callback_confirm": "agreed",
    "paid_read_back": "right",
    "read_back": "agreed",
    "read_back_part": "agreed",
    "read_back_today": "agreed",
    "able": "hardship",
    "unwilling": "refuses",
}


def next_turn(*, prompt: Prompt, answer: LineAnswer, balance_fen: int, as_of: datetime) -> Heard:
    """The next answer to pick for a person whose call comes to ``answer``.

    Only choices that the prompt offers are picked; ``finish`` where there is one and nothing is left to
    say, and at last ``hang_up``. Repeated until the prompt is closed, it always ends.
    """
    offered = {choice.choice_id for choice in prompt.choices}
    planned = _planned(prompt.step, answer, balance_fen, as_of)
    if planned is not None and planned.choice in offered:
        return planned
    return Heard("finish") if "finish" in offered else Heard("hang_up")


def _planned(step: str, answer: LineAnswer, balance_fen: int, as_of: datetime) -> Heard | None:
    if step == "line":
        return Heard(answer.result.value if answer.result is not CallResult.ANSWERED else "answered")
    if step == "who":
        return Heard(_OPENING.get(answer.outcome, "self"))
    if step == "debt":
        return Heard(_AFTER_DEBT.get(answer.outcome, "listens"))
    if step == "callback":
        return Heard("named", at=answer.at or as_of + timedelta(days=1))
    if step == "paid":
        channel = answer.channel.value if answer.channel else ""
        return Heard("told", on=answer.on, amount_fen=answer.amount_fen, channel=channel)
    if step == "pin":
        channel = answer.channel.value if answer.channel else ""
        if answer.amount_fen is None or answer.amount_fen >= balance_fen:
            return Heard("full", on=answer.on, channel=channel)
        return Heard("part", amount_fen=answer.amount_fen, on=answer.on, channel=channel)
    if step == "dispute":
        return Heard(_GROUNDS[answer.ground or DisputeGround.AMOUNT])
    if step == "hardship":
        return Heard(_HARDSHIPS.get(answer.reason or ReasonForDefault.UNEMPLOYED, "unemployed"))
    fixed = _FIXED.get(step)
    return None if fixed is None else Heard(fixed)
