"""The contact ledger on Django's database: decisions, spent permits, attempts and their counters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction

from fairdue.casefile.contact_attempt import CONNECTED_RESULTS, AnsweredBy, CallResult
from fairdue.foundation.fold import fold
from fairdue.foundation.ids import AttemptId, CaseId, DecisionId, PermitId, PersonId
from fairdue.operations.ports import AttemptRecord, ContactCounts, CountedAttempt, DecisionRecord, PermitSpent
from fairdue_desk.rows.models import ContactAttempt, Decision

_CONNECTED = frozenset(result.value for result in CONNECTED_RESULTS)
# Somebody picked up and hung up before saying who they are: nobody knows that it was not the customer.
_MAYBE_DEBTOR = frozenset({AnsweredBy.DEBTOR.value, AnsweredBy.UNKNOWN_PERSON.value})
_CONTACTS_OF_WEEK = """
    SELECT person_id, creditor, number_key, channel, call_type, initiated_by, result, answered_by,
           callee_role, started_at
    FROM rows_contactattempt
    WHERE civil_on BETWEEN %s AND %s AND (person_id = %s OR number_key = %s)
"""
_MACHINE = AnsweredBy.MACHINE.value
_HOUR, _DAY, _SIX_DAYS = timedelta(hours=1), timedelta(days=1), timedelta(days=6)


class DjangoContactLedger:
    """``ContactLedger`` on SQLite or PostgreSQL."""

    def counts(
        self,
        *,
        person_id: PersonId,
        creditor: str,
        number_key: str | None,
        on: date,
        as_of: datetime,
        zone: ZoneInfo,
    ) -> ContactCounts:
        """Count the week's few rows; a contact under way counts as if it will reach the customer.

        One plain statement: the gate asks this for every act and every line of the work list, and the
        query builder alone would take longer than the database.
        """
        with connection.cursor() as cursor:
            # A day more on either side: the zone may have been another when the rows were written.
            span = [on - _SIX_DAYS - _DAY, on + _DAY]
            cursor.execute(_CONTACTS_OF_WEEK, [*span, person_id, number_key or ""])
            rows = cursor.fetchall()
        notify = effective = visits = unanswered = hour = week = 0
        for who, whose, number, channel, call_type, begun_by, result, answered_by, role, at in rows:
            day = _aware(at).astimezone(zone).date()
            if not on - _SIX_DAYS <= day <= on:
                continue
            by_agent = begun_by == "agent"
            called = by_agent and channel == "phone"
            under_way, connected = result is None, result in _CONNECTED
            today = day == on
            if who == person_id and fold(whose) == fold(creditor):
                visits += today and channel == "in_person"
                notify += today and called and call_type == "notify" and (under_way or connected)
                reached = connected and answered_by in _MAYBE_DEBTOR
                effective += today and called and call_type == "interactive" and (under_way or reached)
                hour += called and _aware(at) > as_of - _HOUR and role != "third_party"
                week += by_agent and role != "third_party"
            if number_key is not None and number == number_key:
                # A machine that answers is nobody: it must not be dialled without end.
                unanswered += today and called and not (connected and answered_by != _MACHINE)
        return ContactCounts(notify, effective, unanswered, visits, hour, week)

    def record_decision(self, decision: DecisionRecord) -> None:
        """Keep an answer of the gate."""
        Decision.objects.create(
            decision_id=decision.decision_id,
            at=decision.at,
            actor=decision.actor,
            case_id=decision.case_id,
            person_id=decision.person_id,
            action=decision.action,
            verdict=decision.verdict,
            until=decision.until,
            permit_id=decision.permit_id,
            rules=json.dumps(list(decision.rules)),
            trace=decision.trace,
        )

    def open_attempt(self, attempt: AttemptRecord) -> None:
        """Store the attempt; the unique permit column refuses the second use of a permit."""
        if not connection.in_atomic_block:
            raise RuntimeError("an attempt is opened inside book.transaction(), with its permit")
        try:
            with transaction.atomic():
                ContactAttempt.objects.create(
                    attempt_id=attempt.attempt_id,
                    permit_id=attempt.permit_id,
                    case_id=attempt.case_id,
                    person_id=attempt.person_id,
                    creditor=attempt.creditor,
                    channel=attempt.channel,
                    number_key=attempt.number_key,
                    call_type=attempt.call_type,
                    initiated_by=attempt.initiated_by,
                    callee_role=attempt.callee_role,
                    started_at=attempt.started_at,
                    civil_on=attempt.civil_on,
                )
        except IntegrityError as error:
            raise PermitSpent(
                "this permit has opened a contact before; ask the gate for a new one"
            ) from error

    def close_attempt(
        self, attempt_id: AttemptId, *, result: CallResult, answered_by: AnsweredBy, at: datetime
    ) -> None:
        """Store how it ended; a contact ends once."""
        ContactAttempt.objects.filter(attempt_id=attempt_id, result__isnull=True).update(
            result=result.value, answered_by=answered_by.value, ended_at=at
        )

    def decisions_of(self, case_id: CaseId) -> list[DecisionRecord]:
        """The newest first."""
        rows = Decision.objects.filter(case_id=case_id).order_by("-at", "-decision_id")
        return [decision_record(row) for row in rows]

    def attempts_of(self, case_ids: Sequence[CaseId]) -> dict[CaseId, list[CountedAttempt]]:
        """Read in the order of their ids."""
        found: dict[CaseId, list[CountedAttempt]] = {}
        for row in ContactAttempt.objects.filter(case_id__in=case_ids).order_by("attempt_id"):
            found.setdefault(CaseId(row.case_id), []).append(_counted(row))
        return found


def _counted(row: ContactAttempt) -> CountedAttempt:
    record = AttemptRecord(
        attempt_id=AttemptId(row.attempt_id),
        permit_id=PermitId(row.permit_id),
        case_id=CaseId(row.case_id),
        person_id=PersonId(row.person_id),
        creditor=row.creditor,
        channel=row.channel,
        number_key=row.number_key,
        call_type=row.call_type,
        initiated_by=row.initiated_by,
        callee_role=row.callee_role,
        started_at=row.started_at,
        civil_on=row.civil_on,
    )
    return CountedAttempt(record, row.result, row.answered_by)


def _aware(moment: datetime) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def decision_record(row: Decision) -> DecisionRecord:
    """Read one stored decision."""
    return DecisionRecord(
        decision_id=DecisionId(row.decision_id),
        at=row.at,
        actor=row.actor,
        case_id=CaseId(row.case_id),
        person_id=PersonId(row.person_id),
        action=row.action,
        verdict=row.verdict,
        until=row.until,
        permit_id=PermitId(row.permit_id) if row.permit_id else None,
        rules=tuple(json.loads(row.rules)),
        trace=row.trace,
    )
