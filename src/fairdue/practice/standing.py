"""An ordinary standing for an invented house: whom it works for, who may dial, vouched for by the real operations.

Room: practice. Without it a fresh house may call nobody: that is what the rules want. The evidence says of
itself that it is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state_for_house
from fairdue.operations.house import House

MADE_UP = "虚构凭证 · made up for practice"
A_YEAR = timedelta(days=366)

_OF_THE_HOUSE = (("acting_as", "agency"), ("legal_basis_recorded", "yes"))
_OF_EACH_CREDITOR = (
    ("agency_listed", "yes"),
    ("debtor_told_of_agency", "yes"),
    ("export_within_purpose", "yes"),
    ("separate_consent_given", "yes"),
)


def vouch_for_practice(
    house: House,
    *,
    creditors: Sequence[str],
    collectors: Sequence[str],
    as_of: datetime,
    actor: str = "practice",
) -> int:
    """State that the house is each creditor's listed agency and that each collector holds a licence, for a year.

    The practice house is furnished before anybody can sign in, so that its collectors are taken at their word.

    Returns how many statements were made.
    """
    wanted = [(Scope(ScopeKind.HOUSE), column, value) for column, value in _OF_THE_HOUSE]
    wanted += [
        (Scope(ScopeKind.CREDITOR, creditor), column, value)
        for creditor in creditors
        for column, value in _OF_EACH_CREDITOR
    ]
    wanted += [(Scope(ScopeKind.STAFF, login), "collector_licensed", "yes") for login in collectors]
    for scope, column, value in wanted:
        state_for_house(
            house,
            column=column,
            value=value,
            scope=scope,
            period=Period(as_of, as_of + A_YEAR),
            evidence=MADE_UP,
            as_of=as_of,
            actor=actor,
        )
    return len(wanted)
