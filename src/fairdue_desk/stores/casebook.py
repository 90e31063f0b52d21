"""The case book on Django's database: logs, projections, locks, bulk placing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Q

from fairdue.casefile.case import CaseFile, CaseStatus, replay
from fairdue.casefile.event import Event, StoredEvent, log_until, open_event, seal_event
from fairdue.casefile.fold import apply_event
from fairdue.casefile.happening import Happening
from fairdue.feedback.ledger import ledger_line
from fairdue.feedback.payment_terms import payment_terms
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, PersonId
from fairdue.operations.money_case import MoneyCase, MoneyEntry
from fairdue.operations.ports import (
    AmbiguousCase,
    ConcurrentChange,
    KnownCase,
    NewCase,
    StoredLog,
    UnknownCase,
)
from fairdue.operations.projection import COLUMNS, CaseRow, project
from fairdue_desk.rows.models import Case, CaseEvent, Person
from fairdue_desk.stores.behind import written_behind
from fairdue_desk.stores.bulk import EVENT_COLUMNS, fetch_in, insert_persons, insert_rows
from fairdue_desk.stores.case_rows import row_values_of
from fairdue_desk.stores.money_cases import bring_up_plain, read_money_cases, write_money
from fairdue_desk.stores.money_ledger import write_lines

# Nearly every row is open, so an index on that is a detour: the ended ones are left out instead.
_ENDED = tuple(status.value for status in CaseStatus if status is not CaseStatus.OPEN)
_STREAM = 2_000
_LOCK_OF_NUMBERS = 70418  # any number that no other advisory lock of the house uses
_BROKEN_FRESH_DAYS = 7


class DjangoCaseBook:
    """``CaseBook`` on SQLite or PostgreSQL."""

    def transaction(self) -> AbstractContextManager[None]:
        """One database transaction; nested calls join it."""
        return _joined_transaction()

    def lock_person(self, person_id: PersonId) -> None:
        """Lock the person's row. SQLite has one writer at a time already, from BEGIN IMMEDIATE on."""
        if not connection.in_atomic_block:
            raise RuntimeError("a lock lasts as long as its transaction; open book.transaction() first")
        if connection.vendor == "postgresql":
            Person.objects.select_for_update().filter(person_id=person_id).first()

    def lock_number(self, number_key: str) -> None:
        """Lock the number by an advisory lock, as it has no row. SQLite has one writer at a time already."""
        if not connection.in_atomic_block:
            raise RuntimeError("a lock lasts as long as its transaction; open book.transaction() first")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_OF_NUMBERS, number_key]
                )

    def load(self, case_id: CaseId) -> CaseFile:
        """Replay one log."""
        rows = self.events(case_id)
        if not rows:
            raise UnknownCase("no case has this id; look it up by its number with `fairdue cases`")
        return replay(open_event(row) for row in rows)

    def load_locked(self, case_id: CaseId) -> CaseFile:
        """Lock first, so that what is read is what will be acted on."""
        person_id = Case.objects.filter(case_id=case_id).values_list("person_id", flat=True).first()
        if person_id is not None:
            self.lock_person(PersonId(person_id))
        return self.load(case_id)

    def events(self, case_id: CaseId) -> list[StoredEvent]:
        """One case's rows in order."""
        rows = CaseEvent.objects.filter(case_id=case_id).order_by("seq").values_list(*EVENT_COLUMNS)
        return [StoredEvent(*row) for row in rows]

    def resolve(self, reference: str, *, creditor: str | None = None) -> CaseId:
        """By id first, then by case number."""
        wanted = Q(case_id=reference) | Q(case_no=reference)
        cases = Case.objects.filter(wanted)
        if creditor is not None:
            cases = cases.filter(creditor=creditor)
        found = list(cases.values_list("case_id", flat=True)[:2])
        if not found:
            raise UnknownCase(
                "no case has this id or number here; place its file first, or list cases with `fairdue cases`"
            )
        if len(found) > 1:
            raise AmbiguousCase("several creditors use this case number; add --creditor, or give the case id")
        return CaseId(found[0])

    def known(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, KnownCase]:
        """Cases of this file that are here already."""
        sql = "SELECT case_id, fingerprint FROM rows_case WHERE case_id {in}"
        return {
            CaseId(str(row[0])): KnownCase(CaseId(str(row[0])), str(row[1]))
            for row in fetch_in(sql, case_ids)
        }

    def find_by_case_nos(self, case_nos: Sequence[str]) -> Mapping[str, tuple[CaseId, ...]]:
        """By case number."""
        return _grouped(
            "SELECT case_no, case_id FROM rows_case WHERE case_no {in} ORDER BY case_no, case_id", case_nos
        )

    def find_by_cards(self, cards: Sequence[str]) -> Mapping[str, tuple[CaseId, ...]]:
        """By account number."""
        return _grouped("SELECT card, case_id FROM rows_case WHERE card {in} ORDER BY card, case_id", cards)

    def cases_of_person(self, person_id: PersonId) -> tuple[CaseId, ...]:
        """By person, the oldest placement first."""
        cases = Case.objects.filter(person_id=person_id).order_by("placed_on", "case_id")
        return tuple(CaseId(case_id) for case_id in cases.values_list("case_id", flat=True))

    def place_new(self, cases: Sequence[NewCase], *, at: datetime, actor: str) -> None:
        """Persons, case rows and first events, three statements for the whole batch."""
        events = [
            seal_event(case_id=new.case_id, seq=1, at=at, actor=actor, happened=new.placed, prev_hash="")
            for new in cases
        ]
        moment = datetime.fromisoformat(events[0].at) if events else at
        states = [
            replay([Event(row.case_id, 1, moment, actor, new.placed, row.hash)])
            for row, new in zip(events, cases, strict=True)
        ]
        insert_persons([state.party.person_id for state in states])
        insert_rows(
            "rows_case",
            (*COLUMNS, "fingerprint"),
            [(*row_values_of(state), new.fingerprint) for state, new in zip(states, cases, strict=True)],
        )
        insert_rows("rows_caseevent", EVENT_COLUMNS, [_event_values(row) for row in events])
        terms = payment_terms()
        opened = zip(states, events, cases, strict=True)
        write_lines(
            ledger_line(None, state, Event(row.case_id, 1, moment, actor, new.placed, row.hash), terms)
            for state, row, new in opened
        )

    def append(
        self,
        case: CaseFile,
        happenings: Sequence[Happening],
        *,
        at: datetime,
        actor: str,
        fingerprint: str | None = None,
    ) -> CaseFile:
        """Append to the log and bring the projection up to it, in the caller's transaction."""
        if not connection.in_atomic_block:
            raise RuntimeError("a log is appended to inside book.transaction()")
        state, rows, lines = case, [], []
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
            event = open_event(row)
            before, state = state, apply_event(state, event)
            lines.append(ledger_line(before, state, event, payment_terms()))
        if not rows:
            return case
        columns = {name: value for name, value in _columns(project(state)) if name != "case_id"}
        if fingerprint is not None:
            columns["fingerprint"] = fingerprint
        # The head as it was read is part of the condition: who comes second changes nothing and is told.
        changed = Case.objects.filter(case_id=case.case_id, head_hash=case.head_hash).update(**columns)
        if changed != 1:
            raise ConcurrentChange("the case changed while this was decided; load it again")
        insert_rows("rows_caseevent", EVENT_COLUMNS, [_event_values(row) for row in rows])
        write_lines(lines)
        return state

    def written_behind(self) -> AbstractContextManager[None]:
        """A thread of its own on PostgreSQL."""
        return written_behind()

    def money_cases(self, *, case_nos: Sequence[str], cards: Sequence[str]) -> Sequence[MoneyCase]:
        """Two statements for a chunk of a file; logs are replayed only where money changes more than money."""
        return read_money_cases(case_nos, cards, replayed=_replayed)

    def record_money(self, entries: Sequence[MoneyEntry], *, at: datetime, actor: str) -> None:
        """Events and ledger lines in bulk."""
        if not connection.in_atomic_block:
            raise RuntimeError("a log is appended to inside book.transaction()")
        write_money(entries, at=at, actor=actor)

    def bring_up(self, cases: Sequence[MoneyCase]) -> None:
        """In one statement for those on which only money changed, from their whole logs for the others."""
        bring_up_plain([case for case in cases if case.is_plain])
        whole = {case.case_id: case for case in cases if not case.is_plain}
        ids = list(whole)
        for start in range(0, len(ids), _STREAM):
            for state in _replayed(ids[start : start + _STREAM]):
                columns = {name: value for name, value in _columns(project(state)) if name != "case_id"}
                known = Case.objects.filter(case_id=state.case_id, head_hash=whole[state.case_id].read_hash)
                if known.update(**columns) != 1:
                    raise ConcurrentChange("a case changed while money was posted; place the file again")

    def iterate(
        self, *, status: str | None = None, creditor: str | None = None, until: datetime | None = None
    ) -> Iterator[CaseFile]:
        """Stream case files by keyset, so that memory stays flat and no cursor stays open."""
        cases = Case.objects.order_by("case_id")
        if status is not None:
            cases = cases.filter(status=status)
        if creditor is not None:
            cases = cases.filter(creditor=creditor)
        last = ""
        while ids := list(cases.filter(case_id__gt=last).values_list("case_id", flat=True)[:_STREAM]):
            yield from _replayed(ids, until=until)
            last = ids[-1]

    def iterate_ending(self, *, on: date) -> Iterator[CaseFile]:
        """The ids first, since whoever asks ends the cases while they stream."""
        cases = Case.objects.filter(status="open", return_by__lte=on).order_by("case_id")
        ids = list(cases.values_list("case_id", flat=True))
        for start in range(0, len(ids), _STREAM):
            yield from _replayed(ids[start : start + _STREAM])

    def load_many(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, CaseFile]:
        """Replay several logs with one query a thousand."""
        found: dict[CaseId, CaseFile] = {}
        for start in range(0, len(case_ids), _STREAM):
            found.update((case.case_id, case) for case in _replayed(case_ids[start : start + _STREAM]))
        return found

    def cases_with_overrides(self) -> tuple[CaseId, ...]:
        """From a partial index; its condition is written out, since a parameter would not meet it on SQLite."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT case_id FROM rows_caseevent WHERE kind = 'OverrideAsked' ORDER BY case_id"
            )
            return tuple(CaseId(row[0]) for row in cursor.fetchall())

    def cases_with_matters(self, *, open_only: bool) -> tuple[CaseId, ...]:
        """From a partial index, the longest open first; ended cases too, since their people are owed an answer."""
        wanted = Q(matter_since_on__isnull=False) if open_only else Q(matters__gt=0)
        found = Case.objects.filter(wanted).order_by("matter_since_on", "case_id")
        return tuple(CaseId(case_id) for case_id in found.values_list("case_id", flat=True))

    def work_candidates(self, *, collector: str | None, as_of: datetime, limit: int) -> list[CaseFile]:
        """Each group is taken from an index and cut to the limit, so that 200,000 cases stay fast."""
        today = as_of.astimezone(CHINA).date()
        cases = Case.objects.exclude(status__in=_ENDED)
        if collector is not None:
            cases = cases.filter(Q(collector=collector) | Q(collector=""))
        free = cases.filter(Q(held_until__isnull=True) | Q(held_until__lte=as_of))
        groups = (
            cases.filter(callback_at__lte=as_of).order_by("callback_at"),
            cases.filter(promise_due_on__lte=today).order_by("promise_due_on"),
            cases.filter(broken_on__gte=today - timedelta(days=_BROKEN_FRESH_DAYS)).order_by("-broken_on"),
            cases.filter(claim_check_on__lte=today).order_by("claim_check_on"),
            free.filter(attempts=0, promise_due_on__isnull=True).order_by("-balance_fen"),
            free.filter(promise_due_on__isnull=True).order_by("-balance_fen"),
        )
        ids: dict[str, None] = {}
        for group in groups:
            if len(ids) < limit:
                ids.update(dict.fromkeys(group.values_list("case_id", flat=True)[:limit]))
        chosen = list(ids)[:limit]
        loaded = self.load_many([CaseId(case_id) for case_id in chosen])
        return [loaded[CaseId(case_id)] for case_id in chosen if CaseId(case_id) in loaded]

    def iterate_logs(self, *, case_id: CaseId | None = None) -> Iterator[StoredLog]:
        """Stream what lies in the tables, unread and unjudged; logs whose case row is gone come last."""
        cases = Case.objects.order_by("case_id")
        if case_id is not None:
            cases = cases.filter(case_id=case_id)
        last = ""
        while rows := list(cases.filter(case_id__gt=last).values(*COLUMNS)[:_STREAM]):
            ids = [row["case_id"] for row in rows]
            logs: dict[str, list[StoredEvent]] = {one: [] for one in ids}
            for event in _stored_events(ids):
                logs[event.case_id].append(event)
            for row in rows:
                yield StoredLog(CaseId(row["case_id"]), row, tuple(logs[row["case_id"]]))
            last = ids[-1]
        orphans = CaseEvent.objects.exclude(case_id__in=Case.objects.values("case_id"))
        if case_id is not None:
            orphans = orphans.filter(case_id=case_id)
        for orphan in orphans.values_list("case_id", flat=True).distinct().order_by("case_id"):
            yield StoredLog(CaseId(orphan), None, tuple(self.events(CaseId(orphan))))

    def iterate_events(
        self, *, kinds: frozenset[str], creditor: str | None = None
    ) -> Iterator[tuple[Event, ...]]:
        """Stream logs by keyset; a row of a kind that is not asked for is never parsed."""
        cases = Case.objects.order_by("case_id")
        if creditor is not None:
            cases = cases.filter(creditor=creditor)
        last = ""
        while ids := list(cases.filter(case_id__gt=last).values_list("case_id", flat=True)[:_STREAM]):
            wanted = (row for row in _stored_events(ids) if row.kind in kinds)
            for _, log in groupby(wanted, key=lambda row: row.case_id):
                yield tuple(open_event(row) for row in log)
            last = ids[-1]

    def creditors(self) -> list[str]:
        """The creditors that have cases here."""
        return list(Case.objects.order_by("creditor").values_list("creditor", flat=True).distinct())

    def iterate_due(self, *, on: date) -> Iterator[CaseFile]:
        """Stream the open cases on which something may be judged by a day."""
        due = Q(promise_due_on__isnull=False) | Q(claim_check_on__isnull=False)
        due |= Q(plan_due_on__lte=on) | Q(balance_fen__lte=0)
        ids = list(
            Case.objects.filter(due, status="open").order_by("case_id").values_list("case_id", flat=True)
        )
        for start in range(0, len(ids), _STREAM):
            yield from _replayed(ids[start : start + _STREAM])

    def due_cases(self, *, on: date, collector: str | None, limit: int) -> list[CaseFile]:
        """Each kind from its own index, cut to the limit."""
        until = on + timedelta(days=7)
        cases = Case.objects.exclude(status__in=_ENDED)
        if collector is not None:
            cases = cases.filter(Q(collector=collector) | Q(collector=""))
        broken_from = on - timedelta(days=_BROKEN_FRESH_DAYS)
        groups = (
            cases.filter(callback_at__date__lte=until).order_by("callback_at"),
            cases.filter(promise_due_on__lte=until).order_by("promise_due_on"),
            cases.filter(broken_on__gte=broken_from).order_by("broken_on"),
            cases.filter(claim_check_on__lte=until).order_by("claim_check_on"),
            cases.filter(plan_due_on__lte=until).order_by("plan_due_on"),
            cases.filter(return_by__lte=until).order_by("return_by"),
        )
        ids = dict.fromkeys(
            case_id for group in groups for case_id in group.values_list("case_id", flat=True)[:limit]
        )
        return list(self.load_many([CaseId(case_id) for case_id in ids]).values())


@contextmanager
def _joined_transaction() -> Iterator[None]:
    with transaction.atomic():
        yield


def _stored_events(case_ids: Sequence[str]) -> Iterator[StoredEvent]:
    names = ", ".join(EVENT_COLUMNS)
    sql = f"SELECT {names} FROM rows_caseevent WHERE case_id {{in}} ORDER BY case_id, seq"  # noqa: S608
    return (StoredEvent(*row) for row in fetch_in(sql, case_ids))  # type: ignore[arg-type]


def _replayed(case_ids: Sequence[str], *, until: datetime | None = None) -> Iterator[CaseFile]:
    events = (open_event(row) for row in _stored_events(case_ids))
    for _, log in groupby(events, key=lambda event: event.case_id):
        if until is None:
            yield replay(log)
        elif known := log_until(log, until):
            yield replay(known)


def _grouped(sql: str, values: Sequence[str]) -> dict[str, tuple[CaseId, ...]]:
    found: dict[str, list[CaseId]] = {}
    for key, case_id in fetch_in(sql, values):
        found.setdefault(str(key), []).append(CaseId(str(case_id)))
    return {key: tuple(ids) for key, ids in found.items()}


def _event_values(row: StoredEvent) -> tuple[object, ...]:
    return (row.case_id, row.seq, row.kind, row.at, row.actor, row.body, row.prev_hash, row.hash)


def _columns(row: CaseRow) -> Iterator[tuple[str, object]]:
    return ((name, getattr(row, name)) for name in COLUMNS)
