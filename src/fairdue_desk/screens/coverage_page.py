"""What the rulebook does about every conduct rule of the register, and what changed between two days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.compliance.check_words import TREATMENT_NAMES
from fairdue.compliance.coverage import Account, Coverage, coverage
from fairdue.compliance.register import load_register
from fairdue.compliance.rule import Treatment
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import load_cases, load_clock_cases
from fairdue.foundation.bilingual import Bilingual
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.register_words import remark
from fairdue_desk.screens.rule_view import TONES, pack_name
from fairdue_desk.screens.words import ASKS, SEVERITIES
from fairdue_desk.wiring import house


@dataclass(frozen=True, slots=True)
class AccountView:
    """One conduct rule with its rules, in words."""

    account: Account
    treatment: Bilingual
    tone: str
    asks: Bilingual
    severity: Bilingual
    status: Bilingual


@dataclass(frozen=True, slots=True)
class PackRow:
    """One jurisdiction's line of the account; ``counts`` stand in the order of the treatments."""

    pack: str
    name: Bilingual
    total: int
    counts: tuple[int, ...]
    nothing: int


@lru_cache(maxsize=2)
def account_of(book: Rulebook) -> Coverage:
    """The account of one rulebook, once: every worked case is put to the gate for it."""
    return coverage(book, load_register(), load_cases(), clock_cases=load_clock_cases())


@require_GET
@screen(Right.SEE_RULES)
def rules_coverage(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the account, and every conduct rule of one jurisdiction or of all."""
    found = account_of(house().rulebook)
    pack = request.GET.get("pack", "")
    treatment = request.GET.get("treatment", "")
    shown = [
        account
        for account in found.accounts
        if pack in ("", account.entry.pack) and treatment in ("", account.treatment or "nothing")
    ]
    return render(
        request,
        "desk/coverage.html",
        {
            "coverage": found,
            "rows": [_pack_row(found, one) for one in found.packs],
            "sums": [found.count(treatment=one) for one in Treatment],
            "nothing": found.total - found.accounted,
            "treatments": [(one, TREATMENT_NAMES[one]) for one in Treatment],
            "accounts": [_account_view(account) for account in shown],
            "pack": pack,
            "treatment": treatment,
            "pack_names": [(one, pack_name(one)) for one in found.packs],
        },
    )


def _pack_row(found: Coverage, pack: str) -> PackRow:
    counts = tuple(found.count(pack=pack, treatment=one) for one in Treatment)
    total = sum(account.entry.pack == pack for account in found.accounts)
    return PackRow(pack, pack_name(pack), total, counts, total - sum(counts))


def _account_view(account: Account) -> AccountView:
    treatment, entry = account.treatment, account.entry
    return AccountView(
        account,
        TREATMENT_NAMES[treatment] if treatment else Bilingual("没有规则", "no rule"),
        TONES[treatment] if treatment else "bad",
        ASKS[entry.asks],
        SEVERITIES[entry.severity],
        remark(entry.status),
    )
