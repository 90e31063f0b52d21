"""The tables. ``case_event`` is append-only and hash-chained; ``case`` is its projection for lists.

No row here is written by screens: the stores in ``fairdue_desk/stores`` are the only writers. Times in
the event log are text exactly as sealed; elsewhere they are moments. Amounts are fen.
"""

from __future__ import annotations

from django.db import models

from fairdue_desk.rows.office_models import (
    AccessToken as AccessToken,
)
from fairdue_desk.rows.office_models import (
    CommissionLine as CommissionLine,
)
from fairdue_desk.rows.office_models import (
    CommissionSettled as CommissionSettled,
)
from fairdue_desk.rows.office_models import (
    DayRun as DayRun,
)
from fairdue_desk.rows.office_models import (
    DayRunStep as DayRunStep,
)
from fairdue_desk.rows.office_models import (
    OwnTemplate as OwnTemplate,
)
from fairdue_desk.rows.office_models import (
    SentFile as SentFile,
)
from fairdue_desk.rows.review_models import (
    AssignedDrill as AssignedDrill,
)
from fairdue_desk.rows.review_models import (
    AwaitingReview as AwaitingReview,
)
from fairdue_desk.rows.review_models import (
    CallReview as CallReview,
)
from fairdue_desk.rows.review_models import (
    CallWords as CallWords,
)
from fairdue_desk.rows.review_models import (
    DrillRun as DrillRun,
)
from fairdue_desk.rows.review_models import (
    ReviewStanding as ReviewStanding,
)
from fairdue_desk.rows.review_models import (
    ReviewStep as ReviewStep,
)
from fairdue_desk.rows.training_models import (
    TrainingEvent as TrainingEvent,
)


class Person(models.Model):
    """One debtor, known by an opaque id; this row is what is locked while acting on the person."""

    person_id = models.CharField(max_length=40, primary_key=True)


class Case(models.Model):
    """The projection of one case's log for lists and searches; rebuilt from the log at any time."""

    case_id = models.CharField(max_length=40, primary_key=True)
    creditor = models.CharField(max_length=120)
    case_no = models.CharField(max_length=80)
    person_id = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    mobile = models.CharField(max_length=40)
    card = models.CharField(max_length=80)
    product = models.CharField(max_length=120)
    batch_no = models.CharField(max_length=80)
    collector = models.CharField(max_length=150)
    status = models.CharField(max_length=20)
    placed_on = models.DateField()
    return_by = models.DateField(null=True)
    overdue_on = models.DateField(null=True)
    overdue_periods = models.IntegerField(null=True)
    amount_fen = models.BigIntegerField()
    principal_fen = models.BigIntegerField(null=True)
    balance_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField()
    attempts = models.IntegerField()
    last_attempt_at = models.DateTimeField(null=True)
    last_reached_at = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=8)
    broken_promises = models.IntegerField()
    kept_promises = models.IntegerField()
    promise_due_on = models.DateField(null=True)
    promise_fen = models.BigIntegerField(null=True)
    broken_on = models.DateField(null=True)
    callback_at = models.DateTimeField(null=True)
    claim_check_on = models.DateField(null=True)
    plan_due_on = models.DateField(null=True)
    held_until = models.DateTimeField(null=True)
    matters = models.IntegerField(default=0)
    matter_since_on = models.DateField(null=True)
    holds = models.CharField(max_length=160)
    usable_numbers = models.IntegerField()
    in_call = models.BooleanField()
    fingerprint = models.CharField(max_length=64)
    event_count = models.IntegerField()
    head_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "case_no"], name="one_case_per_creditor_and_number"),
        ]
        indexes = [
            # Named indexes, not db_index: on PostgreSQL that would add a second index for LIKE to each.
            models.Index(fields=["case_no"], name="case_by_number"),
            models.Index(fields=["person_id"], name="case_by_person"),
            models.Index(fields=["name"], name="case_by_name"),
            models.Index(fields=["mobile"], name="case_by_mobile"),
            models.Index(fields=["card"], name="case_by_card"),
            models.Index(fields=["collector"], name="case_by_collector"),
            models.Index(
                fields=["promise_due_on"],
                name="case_promise_due",
                condition=models.Q(promise_due_on__isnull=False),
            ),
            models.Index(
                fields=["claim_check_on"],
                name="case_claim_check",
                condition=models.Q(claim_check_on__isnull=False),
            ),
            models.Index(
                fields=["callback_at"], name="case_callback", condition=models.Q(callback_at__isnull=False)
            ),
            models.Index(
                fields=["matter_since_on"],
                name="case_open_matter",
                condition=models.Q(matter_since_on__isnull=False),
            ),
            models.Index(fields=["matters"], name="case_matters", condition=models.Q(matters__gt=0)),
        ]


