"""Intake: a creditor's file becomes cases, balances or payments, or rejects with line, column and remedy.

Start with ``read_file``. Its Reading says what kind of file it is and what is wrong with it as a whole;
``Reading.rows()`` streams PlacementRow, UpdateRow, PaymentRow, RowRejected and RowSkipped items.
"""

from fairdue.intake.as_json import accepted_json, finding_json, rejected_json
from fairdue.intake.layouts import FileKind, Layouts, playbook_layouts, read_layouts
from fairdue.intake.preamble import Term
from fairdue.intake.reading import Reading, read_file
from fairdue.intake.rows import (
    PaymentChannel,
    PaymentRow,
    PlacementRow,
    RowItem,
    RowRejected,
    RowSkipped,
    SkipReason,
    ThirdPartyContact,
    UpdateAction,
    UpdateRow,
)
from fairdue.intake.source import open_source

__all__ = [
    "FileKind",
    "Layouts",
    "PaymentChannel",
    "PaymentRow",
    "PlacementRow",
    "Reading",
    "RowItem",
    "RowRejected",
    "RowSkipped",
    "SkipReason",
    "Term",
    "ThirdPartyContact",
    "UpdateAction",
    "UpdateRow",
    "accepted_json",
    "finding_json",
    "open_source",
    "playbook_layouts",
    "read_file",
    "read_layouts",
    "rejected_json",
]
