"""What a customer wants or reports in one utterance: the 29 meanings of the labelled sets.

Room: understanding. Only the names and what they mean; who reads them from words stands elsewhere.
"""

from __future__ import annotations

from enum import StrEnum


class Intent(StrEnum):
    """One meaning of what the customer said; an utterance has one to three, the most important first."""

    ALREADY_PAID = "already_paid"
    """Says that the payment was made."""
    FORGOT = "forgot"
    """Forgot the bill or did not notice it."""
    PAY_NOW = "pay_now"
    """Pays at once or today."""
    PROMISE = "promise"
    """Promises a day that can be told."""
    VAGUE_PROMISE = "vague_promise"
    """Promises without a day that can be told: in a few days, after payday, as soon as I can."""
    PARTIAL_OFFER = "partial_offer"
    """Offers a part first."""
    CANNOT_PAY = "cannot_pay"
    """Has no money and gives no particular reason."""
    HARDSHIP = "hardship"
    """Names a hardship: lost work, illness, a misfortune in the family, a failed business, less income."""
    REQUEST_PLAN = "request_plan"
    """Asks for instalments, more time, a reduction or a stop of interest."""
    REFUSE = "refuse"
    """Plainly refuses to pay."""
    NO_TIME = "no_time"
    """Cannot talk now and wants another time."""
    DISPUTE_AMOUNT = "dispute_amount"
    """Contests the amount or a fee."""
    DISPUTE_DEBT = "dispute_debt"
    """Does not own the debt: never applied, another person used it, fraud."""
    WRONG_PERSON = "wrong_person"
    """Wrong number, or the number has a new owner."""
    THIRD_PARTY = "third_party"
    """Somebody else took the call: family, a colleague, a friend."""
    DECEASED_OR_INCAPACITY = "deceased_or_incapacity"
    """The customer has died, lies unconscious, lacks legal capacity, or is in prison."""
    ASK_IDENTITY = "ask_identity"
    """Asks who calls, from where, how the number was found, or whether it is a fraud."""
    ASK_BALANCE = "ask_balance"
    """Asks how much is owed or how it was worked out."""
    ASK_HOW_TO_PAY = "ask_how_to_pay"
    """Asks how to pay."""
    ASK_CONSEQUENCE = "ask_consequence"
    """Asks what follows from not paying."""
    COMPLAINT = "complaint"
    """Announces or makes a complaint."""
    STOP_CONTACT = "stop_contact"
    """Demands no more calls, or another way of contact."""
    REPRESENTATIVE = "representative"
    """A lawyer or an agency acts for the customer."""
    DISTRESS = "distress"
    """Speaks of self-harm or is at the end of their strength."""
    ABUSIVE = "abusive"
    """Insults or threatens the caller."""
    IDENTITY_CONFIRM = "identity_confirm"
    """Confirms being the customer."""
    REFUSE_VERIFICATION = "refuse_verification"
    """Refuses to be verified."""
    AGREE = "agree"
    """Agrees or answers yes."""
    OTHER = "other"
    """None of these: small talk, silence, not heard, off the subject."""


SAFETY_INTENTS: frozenset[Intent] = frozenset(
    {
        Intent.DISPUTE_DEBT,
        Intent.WRONG_PERSON,
        Intent.THIRD_PARTY,
        Intent.DECEASED_OR_INCAPACITY,
        Intent.COMPLAINT,
        Intent.STOP_CONTACT,
        Intent.REPRESENTATIVE,
        Intent.DISTRESS,
        Intent.HARDSHIP,
    }
)
"""The meanings after which ordinary collection must not simply go on: to miss one harms a person."""
