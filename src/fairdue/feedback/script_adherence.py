"""How far a call followed the order that a call has: which steps were taken, late, or left out.

Room: feedback. The steps are those of the guided call, heard as acts (``understanding.acts``) and never word for
word: a collector who says it in their own words follows the script. A step that the call gave no occasion for is
no step left out. Whether what was said was allowed is told by the findings, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call_outcome import commitment_of
from fairdue.feedback.call_reading import AgentTurn, CallReading, discloses
from fairdue.feedback.call_result import result_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.acts import Act


class Step(StrEnum):
    """A step of a call, in the order in which a call has them."""

    GREET = "greet"
    NAME_COMPANY = "name_company"
    NAME_CREDITOR = "name_creditor"
    ANNOUNCE_RECORDING = "announce_recording"
    VERIFY_IDENTITY = "verify_identity"
    STATE_DEBT = "state_debt"
    ASK_REASON = "ask_reason"
    ASK_INTENTION = "ask_intention"
    READ_BACK = "read_back"
    TELL_NEXT_CONTACT = "tell_next_contact"
    CLOSE = "close"

    @property
    def says(self) -> Bilingual:
        """The step in words."""
        return _SAYS[self]


class Taken(StrEnum):
    """What became of a step."""

    IN_ORDER = "in_order"
    LATE = "late"
    """Taken, yet after what it has to come before."""
    LEFT_OUT = "left_out"
    NO_OCCASION = "no_occasion"


_SAYS = {
    Step.GREET: Bilingual("问候", "greet"),
    Step.NAME_COMPANY: Bilingual("报出公司", "name the company"),
    Step.NAME_CREDITOR: Bilingual("说明委托方", "name the creditor"),
    Step.ANNOUNCE_RECORDING: Bilingual("告知录音", "announce the recording"),
    Step.VERIFY_IDENTITY: Bilingual("核实身份", "verify identity"),
    Step.STATE_DEBT: Bilingual("说明欠款", "state the debt"),
    Step.ASK_REASON: Bilingual("询问原因", "ask for the reason"),
    Step.ASK_INTENTION: Bilingual("询问还款打算", "ask how the person means to pay"),
    Step.READ_BACK: Bilingual("复述约定", "read the agreement back"),
    Step.TELL_NEXT_CONTACT: Bilingual("告知下次联系", "tell the next contact"),
    Step.CLOSE: Bilingual("礼貌结束", "close politely"),
}
_ACTS: dict[Step, tuple[Act, ...]] = {
    Step.GREET: (Act.GREET,),
    Step.NAME_COMPANY: (Act.NAME_COMPANY,),
    Step.NAME_CREDITOR: (Act.NAME_PRINCIPAL,),
    Step.ANNOUNCE_RECORDING: (Act.ANNOUNCE_RECORDING,),
    Step.VERIFY_IDENTITY: (Act.VERIFY_IDENTITY,),
    Step.STATE_DEBT: (Act.STATE_DEBT, Act.STATE_AMOUNT, Act.STATE_DUE_OR_OVERDUE),
    Step.ASK_REASON: (Act.ASK_REASON,),
    Step.ASK_INTENTION: (
        Act.ASK_PAYMENT_INTENTION,
        Act.ASK_TODAY,
        Act.ASK_DATE,
        Act.ASK_AMOUNT,
        Act.ASK_PARTIAL,
        Act.ASK_PLAN_WISH,
        Act.OFFER_PLAN,
    ),
    Step.READ_BACK: (Act.READ_BACK, Act.ASK_CONSENT),
    Step.TELL_NEXT_CONTACT: (Act.TELL_NEXT_CONTACT,),
    Step.CLOSE: (Act.CLOSE,),
}
_BEFORE_THE_DEBT = frozenset(
    {
        Step.GREET,
        Step.NAME_COMPANY,
        Step.NAME_CREDITOR,
        Step.ANNOUNCE_RECORDING,
        Step.VERIFY_IDENTITY,
    }
)
_ABOUT_MONEY = frozenset({Step.STATE_DEBT, Step.ASK_REASON, Step.ASK_INTENTION})
_ONLY_TO_THE_CUSTOMER = frozenset({Step.NAME_CREDITOR, Step.ANNOUNCE_RECORDING, Step.VERIFY_IDENTITY})
_NOBODY_TO_ASK = frozenset(
    {ResultCode.WP, ResultCode.TM, ResultCode.TR, ResultCode.DC, ResultCode.LR, ResultCode.HU, ResultCode.CB}
)
_MONEY_CAN_WAIT = frozenset({ResultCode.CM, ResultCode.HS, ResultCode.ST, ResultCode.DS})


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step; ``turn`` is the number of the turn in which it was taken first, None where it was not."""

    step: Step
    taken: Taken
    turn: int | None


@dataclass(frozen=True, slots=True)
class Adherence:
    """Every step in the order of the script."""

    steps: tuple[StepTaken, ...]

    @property
    def share(self) -> float | None:
        """The share of the steps with an occasion that were taken in order, 0 to 1; None where there was none."""
        due = [one for one in self.steps if one.taken is not Taken.NO_OCCASION]
        return sum(one.taken is Taken.IN_ORDER for one in due) / len(due) if due else None

    def of(self, step: Step) -> StepTaken:
        """What became of one step."""
        return next(one for one in self.steps if one.step is step)


def adherence(reading: CallReading, *, result: ResultCode | None = None) -> Adherence:
    """Hold a call against the order of the script.

    ``result`` is the result code of the call where it is known already; else it is read from the call. Steps that
    have to come before the debt is named are late when they come after it.
    """
    result = result or result_of(reading)
    named_at = next((one.turn.number for one in reading.agent if discloses(one)), None)
    return Adherence(tuple(_step(step, reading, result, named_at) for step in Step))


def _step(step: Step, reading: CallReading, result: ResultCode, named_at: int | None) -> StepTaken:
    turn = next((one.turn.number for one in reading.agent if _takes(step, one)), None)
    if turn is not None:
        late = step in _BEFORE_THE_DEBT and named_at is not None and turn > named_at
        return StepTaken(step, Taken.LATE if late else Taken.IN_ORDER, turn)
    return StepTaken(
        step, Taken.LEFT_OUT if _has_occasion(step, reading, result) else Taken.NO_OCCASION, None
    )


def _takes(step: Step, heard: AgentTurn) -> bool:
    if step is Step.NAME_COMPANY and heard.state.named:
        return True
    return heard.does(*_ACTS[step]) or (step is not Step.NAME_COMPANY and _names(step, heard))


def _names(step: Step, heard: AgentTurn) -> bool:
    if step is not Step.NAME_CREDITOR:
        return False
    creditor = heard.context.facts.get("creditor")
    return isinstance(creditor, str) and bool(creditor) and creditor in heard.turn.text


def _has_occasion(step: Step, reading: CallReading, result: ResultCode) -> bool:
    if not reading.agent:
        return False
    if result in _NOBODY_TO_ASK and step in _ABOUT_MONEY | _ONLY_TO_THE_CUSTOMER:
        return False
    if result in _MONEY_CAN_WAIT and step in _ABOUT_MONEY:
        return False
    if step is Step.READ_BACK:
        return commitment_of(reading) is not None
    return not (step in (Step.TELL_NEXT_CONTACT, Step.CLOSE) and reading.hung_up)
