"""The report of one placed file: what was taken, rejected and warned, and its public JSON form.

Room: operations. It collects while the file streams by; for 200,000 rows it stays small because the
accepted rows are kept as finished JSON text, and only when somebody wants them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from fairdue.feedback.payment_queue import Queue
from fairdue.foundation.problem import Problem
from fairdue.intake.as_json import accepted_json, finding_json, rejected_json
from fairdue.intake.layouts import FileKind
from fairdue.intake.rows import PlacementRow, RowRejected
from fairdue.operations.payment_ports import PaymentTally


class Taken(NamedTuple):
    """One line that was taken, for the acknowledgement: where it stood, which case, how much."""

    file_line: int
    case_no: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Restated:
    """A case sent again with other details: which fields differ, never their values."""

    file_line: int
    case_no: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reversal:
    """A payment line that takes an earlier payment back."""

    serial_no: str
    of: str | None


@dataclass(slots=True)
class PlaceReport:
    """What became of one file. Counts are of lines; ``total_fen`` is the sum of the taken amounts."""

    file: str
    digest: str
    kind: FileKind | None
    dry_run: bool
    keep_accepted: bool = False
    file_problems: list[Problem] = field(default_factory=list)
    rejected: list[RowRejected] = field(default_factory=list)
    warned: list[Problem] = field(default_factory=list)
    sealed_columns: tuple[str, ...] = ()
    skipped_total_rows: list[int] = field(default_factory=list)
    taken_lines: list[Taken] = field(default_factory=list)
    accepted_json: list[str] = field(default_factory=list, repr=False)
    new: int = 0
    unchanged: int = 0
    restated: list[Restated] = field(default_factory=list)
    updated: int = 0
    recalled: list[str] = field(default_factory=list)
    posted: int = 0
    already_posted: int = 0
    unmatched: list[str] = field(default_factory=list)
    """The serial numbers of the lines that wait for a case, whatever the queue."""
    queued: dict[Queue, list[str]] = field(default_factory=dict)
    tallies: dict[str, PaymentTally] = field(default_factory=dict)
    duplicates_ignored: list[str] = field(default_factory=list)
    reversals: list[Reversal] = field(default_factory=list)
    net_total_fen: int = 0

    @property
    def unusable(self) -> bool:
        """Could the file not be read at all?"""
        return bool(self.file_problems)

    @property
    def taken_count(self) -> int:
        """Lines taken."""
        return len(self.taken_lines)

    @property
    def total_fen(self) -> int:
        """The sum of the taken lines."""
        return sum(line.amount_fen for line in self.taken_lines)

    def take(self, row: PlacementRow) -> None:
        """Note an accepted placement row."""
        self.taken_lines.append(Taken(row.file_line, row.case_no, row.amount_fen))
        if self.keep_accepted:
            self.accepted_json.append(json.dumps(accepted_json(row), ensure_ascii=False))

    def reject(self, row: RowRejected) -> None:
        """Note a rejected line."""
        self.rejected.append(row)

    def warn_once(self, problem: Problem) -> None:
        """Note a warning about the file as a whole, once."""
        if problem.defect not in {known.defect for known in self.warned if known.file_line is None}:
            self.warned.append(problem)


def json_parts(report: PlaceReport, *, language: str) -> Iterator[str]:
    """The report as the text of one JSON object, in parts, with the keys that apply to its kind.

    ``duplicate_ignored``, ``reversal`` and ``skipped_total_row`` hold one value when there is one and a
    list when there are several; the plural keys beside them are always lists.
    """
    head: dict[str, object] = {
        "file": report.file,
        "kind": None if report.kind is None else report.kind.value,
        "digest": report.digest,
        "dry_run": report.dry_run,
        "problems": [finding_json(problem, language=language) for problem in report.file_problems],
        "rejected": [rejected_json(row, language=language) for row in report.rejected],
        "warned": [finding_json(p, language=language) for p in report.warned if p.file_line is not None],
        "file_warnings": [finding_json(p, language=language) for p in report.warned if p.file_line is None],
    }
    if report.kind is FileKind.PLACEMENT:
        head |= {
            "new": report.new,
            "unchanged": report.unchanged,
            "restated": [
                {"file_line": r.file_line, "case_no": r.case_no, "changed": list(r.changed)}
                for r in report.restated
            ],
            "taken": report.taken_count,
            "total_fen": report.total_fen,
            "sealed_third_party_columns": list(report.sealed_columns),
            "skipped_total_rows": report.skipped_total_rows,
        }
        if report.skipped_total_rows:
            head["skipped_total_row"] = _one_or_list(report.skipped_total_rows)
    elif report.kind is FileKind.UPDATE:
        head |= {"recalled": report.recalled, "updated": report.updated, "unchanged": report.unchanged}
    elif report.kind is FileKind.PAYMENT:
        head |= _payment_part(report)
    text = json.dumps(head, ensure_ascii=False)
    if report.kind is not FileKind.PLACEMENT:
        yield text
        return
    yield text[:-1] + ', "accepted": ['
    for number, item in enumerate(report.accepted_json):
        yield (", " if number else "") + item
    yield "]}"


def _payment_part(report: PlaceReport) -> dict[str, object]:
    reversals = [{"id": r.serial_no, "of": r.of} for r in report.reversals]
    return {
        "posted": report.posted,
        "already_posted": report.already_posted,
        "unmatched": report.unmatched,
        "queued": {queue.value: serial_nos for queue, serial_nos in report.queued.items()},
        "duplicate_ignored": _one_or_list(report.duplicates_ignored),
        "duplicates_ignored": report.duplicates_ignored,
        "reversal": _one_or_list(reversals),
        "reversals": reversals,
        "net_total_fen": report.net_total_fen,
        "tallies": [
            {name: value for name, value in asdict(tally).items() if name not in ("file_digest", "day")}
            for tally in report.tallies.values()
        ],
    }


def _one_or_list(values: list[object] | list[str] | list[int] | list[dict[str, str | None]]) -> object:
    if not values:
        return None
    return values[0] if len(values) == 1 else values
