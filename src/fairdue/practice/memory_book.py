"""A case book in memory: the same promises as the database's, for practice and for the soak.

Room: practice. Rows are sealed and chained as everywhere; the state of a case is kept folded beside its rows,
and ``audit`` replays the rows and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, timedelta

from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.event import Event, StoredEvent, log_until, open_event, seal_event
from fairdue.casefile.fold import apply_event
from fairdue.casefile.happening import Happening
from fairdue.feedback.payment_terms import payment_terms
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, PersonId
from fairdue.operations.money_case import MoneyCase, MoneyEntry, append_money, money_case
from fairdue.operations.ports import (
    AmbiguousCase,
    ConcurrentChange,
    KnownCase,
    NewCase,
    StoredLog,
    UnknownCase,
)
from fairdue.operations.projection import COLUMNS, CaseRow, project
from fairdue.practice.memory_journal import Journal

_WEEK = timedelta(days=7)


class MemoryCaseBook:
    """``CaseBook`` in memory. ``log`` holds every row of every case in the order of writing.

    ``sees`` stands between the book and its readers; only a soak that plants a bug hands in another one.
    """

    def __init__(self, journal: Journal, sees: Callable[[CaseFile], CaseFile] = lambda case: case) -> None:
        self.log: list[StoredEvent] = []
        self._sees = sees
        self._journal = journal
        self._rows: dict[CaseId, list[StoredEvent]] = {}
        self._states: dict[CaseId, CaseFile] = {}
        self._fingerprints: dict[CaseId, str] = {}
        self._of_person: dict[PersonId, list[CaseId]] = {}

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside, or nothing."""
        return self._journal.transaction()

    def lock_person(self, person_id: PersonId) -> None:
        """There is one writer; a lock without a transaction is refused all the same."""
        self._journal.must_be_open("a lock lasts as long as its transaction; take it")

    def lock_number(self, number_key: str) -> None:
        """As for the person."""
        self._journal.must_be_open("a lock lasts as long as its transaction; take it")

    def load(self, case_id: CaseId) -> CaseFile:
        """The state that was folded when the last row was written."""
        try:
            return self._sees(self._states[case_id])
        except KeyError:
            raise UnknownCase("no case has this id") from None

    def load_locked(self, case_id: CaseId) -> CaseFile:
        """Lock, then load."""
        case = self.load(case_id)
        self.lock_person(case.party.person_id)
        return case

    def events(self, case_id: CaseId) -> list[StoredEvent]:
        """The rows of one case."""
        return list(self._rows.get(case_id, ()))

    def resolve(self, reference: str, *, creditor: str | None = None) -> CaseId:
        """By id or by case number."""
        found = [
            case_id
            for case_id, case in self._states.items()
            if reference in (case_id, case.account.case_no) and creditor in (None, case.account.creditor)
        ]
        if not found:
            raise UnknownCase("no case has this id or number here")
        if len(found) > 1:
            raise AmbiguousCase("several creditors use this case number; name the creditor")
        return found[0]

    def known(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, KnownCase]:
        """Those that are here, with their fingerprints."""
        return {one: KnownCase(one, self._fingerprints[one]) for one in case_ids if one in self._states}

    def find_by_case_nos(self, case_nos: Sequence[str]) -> Mapping[str, tuple[CaseId, ...]]:
        """By case number."""
        return self._grouped((case.account.case_no, case.case_id) for case in self._states.values())(case_nos)

    def find_by_cards(self, cards: Sequence[str]) -> Mapping[str, tuple[CaseId, ...]]:
        """By account number."""
        return self._grouped((case.account.card, case.case_id) for case in self._states.values())(cards)

    @staticmethod
    def _grouped(pairs: Iterable[tuple[str, CaseId]]) -> _Finder:
        found: dict[str, tuple[CaseId, ...]] = {}
        for key, case_id in pairs:
            found[key] = (*found.get(key, ()), case_id)
        return _Finder(found)

    def cases_of_person(self, person_id: PersonId) -> tuple[CaseId, ...]:
        """All cases of one person, the oldest first."""
        cases = [self._states[one] for one in self._of_person.get(person_id, ())]
        return tuple(
            case.case_id for case in sorted(cases, key=lambda case: (case.account.placed_on, case.case_id))
        )

    def place_new(self, cases: Sequence[NewCase], *, at: datetime, actor: str) -> None:
        """Store new cases with their first rows."""
        self._journal.must_be_open("cases are placed")
        for new in cases:
            if new.case_id in self._states:
                raise ConcurrentChange("the case was placed meanwhile; place the file again")
            row = seal_event(
                case_id=new.case_id, seq=1, at=at, actor=actor, happened=new.placed, prev_hash=""
            )
            state = replay([open_event(row)])
            self._fingerprints[new.case_id] = new.fingerprint
            self._of_person.setdefault(state.party.person_id, []).append(new.case_id)
            self._journal.wrote(lambda new=new, state=state: self._forget(new.case_id, state))  # type: ignore[misc]
            self._keep(new.case_id, [row], state)

    def _forget(self, case_id: CaseId, state: CaseFile) -> None:
        del self._fingerprints[case_id]
        self._of_person[state.party.person_id].remove(case_id)

    def append(
        self,
        case: CaseFile,
        happenings: Sequence[Happening],
        *,
        at: datetime,
        actor: str,
        fingerprint: str | None = None,
    ) -> CaseFile:
        """Append, if the log still ends where ``case`` was read."""
        self._journal.must_be_open("a log is appended to")
        if self._states[case.case_id].head_hash != case.head_hash:
            raise ConcurrentChange("the case changed while this was decided; load it again")
        state, rows = self._states[case.case_id], []
        for happened in happenings:
            row = seal_event(
                case_id=case.case_id,
                seq=state.event_count + 1,
                at=at,
                actor=actor,
                happened=happened,
                prev_hash=state.head_hash,
            )
            rows.append(row)
            state = apply_event(state, open_event(row))
        if not rows:
            return case
        if fingerprint is not None:
            before = self._fingerprints[case.case_id]
            self._fingerprints[case.case_id] = fingerprint
            self._journal.wrote(lambda: self._fingerprints.__setitem__(case.case_id, before))
        self._keep(case.case_id, rows, state)
        return state

    def written_behind(self) -> AbstractContextManager[None]:
        """Nothing is behind."""
        return nullcontext()

    def money_cases(self, *, case_nos: Sequence[str], cards: Sequence[str]) -> Sequence[MoneyCase]:
        """As posting needs them, from the kept states; each is judged from its whole log."""
        return [
            money_case(case, terms=payment_terms(), is_plain=False)
            for case in self._states.values()
            if case.account.case_no in case_nos or case.account.card in cards
        ]

    def record_money(self, entries: Sequence[MoneyEntry], *, at: datetime, actor: str) -> None:
        """One by one."""
        append_money(self, entries, at=at, actor=actor)

    def bring_up(self, cases: Sequence[MoneyCase]) -> None:
        """Nothing to do: the rows are made of the kept states."""

    def _keep(self, case_id: CaseId, rows: list[StoredEvent], state: CaseFile) -> None:
        before = self._states.get(case_id)
        own = self._rows.setdefault(case_id, [])
        had, logged = len(own), len(self.log)

        def undo() -> None:
            del own[had:]
            del self.log[logged:]
            if before is None:
                del self._states[case_id], self._rows[case_id]
            else:
                self._states[case_id] = before

        self._journal.wrote(undo)
        own.extend(rows)
        self.log.extend(rows)
        self._states[case_id] = state

    def iterate(
        self, *, status: str | None = None, creditor: str | None = None, until: datetime | None = None
    ) -> Iterator[CaseFile]:
        """All cases in the order of their ids."""
        for case_id in sorted(self._states):
            case = self._states[case_id]
            if status not in (None, case.status.value) or creditor not in (None, case.account.creditor):
                continue
            if until is None:
                yield case
            elif known := log_until(map(open_event, self._rows[case_id]), until):
                yield replay(known)

    def iterate_ending(self, *, on: date) -> Iterator[CaseFile]:
        """The open cases whose term ends by a day."""
        for case in list(self.iterate(status="open")):
            if case.account.return_by is not None and case.account.return_by <= on:
                yield case

    def load_many(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, CaseFile]:
        """Several at once; unknown ids are left out."""
        return {one: self._states[one] for one in case_ids if one in self._states}

    def work_candidates(self, *, collector: str | None, as_of: datetime, limit: int) -> list[CaseFile]:
        """What is due first, then those never tried, then the larger sums."""
        today = civil_date(as_of)

        def due(row: CaseRow) -> bool:
            dates = (row.promise_due_on, row.claim_check_on)
            called_back = row.callback_at is not None and row.callback_at <= as_of
            return called_back or any(on is not None and on <= today for on in dates)

        rows = [row for row in self._open_rows(collector) if due(row) or not _held(row, as_of)]
        rows.sort(key=lambda row: (not due(row), row.attempts > 0, -row.balance_fen, row.case_id))
        return [self._states[CaseId(row.case_id)] for row in rows[:limit]]

    def _open_rows(self, collector: str | None = None) -> list[CaseRow]:
        return [
            project(case)
            for case in self.iterate(status="open")
            if collector is None or case.collector in (None, collector)
        ]

    def cases_with_overrides(self) -> tuple[CaseId, ...]:
        """The cases on which an override was ever asked for."""
        return tuple(case.case_id for case in self.iterate() if case.overrides)

    def cases_with_matters(self, *, open_only: bool) -> tuple[CaseId, ...]:
        """The cases with a matter, or with an open one."""
        found = (case for case in self.iterate() if (case.open_matters if open_only else case.matters))
        return tuple(case.case_id for case in found)

    def iterate_logs(self, *, case_id: CaseId | None = None) -> Iterator[StoredLog]:
        """Every case as it is kept: the row of the kept state, and the rows of the log."""
        for one in sorted(self._states) if case_id is None else [case_id]:
            row = project(self._states[one])
            columns: dict[str, object] = {name: getattr(row, name) for name in COLUMNS}
            yield StoredLog(one, columns, tuple(self._rows[one]))

    def iterate_events(
        self, *, kinds: frozenset[str], creditor: str | None = None
    ) -> Iterator[tuple[Event, ...]]:
        """The logs case by case, read, with only these kinds of event."""
        for one in sorted(self._states):
            if creditor is None or self._states[one].account.creditor == creditor:
                yield tuple(open_event(row) for row in self._rows[one] if row.kind in kinds)

    def creditors(self) -> list[str]:
        """The creditors that have cases here."""
        return sorted({case.account.creditor for case in self._states.values()})

    def iterate_due(self, *, on: date) -> Iterator[CaseFile]:
        """The open cases on which something may be judged by a day."""
        for row in self._open_rows():
            waits = row.promise_due_on is not None or row.claim_check_on is not None
            planned = row.plan_due_on is not None and row.plan_due_on <= on
            if waits or planned or row.balance_fen <= 0:
                yield self._states[CaseId(row.case_id)]

    def due_cases(self, *, on: date, collector: str | None, limit: int) -> list[CaseFile]:
        """Open cases with something in the diary by a week after a day."""
        until = on + _WEEK

        def first(row: CaseRow) -> date | None:
            called = civil_date(row.callback_at) if row.callback_at is not None else None
            broken = row.broken_on if row.broken_on is not None and row.broken_on >= on - _WEEK else None
            days = (
                called,
                row.promise_due_on,
                broken,
                row.claim_check_on,
                row.plan_due_on,
                row.return_by,
            )
            return min((day for day in days if day is not None and day <= until), default=None)

        due = [(day, row.case_id) for row in self._open_rows(collector) if (day := first(row)) is not None]
        return [self._states[CaseId(case_id)] for _, case_id in sorted(due)[:limit]]


class _Finder:
    """Groups by key, asked for several keys at once."""

    def __init__(self, found: Mapping[str, tuple[CaseId, ...]]) -> None:
        self._found = found

    def __call__(self, keys: Sequence[str]) -> dict[str, tuple[CaseId, ...]]:
        return {key: self._found[key] for key in keys if key in self._found}


def _held(row: CaseRow, as_of: datetime) -> bool:
    return row.held_until is not None and row.held_until > as_of
