"""Prepare: the card before the call, and the list that says which case comes next and why.

Room: operations. Nothing here is stored: asking what would be allowed is not asking for leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.compliance.action import Action
from fairdue.compliance.decision import Decision
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import authorise
from fairdue.foundation.ids import CaseId, PermitId
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House
from fairdue.operations.override import granted_overrides
from fairdue.strategy.allowance import Allowance, Standing, allowance_today, proposed_call
from fairdue.strategy.brief import Brief, prepare_brief
from fairdue.strategy.score import LinkedCase
from fairdue.strategy.work_list import Place, line_up, work_figures_of

CANDIDATES_PER_PLACE = 3
MOST_CANDIDATES = 150


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of the work list: the case, its place with the reasons, and what is allowed now."""

    case: CaseFile
    place: Place
    allowance: Allowance


def prepare_case(house: House, *, case_id: CaseId, as_of: datetime, actor: str = "") -> Brief:
    """Return the preparation card of a case as of a moment. Raises UnknownCase.

    ``actor`` is who looks at it: whose licence counts on a case that nobody has.
    """
    case = house.book.load(case_id)
    return prepare_brief(
        case=case,
        linked=linked_cases(house, case),
        allowance=allowance_of(house, case, as_of=as_of, actor=actor),
        as_of=as_of,
    )


def allowance_of(house: House, case: CaseFile, *, as_of: datetime, actor: str = "") -> Allowance:
    """What may be done on a case today, asked without leaving a trace.

    A call would be made by the collector who has the case, else by ``actor``.
    """
    call = proposed_call(case=case)
    if call is None:
        return allowance_today(case=case, facts=Facts(), rulebook=house.rulebook, as_of=as_of)
    facts = gather_facts(house, case=case, action=call, as_of=as_of, actor=case.collector or actor)
    return allowance_today(
        case=case,
        facts=facts,
        rulebook=house.rulebook,
        as_of=as_of,
        overrides=granted_overrides(case, as_of=as_of),
    )


def linked_cases(house: House, case: CaseFile) -> tuple[LinkedCase, ...]:
    """The person's other cases (共债), the oldest first."""
    others = [c for c in house.book.cases_of_person(case.party.person_id) if c != case.case_id]
    loaded = house.book.load_many(others)
    return tuple(
        LinkedCase(one.case_id, one.account.creditor, one.balance_fen, one.is_open)
        for one in (loaded[case_id] for case_id in others if case_id in loaded)
    )


def work_list(
    house: House, *, collector: str | None, as_of: datetime, limit: int = 40, actor: str = ""
) -> list[WorkItem]:
    """Return the next cases to work, in order, each with the reason for its place.

    Candidates come from the book by what is due; their order is the strategy's. ``collector`` None lists
    everybody's cases. A case that nobody has is judged as if the collector, or ``actor``, would call.
    """
    wanted = min(MOST_CANDIDATES, limit * CANDIDATES_PER_PLACE)
    cases = {
        case.case_id: case
        for case in house.book.work_candidates(collector=collector, as_of=as_of, limit=wanted)
    }
    caller = collector or actor
    allowances = {
        case_id: allowance_of(house, case, as_of=as_of, actor=caller) for case_id, case in cases.items()
    }
    figures = [
        work_figures_of(
            case=case,
            callable_now=allowances[case_id].standing is Standing.ALLOWED,
            as_of=as_of,
            holds=frozenset(hold.kind for hold in allowances[case_id].holds),
        )
        for case_id, case in cases.items()
    ]
    places = line_up(figures=figures, as_of=as_of)
    return [WorkItem(cases[place.case_id], place, allowances[place.case_id]) for place in places[:limit]]


def explain_action(house: House, *, action: Action, as_of: datetime, actor: str = "") -> Decision:
    """What the gate would say to an act at a moment, with its trace; nothing is recorded or spent."""
    case = house.book.load(action.case_id)
    facts = gather_facts(house, case=case, action=action, as_of=as_of, actor=actor)
    return authorise(
        action=action,
        facts=facts,
        rulebook=house.rulebook,
        as_of=as_of,
        permit_id=PermitId("dry"),
        overrides=granted_overrides(case, as_of=as_of),
    )