class CaseEvent(models.Model):
    """One row of a case's log. Triggers refuse every UPDATE and DELETE, on both databases."""

    case_id = models.CharField(max_length=40)
    seq = models.IntegerField()
    kind = models.CharField(max_length=40)
    at = models.CharField(max_length=40)
    actor = models.CharField(max_length=150)
    body = models.TextField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_id", "seq"], name="one_event_per_place_in_a_log"),
        ]
        indexes = [
            # A handful of rows among millions: who waits for a second person is looked up at every log-in.
            models.Index(
                fields=["case_id"], name="event_override_asked", condition=models.Q(kind="OverrideAsked")
            ),
        ]


class Decision(models.Model):
    """One answer of the gate. A permit is the decision that carries a permit id."""

    decision_id = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    case_id = models.CharField(max_length=40)
    person_id = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    verdict = models.CharField(max_length=10)
    until = models.DateTimeField(null=True)
    permit_id = models.CharField(max_length=40, null=True, unique=True)
    rules = models.TextField()
    trace = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="decision_latest"),
            models.Index(fields=["case_id"], name="decision_by_case"),
        ]


class ContactAttempt(models.Model):
    """One contact; it cannot exist without the permit that it spent, and no permit opens two."""

    attempt_id = models.CharField(max_length=40, primary_key=True)
    permit = models.OneToOneField(
        Decision,
        to_field="permit_id",
        db_column="permit_id",
        on_delete=models.PROTECT,
        related_name="attempt",
    )
    case_id = models.CharField(max_length=40)
    person_id = models.CharField(max_length=40)
    creditor = models.CharField(max_length=120)
    channel = models.CharField(max_length=40)
    number_key = models.CharField(max_length=40, null=True)
    call_type = models.CharField(max_length=20, null=True)
    initiated_by = models.CharField(max_length=20)
    callee_role = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    civil_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=20, null=True)
    answered_by = models.CharField(max_length=20, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "creditor", "civil_on"], name="attempt_counters"),
            models.Index(fields=["number_key", "civil_on"], name="attempt_number_counter"),
            models.Index(fields=["case_id"], name="attempt_by_case"),
        ]


class Payment(models.Model):
    """One line of a creditor's payment file, kept once by its serial number: posted, queued or sent back."""

    payment_id = models.CharField(max_length=40, primary_key=True)
    creditor = models.CharField(max_length=120)
    serial_no = models.CharField(max_length=120)
    case_id = models.CharField(max_length=40, null=True)
    card = models.CharField(max_length=80)
    amount_fen = models.BigIntegerField()
    posted_on = models.DateField()
    channel = models.CharField(max_length=40, null=True)
    reverses = models.CharField(max_length=40, null=True)
    file_digest = models.CharField(max_length=64)
    # With a default in the database: a million posted lines are written without the columns of the queue.
    case_no = models.CharField(max_length=80, db_default="")
    names = models.CharField(max_length=120, null=True)
    outcome = models.CharField(max_length=10, db_default="posted")
    queue = models.CharField(max_length=20, db_default="")
    booked_on = models.DateField(null=True)
    file_line = models.IntegerField(db_default=0)
    currency = models.CharField(max_length=8, db_default="CNY")
    meant = models.CharField(max_length=40, null=True)
    why = models.TextField(db_default="")
    proposed_by = models.CharField(max_length=150, db_default="")
    decided_by = models.CharField(max_length=150, db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["case_id"], name="payment_by_case"),
            models.Index(fields=["serial_no"], name="payment_by_serial"),
            # Few of a million: reversals, and what waits for a person.
            models.Index(
                fields=["reverses"],
                name="payment_by_reversed",
                condition=models.Q(reverses__isnull=False),
            ),
            models.Index(
                fields=["queue", "posted_on"],
                name="payment_waiting",
                condition=models.Q(outcome="queued"),
            ),
        ]


