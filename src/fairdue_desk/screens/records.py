"""Small records that a person writes by hand on a case: a case taken over, an annotation, a callback.

Each is one happening, appended under the lock of the person. What is agreed in a guided call does not come
through here: the call records it by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import CallbackAgreed, CaseAssigned, Happening, NoteAnnotated
from fairdue.conversation.callback import is_quiet
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId, StaffId, numbered
from fairdue.operations.house import House

LONGEST_ANNOTATION = 2_000

NOTHING_WRITTEN = Bilingual("请先写内容。", "Write something first.")
TOO_LONG = Bilingual(
    f"最多 {LONGEST_ANNOTATION} 字，请写要点。", f"At most {LONGEST_ANNOTATION} characters; write the gist."
)
NO_NOTE_YET = Bilingual(
    "本案还没有沟通记录，不能补充。", "This case has no note yet, so there is nothing to annotate."
)
TAKEN_BY_ANOTHER = Bilingual("本案刚刚已由同事接手。", "A colleague has just taken this case.")
NOT_OPEN = Bilingual("本案已不在催收中。", "This case is not open any more.")
MOMENT_UNREADABLE = Bilingual(
    "时间没看懂，请写如 明天上午十点、3月5日 14:30。", "That is no time; write such as 2026-03-05 14:30."
)
MOMENT_BEHIND = Bilingual("这个时间已经过了，请写将来的时间。", "That moment lies behind; name one to come.")
MOMENT_QUIET = Bilingual(
    "这个时间在通常不外呼的时段内，只有客户在通话中明确同意才能约定。",
    "That hour is outside usual calling times; only the customer's express consent in a call can agree it.",
)


def take_case(house: House, *, case_id: CaseId, as_of: datetime, actor: str) -> Bilingual | None:
    """Let ``actor`` take over a case that nobody has; the answer says why not."""

    def taking(case: CaseFile) -> Happening | Bilingual:
        if case.collector not in (None, "", actor):
            return TAKEN_BY_ANOTHER
        return CaseAssigned(StaffId(actor)) if case.is_open else NOT_OPEN

    return _record(house, case_id=case_id, as_of=as_of, actor=actor, wanted=taking)


def annotate_note(
    house: House, *, case_id: CaseId, text: str, as_of: datetime, actor: str
) -> Bilingual | None:
    """Add a correction to the latest note; the note itself stays as it was. The answer says why not."""
    written = text.strip()
    if not written:
        return NOTHING_WRITTEN
    if len(written) > LONGEST_ANNOTATION:
        return TOO_LONG

    def annotating(case: CaseFile) -> Happening | Bilingual:
        return NoteAnnotated(written) if case.dispositions else NO_NOTE_YET

    return _record(house, case_id=case_id, as_of=as_of, actor=actor, wanted=annotating)


def record_callback(
    house: House, *, case_id: CaseId, due_at: datetime | None, as_of: datetime, actor: str
) -> Bilingual | None:
    """Note a call that the customer asked for; the answer says why not."""
    policy = house.flow.policy
    if due_at is None:
        return MOMENT_UNREADABLE
    if due_at <= as_of:
        return MOMENT_BEHIND
    if due_at > as_of + timedelta(days=policy.callback_horizon_days):
        days = policy.callback_horizon_days
        return Bilingual(f"最多约到 {days} 天内，请近一些。", f"At most {days} days ahead; name one sooner.")
    if is_quiet(due_at, policy=policy):
        return MOMENT_QUIET

    def agreeing(case: CaseFile) -> Happening | Bilingual:
        if not case.is_open:
            return NOT_OPEN
        return CallbackAgreed(numbered("cb", case.case_id, len(case.callbacks) + 1), due_at)

    return _record(house, case_id=case_id, as_of=as_of, actor=actor, wanted=agreeing)


def _record(
    house: House,
    *,
    case_id: CaseId,
    as_of: datetime,
    actor: str,
    wanted: Callable[[CaseFile], Happening | Bilingual],
) -> Bilingual | None:
    with house.book.transaction():
        case = house.book.load(case_id)
        house.book.lock_person(case.party.person_id)
        case = house.book.load(case_id)
        happened = wanted(case)
        if isinstance(happened, Bilingual):
            return happened
        house.book.append(case, [happened], at=as_of, actor=actor)
    return None
