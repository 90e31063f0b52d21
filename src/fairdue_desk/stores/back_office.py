"""Runs of the end of a day, sent files, own templates and settled commissions on Django's database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from fairdue.feedback.commission import SettledLine
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import PaymentId, PermitId
from fairdue.operations.ports import PermitSpent
from fairdue.operations.run_ports import (
    OwnTemplate,
    RunRecord,
    SentFile,
    SettledStatement,
    StepRecord,
    StepState,
)
from fairdue_desk.rows import models as rows
from fairdue_desk.stores.run_lock import RunLock


class DjangoRunBook(RunLock):
    """``RunBook`` on SQLite or PostgreSQL; the lock is that of ``run_lock``."""

    def last_finished_on(self) -> date | None:
        """The latest day that was closed."""
        return _day(rows.DayRun.objects.filter(finished_at__isnull=False).order_by("-on").first())

    def first_unfinished_on(self) -> date | None:
        """The earliest day that was begun and not closed in any round."""
        closed = rows.DayRun.objects.filter(finished_at__isnull=False).values("on")
        return _day(rows.DayRun.objects.exclude(on__in=closed).order_by("on").first())

    def of_day(self, on: date) -> Sequence[RunRecord]:
        """In the order of their rounds."""
        return [_run(row) for row in rows.DayRun.objects.filter(on=on).order_by("round")]

    def recent(self, limit: int) -> Sequence[RunRecord]:
        """The newest first."""
        found = rows.DayRun.objects.order_by("-on", "-round").prefetch_related("steps")[:limit]
        return [_run(row) for row in found]

    def begin(self, run: RunRecord) -> None:
        """Keep a new run."""
        rows.DayRun.objects.create(
            run_id=run.run_id,
            on=run.on,
            round=run.round,
            as_of=run.as_of,
            version=run.version,
            actor=run.actor,
            started_at=run.started_at,
        )

    def begin_step(self, step: StepRecord) -> None:
        """Keep a step."""
        self._keep(step)

    def progress(self, step: StepRecord) -> None:
        """Keep how far it has come, in the transaction of what it did."""
        if not connection.in_atomic_block:
            raise RuntimeError("progress is kept inside book.transaction(), with what was done")
        self._keep(step)

    def end_step(self, step: StepRecord) -> None:
        """Keep how it ended."""
        self._keep(step)

    def finish(self, run_id: str, *, at: datetime) -> None:
        """Set once."""
        rows.DayRun.objects.filter(run_id=run_id, finished_at__isnull=True).update(finished_at=at)

    def _keep(self, step: StepRecord) -> None:
        rows.DayRunStep.objects.update_or_create(
            run_id=step.run_id,
            step=step.step,
            defaults={
                "place": step.place,
                "state": step.state.value,
                "started_at": step.started_at,
                "finished_at": step.finished_at,
                "counts": json.dumps(dict(step.counts), sort_keys=True),
                "digest": step.digest,
                "done": json.dumps(list(step.done), ensure_ascii=False),
                "note": step.note,
            },
        )


def _day(row: rows.DayRun | None) -> date | None:
    return None if row is None else row.on


def _run(row: rows.DayRun) -> RunRecord:
    steps = sorted((_step(step) for step in row.steps.all()), key=lambda step: step.place)
    return RunRecord(
        row.run_id,
        row.on,
        row.round,
        # The database answers in UTC; a run that is taken up must go by the very moment it began with.
        row.as_of.astimezone(CHINA),
        row.version,
        row.actor,
        row.started_at,
        row.finished_at,
        tuple(steps),
    )


def _step(row: rows.DayRunStep) -> StepRecord:
    return StepRecord(
        row.run_id,
        row.place,
        row.step,
        StepState(row.state),
        row.started_at,
        row.finished_at,
        json.loads(row.counts),
        row.digest,
        tuple(json.loads(row.done)),
        row.note,
    )


_SENT = (
    "run_id",
    "creditor",
    "template",
    "name",
    "digest",
    "rows",
    "paid_in_period_fen",
    "paid_fen",
    "balance_fen",
    "as_of",
    "at",
    "actor",
    "moves_chain",
)


class DjangoSentBook:
    """``SentBook`` on SQLite or PostgreSQL."""

    def record(self, sent: SentFile) -> None:
        """Keep a file; its permit is the key."""
        if not connection.in_atomic_block:
            raise RuntimeError("a file is kept inside book.transaction(), with its permit")
        try:
            with transaction.atomic():
                rows.SentFile.objects.create(
                    permit_id=sent.permit_id, **{name: getattr(sent, name) for name in _SENT}
                )
        except IntegrityError as error:
            raise PermitSpent("this run has sent this file before; the permit of that time counts") from error

    def of_run(self, run_id: str) -> Sequence[SentFile]:
        """In the order of sending."""
        return [_sent(row) for row in rows.SentFile.objects.filter(run_id=run_id).order_by("at", "name")]

    def last(self, *, creditor: str, template: str, before: datetime) -> SentFile | None:
        """The latest of the chain before a moment."""
        chain = rows.SentFile.objects.filter(
            creditor=creditor, template=template, moves_chain=True, as_of__lt=before
        )
        row = chain.order_by("-as_of", "-at").first()
        return None if row is None else _sent(row)

    def recent(self, limit: int) -> Sequence[SentFile]:
        """The newest first."""
        return [_sent(row) for row in rows.SentFile.objects.order_by("-at", "name")[:limit]]


def _sent(row: rows.SentFile) -> SentFile:
    return SentFile(PermitId(row.permit_id), *(getattr(row, name) for name in _SENT))


class DjangoTemplateBook:
    """``TemplateBook`` on SQLite or PostgreSQL."""

    def own(self) -> Sequence[OwnTemplate]:
        """The latest text of each."""
        latest = {row.template_id: row for row in rows.OwnTemplate.objects.order_by("id")}
        return [
            OwnTemplate(name, latest[name].text, latest[name].saved_at, latest[name].saved_by)
            for name in sorted(latest)
        ]

    def save(self, template: OwnTemplate) -> None:
        """Add a text; the older ones stay."""
        rows.OwnTemplate.objects.create(
            template_id=template.template_id,
            text=template.text,
            saved_at=template.saved_at,
            saved_by=template.saved_by,
        )


class DjangoCommissionBook:
    """``CommissionBook`` on SQLite or PostgreSQL."""

    def settled(self, creditor: str) -> Sequence[SettledStatement]:
        """The earliest first."""
        found = rows.CommissionSettled.objects.filter(creditor=creditor).order_by("since_on")
        return [_statement(row) for row in found.prefetch_related("lines")]

    def settle(self, statement: SettledStatement) -> None:
        """Keep a statement with its lines; the payment is the key of a line."""
        if not connection.in_atomic_block:
            raise RuntimeError("a statement is settled inside book.transaction()")
        kept = rows.CommissionSettled.objects.create(
            creditor=statement.creditor,
            since_on=statement.since_on,
            until_on=statement.until_on,
            digest=statement.digest,
            base_fen=statement.base_fen,
            commission_fen=statement.commission_fen,
            at=statement.at,
            actor=statement.actor,
        )
        rows.CommissionLine.objects.bulk_create(
            rows.CommissionLine(
                payment_id=line.payment_id,
                statement=kept,
                amount_fen=line.amount_fen,
                commission_fen=line.commission_fen,
            )
            for line in statement.lines
        )


def _statement(row: rows.CommissionSettled) -> SettledStatement:
    lines = sorted(
        (
            SettledLine(PaymentId(line.payment_id), line.amount_fen, line.commission_fen)
            for line in row.lines.all()
        ),
        key=lambda line: line.payment_id,
    )
    return SettledStatement(
        row.creditor,
        row.since_on,
        row.until_on,
        row.digest,
        row.base_fen,
        row.commission_fen,
        row.at,
        row.actor,
        tuple(lines),
    )
