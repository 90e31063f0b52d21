"""Posting: the lines of a creditor's payment file, each matched to its case and booked once.

Room: operations. A line posted before is known by creditor and serial number. What finds no case waits
in the unmatched queue; nothing is guessed. After the last line, promises and claims on the cases that
got money are judged at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import PaymentPosted
from fairdue.feedback.payment_matching import (
    Candidate,
    IncomingPayment,
    Matched,
    match_payment,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.foundation.problem import Problem, Severity
from fairdue.intake.rows import PaymentRow, RowRejected
from fairdue.operations.house import House
from fairdue.operations.place_report import PlaceReport, Reversal, Taken
from fairdue.operations.ports import PaymentRecord


def payment_id_of(*, creditor: str, serial_no: str) -> PaymentId:
    """The payment's own id: the same creditor and serial number give the same id everywhere."""
    digest = hashlib.sha256(f"{creditor}\x1f{serial_no}".encode()).hexdigest()
    return PaymentId("py" + digest[:20])


def post_rows(
    house: House,
    rows: Sequence[PaymentRow],
    report: PlaceReport,
    *,
    stated: str | None,
    as_of: datetime,
    actor: str,
) -> set[CaseId]:
    """Book these lines inside the caller's transaction; returns the cases that got money."""
    by_case_no = house.book.find_by_case_nos(sorted({row.case_no for row in rows if row.case_no}))
    by_card = house.book.find_by_cards(sorted({row.card for row in rows if row.card}))
    wanted = {case_id for ids in (*by_case_no.values(), *by_card.values()) for case_id in ids}
    cases = dict(house.book.load_many(sorted(wanted)))
    touched: set[CaseId] = set()
    for row in rows:
        if row.duplicate_of_line is not None:
            report.duplicates_ignored.append(row.serial_no)
            continue
        case_id = _case_of(row, by_case_no, by_card, cases, stated=stated)
        case = None if case_id is None else cases[case_id]
        booked = _post_one(house, row, case, report, stated=stated, as_of=as_of, actor=actor)
        if booked is not None:
            cases[booked.case_id] = booked
            touched.add(booked.case_id)
    return touched
