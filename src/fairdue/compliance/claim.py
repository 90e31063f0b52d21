"""Claims: what a sentence, message or letter says, as far as a fact must stand behind it before it may be said.

Room: compliance. The wording guard judges words; this is the other half: whoever writes a sentence names the
claims it makes, and the gate asks whether the facts of the case allow them (rules README 1.5: the sentence
may be spoken only if it is filled from verified fields). The classes C01 to C25 of wording stand behind them.
"""

from __future__ import annotations

from enum import StrEnum


class Claim(StrEnum):
    """One thing said that a rule speaks about. The order is the order of bits in SQL; new ones go last."""

    DEBT_FACT = "debt_fact"
    AMOUNT = "amount"
    CONTRACT_CONSEQUENCE = "contract_consequence"
    LITIGATION = "litigation"
    LEGAL_ACTION_TAKEN = "legal_action_taken"
    CRIMINAL_CONSEQUENCE = "criminal_consequence"
    DEFAULTER_LIST = "defaulter_list"
    CREDIT_RECORD = "credit_record"
    CREDIT_REPAIR_PROGRAMME = "credit_repair_programme"
    RELIEF = "relief"
    HEIR_LIABILITY = "heir_liability"
    DEADLINE = "deadline"
    BODILY_THREAT = "bodily_threat"
    INSULT = "insult"
    PUBLIC_EXPOSURE = "public_exposure"
    SOFT_VIOLENCE = "soft_violence"
    THIRD_PARTY_PRESSURE = "third_party_pressure"
    FALSE_PRETEXT = "false_pretext"
    BORROW_OR_SELL = "borrow_or_sell"
    UNREASONABLE_PAYMENT = "unreasonable_payment"
    PARTIAL_SETTLEMENT = "partial_settlement"
    MARKETING = "marketing"
    LEGAL_PROCESS_DOCUMENT = "legal_process_document"


class SpokenAs(StrEnum):
    """In whose name the words are said or the letter is written."""

    OWN_ORGANISATION = "own_organisation"
    PRINCIPAL = "principal"
    INDIVIDUAL = "individual"
    LAWYER = "lawyer"
    GOVERNMENT = "government"
    COURT_OR_POLICE = "court_or_police"
    CREDIT_BUREAU = "credit_bureau"
    OTHER_IDENTITY = "other_identity"


class Document(StrEnum):
    """What kind of paper or message is sent, where the law speaks of the kind."""

    COLLECTION_LETTER = "collection_letter"
    COLLECTION_MESSAGE = "collection_message"
    VALIDATION_NOTICE = "validation_notice"
    DISPUTE_REPLY = "dispute_reply"
    FINAL_NOTICE = "final_notice"
    RECEIPT = "receipt"
    PLAN_AGREEMENT = "plan_agreement"
    ARREARS_STATEMENT = "arrears_statement"
