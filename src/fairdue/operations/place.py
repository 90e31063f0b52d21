"""Place: a creditor's file becomes cases, updates or payments, whole or not at all.

Room: operations. The kind of file is recognised by its headers. A placement file creates cases, an
update file states balances and recalls cases, a payment file is booked by ``feed_back``. Everything a
file brings is stored in one transaction, so a crash leaves nothing half done; placing the same file
again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from itertools import islice
from typing import TypeVar

from fairdue.casefile.case import CaseStatus
from fairdue.casefile.happening import BalanceUpdated, CaseRecalled, CaseRestated, Happening
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.problem import Problem, Severity
from fairdue.intake.layouts import FileKind
from fairdue.intake.reading import Reading, read_file
from fairdue.intake.rows import (
    PaymentRow,
    PlacementRow,
    RowItem,
    RowRejected,
    RowSkipped,
    SkipReason,
    UpdateAction,
    UpdateRow,
)
from fairdue.operations.follow_up import watch_case
from fairdue.operations.house import House
from fairdue.operations.place_report import PlaceReport, Restated, Taken
from fairdue.operations.placement_case import changed_fields, new_case
from fairdue.operations.ports import FileRecord, KnownCase, NewCase, RowRefused
from fairdue.operations.posting import Posting
from fairdue.operations.reading_ahead import read_ahead

CHUNK = 2_000
PAYMENT_CHUNK = 10_000
LARGE_BYTES = 4 * 2**20
UNSTATED_CREDITOR = "未注明委托方"

Item = TypeVar("Item")


def place_file(
    house: House,
    *,
    name: str,
    content: bytes,
    as_of: datetime,
    actor: str,
    creditor: str | None = None,
    dry_run: bool = False,
    keep_accepted: bool = False,
) -> PlaceReport:
    """Read a file of any of the three kinds and store what it brings.

    ``creditor`` stands in where the file names none. ``dry_run`` stores nothing and reports the
    difference from what is there. ``keep_accepted`` keeps every accepted row's public form in the report
    (for ``--json``); without it a report of 200,000 rows stays small. A file that cannot be read at all
    comes back with ``report.unusable`` and stores nothing.
    """
    reading = read_file(
        name=name,
        content=content,
        as_of_on=civil_date(as_of),
        layouts=house.layouts,
        creditor=creditor,
    )
    report = PlaceReport(
        file=name,
        digest=reading.digest,
        kind=reading.kind,
        dry_run=dry_run,
        keep_accepted=keep_accepted,
        file_problems=[p for p in reading.problems if p.severity is Severity.FILE],
        warned=[p for p in reading.problems if p.severity is Severity.WARNING],
        sealed_columns=reading.sealed_columns,
    )
    if report.unusable:
        return report
    apart = reading.kind is FileKind.PAYMENT and len(content) >= LARGE_BYTES
    if dry_run:
        _take_all(house, reading, report, as_of=as_of, actor=actor, apart=apart)
        return report
    try:
        return _stored(house, reading, report, as_of=as_of, actor=actor, apart=apart)
    except RowRefused as refused:
        return _refused_by_store(refused, name=name, reading=reading)


def _stored(
    house: House, reading: Reading, report: PlaceReport, *, as_of: datetime, actor: str, apart: bool
) -> PlaceReport:
    """Take everything in one transaction. Raises RowRefused, and then nothing is kept."""
    behind = house.book.written_behind() if reading.kind is FileKind.PAYMENT else nullcontext()
    with house.book.transaction(), behind:
        _take_all(house, reading, report, as_of=as_of, actor=actor, apart=apart)
        house.files.record(
            FileRecord(
                digest=reading.digest,
                name=report.file,
                kind=str(reading.kind),
                at=as_of,
                actor=actor,
                taken=report.taken_count,
                rejected=len(report.rejected),
                total_fen=report.total_fen,
            )
        )
    return report


def _refused_by_store(refused: RowRefused, *, name: str, reading: Reading) -> PlaceReport:
    """The report of a file that the store would not take: where, and never what stood there."""
    column = refused.column or refused.table
    problem = Problem(
        name,
        refused.file_line,
        None,
        "refused_by_store",
        Severity.FILE,
        Bilingual(
            f"数据库拒收这一行（{column}：{refused.kind}），整个文件都没有入库；原值可能是个人信息，不在此重复",
            f"the database refused this row ({column}: {refused.kind}) and nothing of the file is stored; "
            "what stood there may be personal and is not repeated",
        ),
        Bilingual(
            f"请核对该行{f'（案件 {refused.case_id}）' if refused.case_id else ''}，改正后重新导入整个文件",
            f"look at this line{f' (case {refused.case_id})' if refused.case_id else ''}, mend it and place the "
            "whole file again",
        ),
    )
    return PlaceReport(
        file=name, digest=reading.digest, kind=reading.kind, dry_run=False, file_problems=[problem]
    )


def _take_all(
    house: House,
    reading: Reading,
    report: PlaceReport,
    *,
    as_of: datetime,
    actor: str,
    apart: bool,
) -> None:
    stated = reading.creditor_hint
    posting = Posting(house, report, stated, as_of, actor)
    rejected = len(report.rejected)
    size = PAYMENT_CHUNK if reading.kind is FileKind.PAYMENT else CHUNK
    for items in read_ahead(_chunks(reading.rows(), size), apart=apart):
        chunk = list(_kept(items, report))
        placements = [row for row in chunk if isinstance(row, PlacementRow)]
        updates = [row for row in chunk if isinstance(row, UpdateRow)]
        payments = [row for row in chunk if isinstance(row, PaymentRow)]
        if placements:
            _take_placements(house, placements, report, stated=stated, as_of=as_of, actor=actor)
        if updates:
            _take_updates(house, updates, report, stated=stated, as_of=as_of, actor=actor)
        if payments:
            posting.post(payments)
    if reading.kind is FileKind.PAYMENT:
        for row in report.rejected[rejected:]:
            posting.refuse(row)
        posting.finish()


def _kept(rows: Iterable[RowItem], report: PlaceReport) -> Iterator[PlacementRow | UpdateRow | PaymentRow]:
    """The rows to store; the others go into the report as they come by."""
    for row in rows:
        if isinstance(row, RowRejected):
            report.reject(row)
        elif isinstance(row, RowSkipped):
            report.warned.extend(row.warnings)
            if row.reason is SkipReason.TOTAL:
                report.skipped_total_rows.append(row.file_line)
        else:
            report.warned.extend(row.warnings)
            yield row


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _take_placements(
    house: House,
    rows: Sequence[PlacementRow],
    report: PlaceReport,
    *,
    stated: str | None,
    as_of: datetime,
    actor: str,
) -> None:
    if stated is None and any(row.creditor is None for row in rows):
        report.warn_once(_creditor_unstated(report.file))
    cases = [
        new_case(
            row,
            creditor=row.creditor or stated or UNSTATED_CREDITOR,
            sealer=house.sealer,
            digest=report.digest,
        )
        for row in rows
    ]
    known = house.book.known([new.case_id for new in cases])
    fresh: list[NewCase] = []
    lines: dict[str, int] = {}
    for row, new in zip(rows, cases, strict=True):
        before = known.get(new.case_id)
        if before is not None and _is_another_person(house, new, before):
            report.reject(_another_person(row))
            continue
        report.take(row)
        if before is None:
            fresh.append(new)
            lines[new.case_id] = row.file_line
        elif before.fingerprint == new.fingerprint:
            report.unchanged += 1
        else:
            _restate(house, new, before, row, report, as_of=as_of, actor=actor)
    report.new += len(fresh)
    if fresh and not report.dry_run:
        try:
            house.book.place_new(fresh, at=as_of, actor=actor)
        except RowRefused as refused:
            refused.file_line = refused.file_line or lines.get(refused.case_id)
            raise


def _is_another_person(house: House, new: NewCase, before: KnownCase) -> bool:
    """Does the same case number now come with another person? Their history must never be mixed."""
    if before.fingerprint == new.fingerprint:
        return False
    return house.book.load(before.case_id).party.person_id != new.placed.party.person_id


def _another_person(row: PlacementRow) -> RowRejected:
    problem = Problem(
        row.file,
        row.file_line,
        None,
        "case_of_another_person",
        Severity.ROW,
        Bilingual("该案件编号已属于另一人", "this case number belongs to another person here"),
        Bilingual(
            "请委托方核对证件号;确为新案的,用新的案件编号",
            "ask the creditor to check the ID; a new case needs a number of its own",
        ),
    )
    return RowRejected(row.file_line, row.file, row.case_no, (problem,))


def _restate(
    house: House,
    new: NewCase,
    before: KnownCase,
    row: PlacementRow,
    report: PlaceReport,
    *,
    as_of: datetime,
    actor: str,
) -> None:
    """The creditor sends a case again with other details: show what differs, and record it."""
    case = house.book.load(before.case_id)
    placed = new.placed
    if any(f'"{placed.file_digest}"' in event.body for event in house.book.events(case.case_id)):
        # The very file was placed before and another after it: an old statement must not undo a newer one.
        report.unchanged += 1
        return
    report.restated.append(Restated(row.file_line, row.case_no, changed_fields(case, placed)))
    if report.dry_run:
        return
    restated = CaseRestated(
        account=placed.account,
        party=placed.party,
        contact_points=placed.contact_points,
        sealed_contacts=placed.sealed_contacts,
        file_digest=placed.file_digest,
        file_line=placed.file_line,
    )
    house.book.append(case, [restated], at=as_of, actor=actor, fingerprint=new.fingerprint)


def _take_updates(
    house: House,
    rows: Sequence[UpdateRow],
    report: PlaceReport,
    *,
    stated: str | None,
    as_of: datetime,
    actor: str,
) -> None:
    found = house.book.find_by_case_nos(sorted({row.case_no for row in rows}))
    for row in rows:
        candidates = found.get(row.case_no, ())
        case_id = _the_one(house, candidates, creditor=row.creditor or stated)
        if case_id is None:
            report.reject(_no_case(row, many=len(candidates) > 1))
            continue
        case = house.book.load(case_id)
        happened = _update_of(row, as_of=as_of)
        if row.action is UpdateAction.RECALL:
            report.recalled.append(row.case_no)
        else:
            report.updated += 1
        report.taken_lines.append(Taken(row.file_line, row.case_no, row.balance_fen or 0))
        already = (
            case.status is CaseStatus.RECALLED
            if row.action is UpdateAction.RECALL
            else (case.balance_restated, case.stated_balance_fen, case.stated_on)
            == (True, row.balance_fen, row.updated_on or civil_date(as_of))
        )
        if already:
            report.unchanged += 1
        elif not report.dry_run:
            house.book.append(case, happened, at=as_of, actor=actor)
            if row.action is UpdateAction.RECALL or case.status is CaseStatus.SETTLED:
                # Nobody looks at a closed case again: what is said of it now is weighed at once.
                watch_case(house, case_id=case_id, as_of=as_of, actor=actor)


def _update_of(row: UpdateRow, *, as_of: datetime) -> list[Happening]:
    on = row.updated_on or civil_date(as_of)
    happened: list[Happening] = []
    if row.balance_fen is not None:
        happened.append(BalanceUpdated(row.balance_fen, on))
    if row.action is UpdateAction.RECALL:
        happened.append(CaseRecalled(on))
    return happened


def _the_one(house: House, candidates: Sequence[CaseId], *, creditor: str | None) -> CaseId | None:
    """The case meant: the only one, or the only one of the stated creditor; None when it is not clear."""
    if creditor is not None:
        meant = (creditor, UNSTATED_CREDITOR) if len(candidates) == 1 else (creditor,)
        candidates = [case_id for case_id in candidates if house.book.load(case_id).account.creditor in meant]
    return candidates[0] if len(candidates) == 1 else None


def _no_case(row: UpdateRow, *, many: bool) -> RowRejected:
    if many:
        defect = "case_ambiguous"
        message = Bilingual("多个委托方使用该案件编号", "several creditors use this case number")
        remedy = Bilingual("加上 --creditor 指明委托方", "name the creditor with --creditor")
    else:
        defect = "case_unknown"
        message = Bilingual("没有该编号的案件", "there is no case with this number")
        remedy = Bilingual("先导入其委案文件", "place the file that brings it first")
    problem = Problem(row.file, row.file_line, None, defect, Severity.ROW, message, remedy)
    return RowRejected(row.file_line, row.file, row.case_no, (problem,))


def _creditor_unstated(file: str) -> Problem:
    return Problem(
        file,
        None,
        None,
        "creditor_unstated_warning",
        Severity.WARNING,
        Bilingual("文件没有写明委托方", "the file does not name its creditor"),
        Bilingual("加上 --creditor 指明委托方", "name it with --creditor"),
    )


__all__ = ["PlaceReport", "place_file"]
