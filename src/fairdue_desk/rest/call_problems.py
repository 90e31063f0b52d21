"""What a guided call refuses, as problems: the gate's answer with its rules, a call that moved, a turn that cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from fairdue.compliance.decision import Defer, Outcome, Refuse
from fairdue.compliance.explain import reading_order
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.call_story import NoSuchCall, NoSuchMove
from fairdue.operations.converse import AlreadyInCall, NoCallUnderWay, NoNumber
from fairdue.operations.flow_versions import FlowVersionLost
from fairdue.operations.house import House
from fairdue.operations.negotiate import NothingOwed
from fairdue.operations.ports import ConcurrentChange
from fairdue.operations.steady_turns import CallMoved, CannotEndHere
from fairdue_desk.rest.cases import RuleOut
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.problems import Problem, Refused, answer_with, problem_type


class GateProblem(Problem):
    """The gate said no, or not now: ``until`` is when it is worth asking again; the rules that spoke against it first."""

    verdict: str
    until: str | None = None
    reasons: list[Text]
    rules: list[RuleOut]


class MovedProblem(Problem):
    """The call has moved meanwhile; ``moves`` is how often it has by now."""

    moves: int


def gate_problem(house: House, answer: Defer | Refuse) -> Refused:
    """The gate's answer to a call, with every rule that concerned it."""
    defer = isinstance(answer, Defer)
    return Refused.telling(
        GateProblem(
            type=problem_type("gate-defers" if defer else "gate-refuses"),
            title="The gate says: not now." if defer else "The gate says no.",
            status=409 if defer else 403,
            detail="nothing was dialled; ask again at until" if defer else "nothing was dialled; see reasons",
            verdict="defer" if defer else "refuse",
            until=answer.until.isoformat() if isinstance(answer, Defer) else None,
            reasons=[Text(zh=one.text.zh, en=one.text.en) for one in answer.reasons],
            rules=[
                RuleOut(
                    rule=line.rule_id,
                    outcome=line.outcome.value,
                    text=Text(zh=line.text.zh, en=line.text.en),
                    source=line.citation.title if line.citation else None,
                    article=line.citation.article if line.citation else None,
                )
                for line in reading_order(answer.trace, rulebook=house.rulebook)
                if line.outcome is not Outcome.NOT_APPLICABLE
            ],
        )
    )


def turn_problem(complaints: Sequence[Bilingual]) -> Refused:
    """A turn was not taken; each error says what to send instead, in both languages."""
    return Refused.telling(
        Problem(
            type=problem_type("turn-not-taken"),
            title="Nothing was recorded; the call stands where it stood.",
            status=422,
            detail="each error says what to send instead",
            errors=[{"where": "turn", "what": one.en, "zh": one.zh} for one in complaints],
        )
    )


_TOLD: dict[type[Exception], tuple[int, str, str]] = {
    NoSuchCall: (404, "no-call", "There is no such call on this case."),
    NoSuchMove: (404, "no-move", "The call has no such move."),
    NoCallUnderWay: (409, "call-closed", "The call is wrapped up."),
    AlreadyInCall: (409, "call-elsewhere", "The case is in a call already."),
    NoNumber: (422, "no-number", "There is no number to call."),
    CannotEndHere: (422, "cannot-end-here", "The call cannot be wrapped up here."),
    FlowVersionLost: (409, "flow-version-lost", "The version that the call began on is not held."),
    NothingOwed: (409, "nothing-owed", "There is nothing to negotiate."),
    ConcurrentChange: (409, "changed-meanwhile", "The case changed meanwhile; ask again."),
}


def install_call_problems(api: NinjaAPI) -> None:
    """Turn what a call may refuse into problems; the sentences are those of the operations and name no person."""
    for kind in _TOLD:

        @api.exception_handler(kind)
        def told(request: HttpRequest, error: Exception) -> HttpResponse:
            status, code, title = _TOLD[type(error)]
            return answer_with(
                Problem(type=problem_type(code), title=title, status=status, detail=str(error))
            )

    @api.exception_handler(CallMoved)
    def moved(request: HttpRequest, error: CallMoved) -> HttpResponse:
        return answer_with(
            MovedProblem(
                type=problem_type("call-moved"),
                title="The call has moved meanwhile; nothing was recorded.",
                status=409,
                detail=str(error),
                moves=error.moves,
            )
        )
