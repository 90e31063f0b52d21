"""What a collector does with an utterance: greets, names the company, verifies, asks a day, reads back, closes.

Room: understanding. The acts are read by phrases alone (``fairdue_phrasebook/acts``, one file for each act): the
review of a call reports them with the words they were heard in, and they tell what a customer was asked before
a short answer. Whether an act was allowed is not said here; that is the wording guard and the review.


>>> heard = read_acts("那您看哪天能还上?")[0]
>>> heard.act, "那您看哪天能还上?"[heard.starts:heard.ends]
(<Act.ASK_DATE: 'ask_date'>, '哪天能还上')
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.language.phrasebook import phrasebook
from fairdue.language.readable import Readable, make_readable

LONGEST_UTTERANCE = 2_000
"""Characters of an utterance that are read; a turn of a call is a fraction of it."""


class Act(StrEnum):
    """One thing a collector does by speaking; an utterance often holds several."""

    GREET = "greet"
    """Greets."""
    CHECK_LINE = "check_line"
    """Asks whether the line is heard."""
    ASK_IF_PERSON = "ask_if_person"
    """Asks whether this is the person."""
    ASK_CAN_TALK = "ask_can_talk"
    """Asks whether this is a good moment."""
    NAME_COMPANY = "name_company"
    """Names the agency that calls."""
    NAME_PRINCIPAL = "name_principal"
    """Names the creditor it works for."""
    ANNOUNCE_RECORDING = "announce_recording"
    """Says that the call is recorded."""
    VERIFY_IDENTITY = "verify_identity"
    """Asks the person to prove who they are."""
    CONFIRM_VERIFIED = "confirm_verified"
    """Says that the person is verified."""
    DECLINE_BEFORE_VERIFICATION = "decline_before_verification"
    """Says nothing about the matter before identity is known."""
    VOICEMAIL = "voicemail"
    """Leaves a message."""
    STATE_DEBT = "state_debt"
    """Speaks of a debt."""
    STATE_AMOUNT = "state_amount"
    """States the amount owed."""
    STATE_DUE_OR_OVERDUE = "state_due_or_overdue"
    """States the due date or how long overdue."""
    STATE_NOT_RECEIVED = "state_not_received"
    """Says that no payment has arrived."""
    REMIND_BROKEN_PROMISE = "remind_broken_promise"
    """Reminds of a promise that was not kept."""
    ASK_REASON = "ask_reason"
    """Asks why it was not paid."""
    ASK_PAYMENT_INTENTION = "ask_payment_intention"
    """Asks how the person means to pay."""
    ASK_TODAY = "ask_today"
    """Asks whether it can be settled today."""
    URGE = "urge"
    """Urges to settle soon."""
    ASK_DATE = "ask_date"
    """Asks for a day of payment."""
    ASK_AMOUNT = "ask_amount"
    """Asks how much can be paid."""
    ASK_PARTIAL = "ask_partial"
    """Asks whether a part can be paid first."""
    ASK_CHANNEL = "ask_channel"
    """Asks how the payment is or was made."""
    ASK_PAID_WHEN = "ask_paid_when"
    """Asks when a payment was made."""
    ASK_PAID_AMOUNT = "ask_paid_amount"
    """Asks how much was paid."""
    ASK_THREE_ELEMENTS = "ask_three_elements"
    """Asks when, how much and how a payment was made."""
    ASK_EVIDENCE = "ask_evidence"
    """Asks to keep or show the receipt."""
    ASK_PLAN_WISH = "ask_plan_wish"
    """Asks whether instalments or relief are wanted."""
    ASK_REFUSAL = "ask_refusal"
    """Asks whether the person means not to pay."""
    ASK_DISPUTE = "ask_dispute"
    """Asks what is contested."""
    ASK_CALLBACK_TIME = "ask_callback_time"
    """Asks when to call again."""
    ASK_THIRD_PARTY_TO_PASS_ON = "ask_third_party_to_pass_on"  # noqa: S105
    """Asks a third person to pass a message on."""
    ASK_RELATION = "ask_relation"
    """Asks how the other is related to the person."""
    ASK_REACH_PERSON = "ask_reach_person"
    """Asks whether the person can be reached."""
    ASK_WHO_HANDLES = "ask_who_handles"
    """Asks who handles the matter."""
    OFFER_PLAN = "offer_plan"
    """Offers to apply for a plan."""
    NO_AUTHORITY = "no_authority"
    """Says that it has no power to promise."""
    EXPLAIN_CONSEQUENCE = "explain_consequence"
    """Explains what follows."""
    GIVE_PAYMENT_WAY = "give_payment_way"
    """Tells how to pay."""
    READ_BACK = "read_back"
    """Reads an agreement or a claim back."""
    ASK_CONSENT = "ask_consent"
    """Asks whether that is agreed."""
    ACKNOWLEDGE = "acknowledge"
    """Says that it was noted."""
    TELL_NEXT_CONTACT = "tell_next_contact"
    """Says when or how contact will follow."""
    APOLOGISE = "apologise"
    """Apologises."""
    EMPATHISE = "empathise"
    """Shows understanding."""
    OFFER_HELP_LINE = "offer_help_line"
    """Gives a help or complaint line."""
    REGISTER_COMPLAINT = "register_complaint"
    """Registers a complaint."""
    REGISTER_DISPUTE = "register_dispute"
    """Registers a dispute."""
    REGISTER_HARDSHIP = "register_hardship"
    """Registers a hardship."""
    STOP_COLLECTING = "stop_collecting"
    """Says that collecting stops."""
    ASK_ANYTHING_ELSE = "ask_anything_else"
    """Asks whether there is anything else."""
    THANK = "thank"
    """Thanks."""
    CLOSE = "close"
    """Ends the call politely."""


@dataclass(frozen=True, slots=True)
class ActHeard:
    """An act and the words it was heard in: a stretch, half open, of the text that was handed in.

    ``group`` is the group of phrases, unique in the phrasebook, such as tell_next_contact.again.
    """

    act: Act
    starts: int
    ends: int
    group: str


def read_acts(text: str | Readable) -> tuple[ActHeard, ...]:
    """Every act heard in ``text``, each group once, in the order they are said. Any text is taken.

    Of a longer text the first ``LONGEST_UTTERANCE`` characters are read.
    """
    readable = make_readable(text[:LONGEST_UTTERANCE]) if isinstance(text, str) else text
    found = [
        ActHeard(Act(cue.group.means), *readable.original(cue.starts, cue.ends), cue.group.name)
        for cue in phrasebook("acts").cues(readable.text)
    ]
    return tuple(sorted(found, key=lambda heard: (heard.starts, heard.ends, heard.group)))