class PaymentTally(models.Model):
    """What one reading of a payment file brought of one creditor, by what became of its lines."""

    file_digest = models.CharField(max_length=64)
    creditor = models.CharField(max_length=120)
    day = models.DateField()
    received_lines = models.IntegerField()
    received_fen = models.BigIntegerField()
    posted_lines = models.IntegerField()
    posted_fen = models.BigIntegerField()
    reversed_lines = models.IntegerField()
    reversed_fen = models.BigIntegerField()
    queued_lines = models.IntegerField()
    queued_fen = models.BigIntegerField()
    duplicate_lines = models.IntegerField()
    duplicate_fen = models.BigIntegerField()
    refused_lines = models.IntegerField()
    refused_fen = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day", "creditor"], name="tally_by_day")]


class LedgerLine(models.Model):
    """One balanced line of the ledger, at its place in a case's log; a projection like ``Case``.

    Debits are above zero, credits below; the ten accounts of a line add up to nothing.
    """

    pk = models.CompositePrimaryKey("case_id", "seq")
    case_id = models.CharField(max_length=40)
    seq = models.IntegerField()
    movement = models.CharField(max_length=10)
    valued_on = models.DateField()
    booked_on = models.DateField()
    fees = models.BigIntegerField()
    penalty = models.BigIntegerField()
    interest = models.BigIntegerField()
    unsplit = models.BigIntegerField()
    principal = models.BigIntegerField()
    overpaid = models.BigIntegerField()
    handed_back = models.BigIntegerField()
    placed = models.BigIntegerField()
    restated = models.BigIntegerField()
    received = models.BigIntegerField()


class PlacedFile(models.Model):
    """One file that came in, by the digest of its content."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    taken = models.IntegerField()
    rejected = models.IntegerField()
    total_fen = models.BigIntegerField()


class KeyCheck(models.Model):
    """A known text under the key of the house, so that a wrong key is noticed before it does harm."""

    name = models.CharField(max_length=40, primary_key=True)
    digest = models.CharField(max_length=64)


class Attestation(models.Model):
    """What a person vouched for. Triggers refuse every UPDATE and DELETE; moments are text in UTC, as compared.

    ``scope`` is its kind and its name in one, ``creditor:示例银行``; ``ends_at`` is empty for one without an end.
    """

    attestation_id = models.CharField(max_length=40, unique=True)
    fact = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    scope = models.CharField(max_length=240)
    starts_at = models.CharField(max_length=40)
    ends_at = models.CharField(max_length=40)
    evidence = models.TextField()
    stated_by = models.CharField(max_length=150)
    stated_at = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["scope", "ends_at"], name="attestation_by_scope")]


class AttestationWithdrawal(models.Model):
    """That a statement no longer counts, from when on, and by whom; as append-only as the statement itself."""

    attestation_id = models.CharField(max_length=40, primary_key=True)
    at = models.CharField(max_length=40)
    actor = models.CharField(max_length=150)


class Export(models.Model):
    """One file that left the house; it cannot exist without the permit that it spent. Append-only by trigger."""

    permit = models.OneToOneField(
        Decision,
        to_field="permit_id",
        db_column="permit_id",
        on_delete=models.PROTECT,
        related_name="export",
        primary_key=True,
    )
    creditor = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)


class FlowVersion(models.Model):
    """A version of a flow on which a call was opened, as text, so that the call ends on it. Append-only by trigger."""

    version = models.CharField(max_length=64, primary_key=True)
    flow_id = models.CharField(max_length=80)
    kept_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["flow_id", "kept_at"], name="flow_version_by_flow")]
