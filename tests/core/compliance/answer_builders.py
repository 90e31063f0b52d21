"""Builders for the tests of answers: a small rulebook of every effect, and the gate asked by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.compliance.check_builders import situation
from core.compliance.complaint_builders import read_written
from fairdue.compliance.decision import (
    Decision,
)
from fairdue.compliance.gate import authorise
from fairdue.compliance.override import Override
from fairdue.compliance.rule import Rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.ids import PermitId

TEN = datetime(2026, 3, 10, 10, tzinfo=CHINA)
NIGHT = {
    "check": "outside_quiet_hours",
    "fact": "",
    "effect": "defer",
    "values": "{2026-01-01: {start: '22:00', end: '08:00'}}",
}
COUNT = {
    "check": "at_most",
    "fact": "",
    "counts": "visits_today",
    "resumes_at": "'09:00'",
    "effect": "defer",
    "values": "{2026-01-01: {limit: 2}}",
}
DUTY = {"check": "", "fact": "", "effect": "duty", "applies_to": "{kind: [place_call]}"}


def law(name: str, **written: str) -> Rule:
    """A rule of law of the pack cn."""
    says = {"says": f"{name}。", "says_en": f"{name.capitalize()}."}
    return read_written(
        {"base": "law", "id": f"cn.law.{name}", "file": f"cn/law/{name}.yaml", **says, **written}
    )


def policy(name: str, **written: str) -> Rule:
    """A policy of the house."""
    says = {"says": f"{name}。", "says_en": f"{name.capitalize()}."}
    return read_written({"id": f"house.{name}", "file": f"house/{name}.yaml", **says, **written})


def small_book() -> Rulebook:
    """Rules of every effect, law before policy."""
    return Rulebook(
        (
            law("duty", duties="[register_attempt, no_debt_facts]", **DUTY),
            law("listed", fact="case_open", applies_to="{kind: [every_contact], holds: [dispute, complaint]}"),
            law("night", **NIGHT),
            law("student", check="never", fact="", applies_to="{debtor_is_student: [true]}", except_when="{agreed_window: [true], case_open: [true]}"),
            law("visits", applies_to="{kind: [every_contact]}", **COUNT),
            law("warned", fact="identity_verified", effect="warn"),
            policy("open", fact="case_open", override="two_persons"),
            policy("plan", **{**DUTY, "duties": "[plain_envelope]", "applies_to": "{kind: [send_letter]}"}),
        )
    )  # fmt: skip


def ask(
    given: dict[str, Any],
    *,
    rulebook: Rulebook | None = None,
    as_of: datetime = TEN,
    overrides: tuple[Override, ...] = (),
) -> Decision:
    """Ask the gate about what is given."""
    action, facts = situation(given)
    return authorise(
        action=action,
        facts=facts,
        rulebook=rulebook or small_book(),
        as_of=as_of,
        permit_id=PermitId("p1"),
        overrides=overrides,
    )


GATE_LINES = {
    "jurisdiction_unknown": ("不知道适用哪个法域的规则，不予放行。", "It is not known whose rules apply, so nothing is permitted."),
    "jurisdiction_uncovered": (
        "规则库当日没有该法域的生效规则，不予放行。",
        "The rulebook has no rule in force for this jurisdiction on that day, so nothing is permitted.",
    ),
    "act_uncovered": ("该法域没有一条规则谈到这种行为，不予放行。", "No rule of this jurisdiction speaks of such an act, so it is not permitted."),
}  # fmt: skip


def override(**differing: Any) -> Override:
    """An override of the policy that cases are open, for a day."""
    made: dict[str, Any] = {
        "override_id": "ov1", "rule_id": "house.open", "case_id": situation({})[0].case_id, "reason": "paper", "evidence": "rec-7",
        "asked_by": "lead", "granted_by": "boss", "period": Period(TEN - timedelta(days=1), TEN + timedelta(days=1)), **differing,
    }  # fmt: skip
    return Override(**made)
