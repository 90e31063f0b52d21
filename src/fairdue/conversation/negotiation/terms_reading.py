"""Reading creditors' terms from the playbook, strictly: every fault names the file, the place and what to mend.

Room: conversation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

from fairdue.conversation.negotiation.terms import (
    LONGEST_PLAN_YEARS,
    Approver,
    Component,
    OfferTerms,
    PartTerms,
    PlanTerms,
    PostponeTerms,
    ReliefTerms,
)
from fairdue.foundation.money import FEN_PER_YUAN
from fairdue.foundation.strict_yaml import YamlError, read_yaml

_KEYS = {"id", "creditors", "owner", "approved_on", "valid_from", "valid_until", "basis"}
_KINDS = {"part", "postpone", "plan", "relief"}
_LIMITS = {
    "least_percent": (0, 100),
    "least_yuan": (0, 10**9),
    "most_days": (1, 366),
    "times_in_90_days": (1, 90),
    "most_months": (1, 12 * LONGEST_PLAN_YEARS),
    "least_instalment_yuan": (1, 10**9),
    "least_balance_yuan": (0, 10**9),
    "first_due_within_days": (1, 92),
    "pay_within_days": (1, 366),
}


class TermsFault(ValueError):
    """A file of terms cannot be used; the message names file, place and what to mend."""


@cache
def all_terms() -> tuple[OfferTerms, ...]:
    """The terms of the playbook, in the order of their file names. Raises TermsFault."""
    folder = resources.files("fairdue_playbook").joinpath("negotiation", "terms")
    found = [
        read_terms(file.read_text(encoding="utf-8"), source=file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
    ids = [terms.terms_id for terms in found]
    doubled = sorted({one for one in ids if ids.count(one) > 1})
    if doubled:
        raise TermsFault(f"the id {doubled[0]} stands in two files of terms; give one of them another")
    return tuple(found)


def terms_of(*, creditor: str, on: date) -> OfferTerms:
    """The terms in force for a creditor on a day, the latest if several; else the default. Raises TermsFault."""
    in_force = [terms for terms in all_terms() if terms.hold_on(on)]
    own = [terms for terms in in_force if creditor in terms.creditors]
    general = [terms for terms in in_force if not terms.creditors]
    if not own and not general:
        raise TermsFault(f"no terms are in force on {on.isoformat()}; default.yaml must have no gap")
    return max(own or general, key=lambda terms: (terms.valid_from, terms.terms_id))


def read_terms(text: str, *, source: str) -> OfferTerms:
    """Read one file. Raises TermsFault."""
    try:
        raw = read_yaml(text, source=source)
    except YamlError as error:
        raise TermsFault(str(error)) from error
    body = _mapping(raw, source, needs=_KEYS - {"valid_until"}, may=_KINDS | {"valid_until"})
    until = body.get("valid_until")
    terms_from = body["valid_from"]
    if not isinstance(terms_from, date) or not (until is None or isinstance(until, date)):
        raise TermsFault(f"{source}: valid_from and valid_until are days such as 2026-01-01")
    if until is not None and until < terms_from:
        raise TermsFault(f"{source}: valid_until lies before valid_from")
    creditors = body["creditors"]
    if not isinstance(creditors, list) or not all(isinstance(name, str) and name for name in creditors):
        raise TermsFault(
            f"{source}: creditors is a list of names, or [] for everybody without terms of their own"
        )
    return OfferTerms(
        terms_id=str(body["id"]),
        creditors=tuple(creditors),
        valid_from=terms_from,
        valid_until=until,
        part=_part(body.get("part"), f"{source}: part"),
        postpone=_postpone(body.get("postpone"), f"{source}: postpone"),
        plan=_plan(body.get("plan"), f"{source}: plan"),
        relief=_relief(body.get("relief"), f"{source}: relief"),
    )


def _part(raw: object, where: str) -> PartTerms | None:
    if raw is None:
        return None
    body = _mapping(raw, where, needs={"least_percent", "least_yuan"})
    return PartTerms(
        least_percent=_number(body, "least_percent", where),
        least_fen=_number(body, "least_yuan", where) * FEN_PER_YUAN,
    )


def _postpone(raw: object, where: str) -> PostponeTerms | None:
    if raw is None:
        return None
    body = _mapping(raw, where, needs={"most_days", "times_in_90_days"})
    return PostponeTerms(
        most_days=_number(body, "most_days", where),
        times_in_90_days=_number(body, "times_in_90_days", where),
    )


def _plan(raw: object, where: str) -> PlanTerms | None:
    if raw is None:
        return None
    numbers = {"most_months", "least_instalment_yuan", "least_balance_yuan", "first_due_within_days"}
    body = _mapping(raw, where, needs=numbers | {"approvers"})
    most = _number(body, "most_months", where)
    approvers = _by_role(body["approvers"], f"{where}: approvers", most=most)
    return PlanTerms(
        most_months=most,
        least_instalment_fen=_number(body, "least_instalment_yuan", where) * FEN_PER_YUAN,
        least_balance_fen=_number(body, "least_balance_yuan", where) * FEN_PER_YUAN,
        first_due_within_days=_number(body, "first_due_within_days", where),
        approvers=approvers,
    )


def _relief(raw: object, where: str) -> ReliefTerms | None:
    if raw is None:
        return None
    body = _mapping(raw, where, needs={"pay_within_days", "limits"})
    limits = body["limits"]
    if not isinstance(limits, dict) or not limits:
        raise TermsFault(f"{where}: limits names at least one of {', '.join(Component)}")
    found: dict[Component, Mapping[Approver, int]] = {}
    for name, by_role in limits.items():
        if name not in set(Component):
            raise TermsFault(f"{where}: {name} is none of {', '.join(Component)}")
        found[Component(name)] = _by_role(by_role, f"{where}: {name}", most=100)
    return ReliefTerms(pay_within_days=_number(body, "pay_within_days", where), limits=found)


def _by_role(raw: object, where: str, *, most: int) -> dict[Approver, int]:
    """A limit for each role; a role with more authority has no smaller one."""
    if not isinstance(raw, dict) or not raw or set(raw) - set(Approver):
        raise TermsFault(f"{where} gives a number to some of {', '.join(Approver)}")
    for value in raw.values():
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise TermsFault(f"{where}: each number goes from 0 to {most}")
    limits = {role: int(raw[role]) for role in Approver if role in raw}
    if list(limits.values()) != sorted(limits.values()):
        raise TermsFault(f"{where}: who has more authority cannot have a smaller limit")
    return limits


def _mapping(
    raw: object, where: str, *, needs: set[str], may: set[str] | frozenset[str] = frozenset()
) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise TermsFault(f"{where}: a mapping is expected here")
    missing, foreign = sorted(needs - set(raw)), sorted(str(key) for key in set(raw) - needs - may)
    if missing or foreign:
        told = [*(f"{one} is missing" for one in missing), *(f"{one} is not known" for one in foreign)]
        raise TermsFault(f"{where}: {'; '.join(told)}; known are {', '.join(sorted(needs | may))}")
    return raw


def _number(body: Mapping[str, object], name: str, where: str) -> int:
    value = body[name]
    least, most = _LIMITS[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise TermsFault(f"{where}: {name} is a whole number from {least} to {most}")
    return value
