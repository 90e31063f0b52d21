"""What people vouched for, as values of facts: the narrowest scope decides, and within it the latest word.

Room: compliance. Pure: which statements there are is handed in. A statement that cannot be read is an error,
never a missing value, so that a slip of the pen does not quietly turn into "not known".

>>> read_value("agency_listed", "yes"), read_value("lender_kind", "bank")
(True, 'bank')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import assert_never
from zoneinfo import ZoneInfo

from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.facts import FACT_COLUMNS

ATTESTED_COLUMNS: dict[str, Column] = {name: it for name, it in FACT_COLUMNS.items() if it.attested}
"""What can be vouched for, by name."""

_ASSUMED: dict[str, object] = {name: it.assumed for name, it in ATTESTED_COLUMNS.items()}

_STAFF = (ScopeKind.STAFF,)
_LINE = (ScopeKind.LINE,)
_DEBTS = (ScopeKind.CREDITOR, ScopeKind.BATCH, ScopeKind.CASE)
_PERSON = (ScopeKind.CASE, ScopeKind.CONTACT)
_ANYTHING_ELSE = (ScopeKind.HOUSE, *_DEBTS, ScopeKind.CONTACT)

# A licence is one person's, a registration one line's, and each creditor publishes a list of its own: vouched
# for in the lump, it would cover people and creditors that nobody had in mind.
_SCOPES_OF: dict[str, tuple[ScopeKind, ...]] = {
    **dict.fromkeys(("collector_licensed", "speaker_is_lawyer"), _STAFF),
    **dict.fromkeys(("line_registered", "caller_id_owned"), _LINE),
    **dict.fromkeys(
        (
            "agency_listed",
            "debtor_told_of_agency",
            "agency_information_published",
            "lender_kind",
            "debt_assigned",
            "assignment_notice_given",
            "delegation_terms_agreed",
        ),
        _DEBTS,
    ),
    **dict.fromkeys(
        (
            "inside_inconvenient_time",
            "inconvenient_place",
            "debtor_is_student",
            "third_party_asked_again",
            "third_party_volunteered",
            "channel_opted_out",
            "employer_prohibits_contact",
            "esign_consent",
            "relation_to_debtor",
            "joint_liability_evidenced",
            "counterpart_is_minor",
            "visit_notice_given",
            "vulnerable",
            # Where one person is moves that person's clock; said of a house, it would move everybody's at once.
            "zone",
            "other_zone",
        ),
        _PERSON,
    ),
}


def scopes_of(column: str) -> tuple[ScopeKind, ...]:
    """For what a column can be vouched, the widest scope first. Raises ValueError like ``read_value``."""
    return _SCOPES_OF.get(_attested(column).name, _ANYTHING_ELSE)


def check_scope(column: str, scope: Scope) -> None:
    """Raise ValueError when this column cannot be vouched for in that scope; the message says for what it can."""
    allowed = scopes_of(column)
    if scope.kind not in allowed:
        kinds = ", ".join(kind.value for kind in allowed)
        raise ValueError(f"{column} is vouched for by {kinds}; not by {scope.kind.value}")
    if (scope.kind is ScopeKind.HOUSE) != (not scope.name):
        raise ValueError(
            "every scope but the house has a name: the creditor, the case id, the login, the line"
        )


def attested_facts(
    attestations: Iterable[Attestation], scopes: Sequence[Scope], as_of: datetime
) -> dict[str, object]:
    """Every attested column with its value for an act that these scopes describe, as of a moment.

    What nobody has stated has the value that its column assumes. Raises ValueError, with the id of the statement,
    for one that this version cannot read.
    """
    facts = dict(_ASSUMED)
    for name, statement in deciding(attestations, scopes, as_of).items():
        try:
            facts[name] = read_value(name, statement.value)
        except ValueError as error:
            raise ValueError(f"statement {statement.attestation_id}: {error}; withdraw it") from error
    return facts


def deciding(
    attestations: Iterable[Attestation], scopes: Sequence[Scope], as_of: datetime
) -> Mapping[str, Attestation]:
    """Which statement decides each column: of the narrowest scope, and there the latest."""
    asked = frozenset(scopes)
    found: dict[str, Attestation] = {}
    for one in attestations:
        if one.scope not in asked or not one.holds_at(as_of):
            continue
        other = found.get(one.column)
        if other is None or _rank(one) > _rank(other):
            found[one.column] = one
    return found


def said_of_person(attestations: Iterable[Attestation], scope: Scope, as_of: datetime) -> dict[str, object]:
    """What is stated on another case of the same person and speaks against contacting them anywhere.

    Who is a minor, vulnerable or asked not to be reached on one case is so on all of them; what would only ease
    matters stays with the case it was stated for.
    """
    decided = deciding(attestations, (scope,), as_of)
    return {
        name: True
        for name, statement in decided.items()
        if name in _CAUTIONS and read_value(name, statement.value) is True
    }


def place_of_person(
    attestations: Iterable[Attestation], scopes: Sequence[Scope], as_of: datetime
) -> str | None:
    """Where the person is by what was stated on their other cases: the latest word, or None."""
    said = [
        one for one in attestations if one.column == "zone" and one.scope in scopes and one.holds_at(as_of)
    ]
    latest = max(said, key=lambda one: (one.stated_at, one.attestation_id), default=None)
    return None if latest is None else str(read_value("zone", latest.value))


_CAUTIONS = frozenset(
    {
        "inside_inconvenient_time",
        "inconvenient_place",
        "channel_opted_out",
        "employer_prohibits_contact",
        "counterpart_is_minor",
        "vulnerable",
    }
)
_WIDTH = {kind: place for place, kind in enumerate(ScopeKind)}


def _rank(one: Attestation) -> tuple[int, datetime, str]:
    # Ids break the tie of two statements of one moment, so that the order of reading decides nothing.
    return _WIDTH[one.scope.kind], one.stated_at, one.attestation_id


@lru_cache(maxsize=4096)
def read_value(column: str, text: str) -> object:
    """The value that a text states of a column, as rule files write it.

    Raises ValueError for a column that there is not, for one that is computed, and for a text of another kind;
    the message says what to write.
    """
    it, text = _attested(column), text.strip()
    match it.kind:
        case ColumnKind.YES_NO:
            return _yes_no(column, text)
        case ColumnKind.WORD:
            assert it.words is not None
            return it.words(_one_of(column, text, it))
        case ColumnKind.WORDS:
            assert it.words is not None
            return frozenset(it.words(_one_of(column, word.strip(), it)) for word in text.split(","))
        case ColumnKind.COUNT | ColumnKind.FEN:
            if not text.isascii() or not text.isdecimal():
                unit = "fen" if it.kind is ColumnKind.FEN else "a count"
                raise ValueError(f"{column} is {unit}: write a whole number, such as 2")
            return int(text)
        case ColumnKind.DATE:
            return _civil(column, text)
        case ColumnKind.CLOCK:
            return _clock(column, text)
        case ColumnKind.NAME:
            return _zone_name(column, text)
        case _:
            assert_never(it.kind)


def _attested(column: str) -> Column:
    if column not in FACT_COLUMNS:
        raise ValueError(
            f"there is no fact {column!r}; `fairdue attest list --columns` names those there are"
        )
    it = FACT_COLUMNS[column]
    if not it.attested:
        raise ValueError(f"{column} is computed from the case files; nobody states it")
    return it


_YES, _NO = frozenset({"true", "yes", "是"}), frozenset({"false", "no", "否"})


def _yes_no(column: str, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(f"{column} is yes or no; write yes or no")


def _one_of(column: str, text: str, it: Column) -> str:
    assert it.words is not None
    if text not in set(it.words):
        raise ValueError(f"{column} is one of {', '.join(it.words)}; not {text!r}")
    return text


def _civil(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{column} is a date; write it like 2026-03-02") from error


def _clock(column: str, text: str) -> time:
    try:
        at = time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{column} is a time of day; write it like 18:30") from error
    if at.tzinfo is not None:
        raise ValueError(f"{column} is the time on the wall; write it without a zone")
    return at


def _zone_name(column: str, text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{column} is a time zone by its name, such as America/New_York") from error
