"""Returning cases (退案), one or many, and asking to keep one (留案).

Room: operations. What may go back is decided by ``feedback.returning``; here it is recorded, each case under its
person's lock in a transaction of its own, so that a batch that dies goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.case_return import CaseReturned, KeepAnswered, KeepGround, KeepRequested, ReturnReason
from fairdue.feedback.returning import NotReturned, propose_keep, propose_return
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.operations.follow_up import watch_case
from fairdue.operations.house import House


class CaseInCall(RuntimeError):
    """The case is in a call; wrap it up before the case is returned."""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What became of one case of a batch: what was recorded, or the reasons why it stays."""

    case_id: CaseId
    case_no: str
    returned: CaseReturned | None
    reasons: tuple[Reason, ...] = ()


def return_one(
    house: House, *, case_id: CaseId, reason: ReturnReason, as_of: datetime, actor: str, dry_run: bool = False
) -> ReturnLine:
    """Return one case, or say why it stays. Raises UnknownCase when there is no such case."""
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        answer = propose_return(case=case, reason=reason, as_of_on=civil_date(as_of))
        if isinstance(answer, NotReturned):
            return ReturnLine(case_id, case.account.case_no, None, answer.reasons)
        if not dry_run:
            house.book.append(case, [answer], at=as_of, actor=actor)
            # Nobody looks at a closed case again: what the return means for its promises is said at once.
            watch_case(house, case_id=case_id, as_of=as_of, actor=actor)
        return ReturnLine(case_id, case.account.case_no, answer)


def return_many(
    house: House,
    *,
    case_ids: Iterable[CaseId],
    reason: ReturnReason,
    as_of: datetime,
    actor: str,
    dry_run: bool = False,
) -> list[ReturnLine]:
    """Return cases one by one; each that stays is listed with its reasons and stops no other."""
    return [
        return_one(house, case_id=case_id, reason=reason, as_of=as_of, actor=actor, dry_run=dry_run)
        for case_id in case_ids
    ]


def cases_to_return(
    house: House, *, creditor: str, reason: ReturnReason, on: date, case_nos: Sequence[str] = ()
) -> tuple[list[CaseId], list[str]]:
    """The cases of a creditor that a reason is about, and the numbers of a list that this creditor does not have.

    Expired, recalled and settled ones are found; a list or one's own choice names its cases.
    """
    if case_nos:
        found = house.book.find_by_case_nos(sorted(set(case_nos)))
        named = house.book.load_many([case_id for ids in found.values() for case_id in ids])
        own = {c.account.case_no: c.case_id for c in named.values() if c.account.creditor == creditor}
        wanted = list(dict.fromkeys(case_nos))
        return [own[number] for number in wanted if number in own], [n for n in wanted if n not in own]
    if reason is ReturnReason.EXPIRED:
        ending = house.book.iterate_ending(on=on)
        return [case.case_id for case in ending if case.account.creditor == creditor], []
    if reason in (ReturnReason.RECALLED, ReturnReason.SETTLED):
        ended = house.book.iterate(status=reason.value, creditor=creditor)
        return [case.case_id for case in ended if case.given_back is None], []
    return [], []


def return_case(house: House, *, case_id: CaseId, as_of: datetime, actor: str) -> CaseFile:
    """Return a case because its creditor lists it. Returning a case that is not open changes nothing.

    Raises CaseInCall while a call is under way, UnknownCase when there is no such case.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        if case.open_call is not None:
            raise CaseInCall("this case is in a call; wrap the call up, then return the case")
        if not case.is_open:
            return case
        answer = propose_return(case=case, reason=ReturnReason.ON_LIST, as_of_on=civil_date(as_of))
        if isinstance(answer, NotReturned):
            return case
        house.book.append(case, [answer], at=as_of, actor=actor)
        watch_case(house, case_id=case_id, as_of=as_of, actor=actor)
        return house.book.load(case_id)


def ask_to_keep(
    house: House, *, case_id: CaseId, ground: KeepGround, until_on: date, as_of: datetime, actor: str
) -> KeepRequested | NotReturned:
    """Record that the house asks the creditor to leave a case with it (留案), or say why it cannot ask."""
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        answer = propose_keep(case=case, ground=ground, until_on=until_on, as_of_on=civil_date(as_of))
        if isinstance(answer, KeepRequested):
            house.book.append(case, [answer], at=as_of, actor=actor)
        return answer


def answer_keep(
    house: House, *, case_id: CaseId, granted: bool, as_of: datetime, actor: str
) -> KeepAnswered | NotReturned:
    """Record what the creditor said to the request. Only a request that waits can be answered."""
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        if case.keep is None or case.keep.granted is not None or not case.is_open:
            nothing = Bilingual("没有待答复的留案申请", "no request to keep this case waits for an answer")
            return NotReturned((Reason("no_keep_request", nothing),))
        answered = KeepAnswered(civil_date(as_of), granted)
        house.book.append(case, [answered], at=as_of, actor=actor)
        return answered
