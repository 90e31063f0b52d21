"""Attest: a person vouches for what cannot be computed, withdraws it, and looks at what stands.

Room: operations. What was stated is kept for ever; a statement that turns out wrong is withdrawn, and the
right one is stated beside it. What was written for the machine to read is checked before it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.compliance.attested import check_scope, read_value
from fairdue.compliance.override import same_person
from fairdue.foundation.civil import Period
from fairdue.foundation.fold import fold
from fairdue.foundation.ids import CaseId
from fairdue.operations.house import House

THE_HOUSE = "house:"
"""What the names begin with in which the house itself acts; a colon stands in no login."""
FROM_A_SHELL = "cli:"
LONGEST_OF_STAFF = timedelta(days=366)
"""How long one statement about a member of staff can hold."""


def state(
    house: House,
    *,
    column: str,
    value: str,
    scope: Scope,
    period: Period,
    evidence: str,
    as_of: datetime,
    actor: str,
) -> Attestation:
    """Vouch for one fact, for a scope and a period, by name.

    A statement about a member of staff is kept under the login as the house knows it, however it was typed.

    Raises ValueError, which says what to write, for a column that nobody states, a value of another kind, a scope
    that does not fit, a login that there is not, a period that is over, a statement without evidence, one by whom it
    would license, and one in the house's own name; UnknownCase for a case that is not here.
    """
    if is_the_house(actor):
        raise ValueError("only the house itself states as the house; state it under a login of your own")
    about = scope
    if scope.kind is ScopeKind.STAFF:
        read_value(column, value)
        check_scope(column, scope)
        about = Scope(scope.kind, login_of(house, scope.name))
    return state_for_house(
        house,
        column=column,
        value=value,
        scope=about,
        period=period,
        evidence=evidence,
        as_of=as_of,
        actor=actor,
    )


def is_the_house(actor: str) -> bool:
    """Is this a name in which the house itself acts, like ``house:exam``? Nobody from outside may use one."""
    return fold(actor).casefold().lstrip().startswith(THE_HOUSE)


def state_for_house(
    house: House,
    *,
    column: str,
    value: str,
    scope: Scope,
    period: Period,
    evidence: str,
    as_of: datetime,
    actor: str,
) -> Attestation:
    """``state`` for the house itself, which states in its own name what it computed, of logins that it knows."""
    read_value(column, value)
    check_scope(column, scope)
    _require_known(house, scope)
    if period.ends_at is not None and period.ends_at <= as_of:
        raise ValueError("the period is over already; say until when it will hold")
    if scope.kind is ScopeKind.STAFF and _longer_than_a_year(period):
        raise ValueError(
            "what is vouched of a member of staff holds for a year at most; state it anew each year"
        )
    if vouches_for_oneself(column, value, scope, actor=actor):
        raise ValueError("nobody vouches for themselves; another person states it, under their own login")
    attestation = Attestation(
        attestation_id=house.ids.attestation_id(),
        column=column,
        value=value.strip(),
        scope=scope,
        period=period,
        evidence=evidence.strip(),
        stated_by=actor,
        stated_at=as_of,
    )
    with house.book.transaction():
        house.attestations.state(attestation)
    return attestation


def vouches_for_oneself(column: str, value: str, scope: Scope, *, actor: str) -> bool:
    """Would the statement open something to whoever makes it? Saying no of oneself is everybody's right."""
    own = scope.kind is ScopeKind.STAFF and same_person(scope.name, actor)
    return own and read_value(column, value) is not False


def withdraw(house: House, *, attestation_id: str, as_of: datetime, actor: str) -> Attestation:
    """Take a statement back from now on; what was decided on it before stays decided.

    Raises UnknownAttestation, and ValueError for whoever would take back a no about themselves. Withdrawing twice
    changes nothing: the first time stands.
    """
    with house.book.transaction():
        said = house.attestations.load(attestation_id)
        own = said.scope.kind is ScopeKind.STAFF and same_person(said.scope.name, actor)
        if own and not vouches_for_oneself(said.column, said.value, said.scope, actor=actor):
            raise ValueError("nobody takes back a no about themselves; another person does")
        house.attestations.withdraw(attestation_id, at=as_of, actor=actor)
        return house.attestations.load(attestation_id)


def statements(
    house: House, *, as_of: datetime | None = None, column: str | None = None
) -> Sequence[Attestation]:
    """What people vouched for, the newest first; with ``as_of`` only what counts at that moment."""
    return house.attestations.listed(as_of=as_of, column=column)


def _longer_than_a_year(period: Period) -> bool:
    """Training and examination are yearly (CN-OUT-07), so no licence outlives a year, leap days allowed for."""
    return period.ends_at is not None and period.ends_at - period.starts_at > LONGEST_OF_STAFF


def login_of(house: House, name: str) -> str:
    """The login that is meant by a name, in whatever case and width it was typed. Raises ValueError for none."""
    known = {*house.logins(), *house.training.book.trainees()}
    # Without a desk there is no login to compare with, and whoever acts from a shell carries the name of its user.
    if not known or name in known or name.startswith(FROM_A_SHELL):
        return name
    meant = [login for login in sorted(known) if same_person(login, name)]
    if len(meant) != 1:
        raise ValueError("no login here has this name; write it as its owner signs in")
    return meant[0]


def _require_known(house: House, scope: Scope) -> None:
    """A name that is slightly off would vouch for nothing and say so to nobody."""
    if scope.kind is ScopeKind.CASE:
        house.book.load(CaseId(scope.name))
    creditor = scope.name.rpartition("/")[0] if scope.kind is ScopeKind.BATCH else scope.name
    if scope.kind in (ScopeKind.CREDITOR, ScopeKind.BATCH):
        known = house.book.creditors()
        # Before the first file there is nothing to compare with; the first statements may come before it.
        if known and creditor not in known:
            raise ValueError(f"no case here is of this creditor; there are {', '.join(known)}")
