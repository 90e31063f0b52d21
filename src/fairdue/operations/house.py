"""The house: everything the operations need, in one value that the composition root builds.

Room: operations. It holds no state of its own and reads no clock: ``now`` is handed in by the wiring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.compliance.rulebook import Rulebook
from fairdue.conversation.flow import Flow
from fairdue.conversation.session import Speaker
from fairdue.feedback.letters.letterhead import Letterhead
from fairdue.intake.layouts import Layouts
from fairdue.operations.payment_ports import MoneyLedger, PaymentBook
from fairdue.operations.ports import CaseBook, Channel, ContactLedger, FileBook, Ids, Sealer
from fairdue.operations.review_ports import ReviewStores
from fairdue.operations.run_ports import BackOffice
from fairdue.operations.standing_ports import AttestationBook, ExportBook, FlowVersionBook, TokenBook
from fairdue.operations.training_ports import TrainingOffice


@dataclass(frozen=True, slots=True)
class House:
    """The ports and the knowledge of one running house. ``rest_days`` are the holidays on which nobody works."""

    book: CaseBook
    ledger: ContactLedger
    payments: PaymentBook
    money: MoneyLedger
    files: FileBook
    attestations: AttestationBook
    exports: ExportBook
    back_office: BackOffice
    tokens: TokenBook
    flow_versions: FlowVersionBook
    training: TrainingOffice
    reviews: ReviewStores
    sealer: Sealer
    ids: Ids
    channels: Mapping[str, Channel]
    rulebook: Rulebook
    layouts: Layouts
    flow: Flow
    speaker: Speaker
    now: Callable[[], datetime]
    jurisdiction: str = "CN"
    note_language: str = "zh"
    rest_days: frozenset[date] = frozenset()
    letterheads: Mapping[str, Letterhead] = field(default_factory=dict)
    logins: Callable[[], Sequence[str]] = tuple
    """Who can sign in here; none where nobody does, as in a house without a desk."""
