"""The five shared files read exactly as a careful reader reads them (expected.json)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from fairdue.intake import (
    FileKind,
    PaymentRow,
    PlacementRow,
    Reading,
    RowItem,
    RowRejected,
    RowSkipped,
    SkipReason,
    UpdateAction,
    UpdateRow,
    accepted_json,
    finding_json,
    playbook_layouts,
    read_file,
    rejected_json,
)
from shared_data import shared

pytestmark = pytest.mark.shared

TODAY = date(2026, 3, 2)


def read(name: str) -> tuple[Reading, list[RowItem]]:
    content = shared(f"placements/{name}").read_bytes()
    reading = read_file(name=name, content=content, as_of_on=TODAY, layouts=playbook_layouts())
    return reading, list(reading.rows())


def expected(name: str) -> dict[str, Any]:
    document = json.loads(shared("placements/expected.json").read_text("utf-8"))
    return dict(document["files"][name])


def placed(items: list[RowItem]) -> list[PlacementRow]:
    return [item for item in items if isinstance(item, PlacementRow)]


def warned(items: list[RowItem]) -> list[tuple[int | None, str | None, str]]:
    return [
        (each.file_line, each.column, each.defect)
        for item in items
        if not isinstance(item, RowRejected)
        for each in item.warnings
    ]


@pytest.mark.parametrize("name", ["01_clean_utf8.csv", "02_messy.xlsx"])
def test_every_accepted_case_has_every_expected_field(name: str) -> None:
    reading, items = read(name)
    rows, wanted = placed(items), expected(name)
    assert reading.kind is FileKind.PLACEMENT
    assert reading.problems == ()
    assert [item for item in items if isinstance(item, RowRejected)] == []
    assert warned(items) == []
    assert len(rows) == len(wanted["accepted"])
    for row, want in zip(rows, wanted["accepted"], strict=True):
        got: dict[str, Any] = dict(accepted_json(row))
        assert {key: got[key] for key in want} == want
    assert (
        list(reading.sealed_columns)[: len(wanted["sealed_third_party_columns"])]
        == (wanted["sealed_third_party_columns"])
    )


def test_the_total_row_of_the_messy_workbook_is_skipped_and_named() -> None:
    reading, items = read("02_messy.xlsx")
    skipped = [item for item in items if isinstance(item, RowSkipped)]
    assert [(item.file_line, item.reason) for item in skipped] == [
        (expected("02_messy.xlsx")["skipped_total_row"], SkipReason.TOTAL)
    ]
    assert reading.creditor_hint == "示例消费金融有限公司"
    assert reading.term is not None
    assert (reading.term.first_on, reading.term.last_on) == (date(2026, 2, 20), date(2026, 5, 20))


def test_each_defect_is_found_at_its_line_and_column() -> None:
    _, items = read("03_defects_gbk.csv")
    want = expected("03_defects_gbk.csv")
    rejected = [rejected_json(item) for item in items if isinstance(item, RowRejected)]
    assert [{key: found[key] for key in ("file_line", "column", "defect")} for found in rejected] == (
        want["rejected"]
    )
    assert [row.case_no for row in placed(items)] == want["accepted_case_nos"]
    assert warned(items) == [(each["file_line"], each["column"], each["defect"]) for each in want["warned"]]


def test_a_message_names_the_remedy_in_both_languages() -> None:
    _, items = read("03_defects_gbk.csv")
    rejected = next(item for item in items if isinstance(item, RowRejected))
    assert "校验位" in rejected_json(rejected)["message"]
    assert "ask the creditor" in finding_json(rejected.problems[0], language="en")["message"]


def test_updates_and_recalls_are_told_apart() -> None:
    reading, items = read("04_update_utf8sig.csv")
    want = expected("04_update_utf8sig.csv")
    rows = [item for item in items if isinstance(item, UpdateRow)]
    assert reading.kind is FileKind.UPDATE
    assert len(rows) == len(items) == 120
    assert [row.case_no for row in rows if row.action is UpdateAction.RECALL] == want["recalled"]
    assert sum(row.action is UpdateAction.UPDATE for row in rows) == want["updated"]


def test_payments_add_up_once_doubles_and_strangers_are_left_out() -> None:
    reading, items = read("05_payments_gb18030.csv")
    want = expected("05_payments_gb18030.csv")
    rows = [item for item in items if isinstance(item, PaymentRow)]
    assert reading.kind is FileKind.PAYMENT
    assert len(rows) == len(items)
    assert warned(items) == []
    doubles = [row.serial_no for row in rows if row.duplicate_of_line is not None]
    assert doubles == [want["duplicate_ignored"]]
    reversals = [(row.serial_no, row.reverses) for row in rows if row.is_reversal]
    assert reversals == [(want["reversal"]["id"], want["reversal"]["of"])]
    counted = [
        row for row in rows if row.duplicate_of_line is None and row.serial_no not in want["unmatched"]
    ]
    assert sum(row.amount_fen for row in counted) == want["net_total_fen"]


def test_no_repr_carries_a_person() -> None:
    for name in ("01_clean_utf8.csv", "05_payments_gb18030.csv"):
        _, items = read(name)
        for item in items[:50]:
            shown = repr(item)
            for attribute in ("name", "id_number", "mobile", "card", "history_note", "employer"):
                value = getattr(item, attribute, None)
                assert not value or str(value) not in shown
