"""The shipped rulebook accounts for every conduct rule of the register, and the register is true to what was read."""

from __future__ import annotations

import json
from functools import lru_cache

from fairdue.compliance.coverage import Coverage, coverage
from fairdue.compliance.register import PREFIX_OF_PACK, load_register
from fairdue.compliance.rule import NOT_ENFORCEABLE, Confidence, Treatment
from fairdue.compliance.rulebook import load_rulebook
from fairdue.compliance.worked_cases import load_cases, load_clock_cases
from shared_data import shared

REGISTER = load_register()

# How the list of conduct rules says that a rule was read, and what the register calls it.
CONFIDENCE_OF = {
    "read_at_source": Confidence.SOURCE,
    "read_in_third_party_copy": Confidence.COPY,
    "press_or_secondary": Confidence.PRESS,
    "derived": Confidence.DERIVED,
    "recalled_not_verified": Confidence.RECALLED,
    "not_verified": Confidence.UNVERIFIED,
}


@lru_cache
def _coverage() -> Coverage:
    return coverage(load_rulebook(), REGISTER, load_cases(), clock_cases=load_clock_cases())


def test_coverage_finds_no_fault() -> None:
    assert [f"{fault.kind}: {fault.subject}: {fault.says.en}" for fault in _coverage().faults] == []


def test_all_118_conduct_rules_are_accounted_for() -> None:
    assert (_coverage().accounted, _coverage().total) == (118, 118)


def test_what_was_recalled_or_not_verified_is_disabled() -> None:
    for account in _coverage().accounts:
        if account.entry.confidence in NOT_ENFORCEABLE:
            assert account.treatment is Treatment.DISABLED, account.entry.conduct_id


def test_the_register_says_what_the_list_of_conduct_rules_says() -> None:
    conduct = json.loads(shared("rules/conduct.json").read_text("utf-8"))
    assert len(conduct) == 118
    assert [entry.conduct_id for entry in REGISTER.entries] == [
        raw["id"]
        for pack in sorted(PREFIX_OF_PACK)
        for raw in conduct
        if raw["id"].startswith(f"{PREFIX_OF_PACK[pack]}-")
    ]
    listed = {raw["id"]: raw for raw in conduct}
    for entry in REGISTER.entries:
        raw = listed[entry.conduct_id]
        assert entry.confidence is CONFIDENCE_OF[raw["confidence"]], entry.conduct_id
        assert list(entry.sources) == raw["source"], entry.conduct_id
        assert (entry.article, entry.instrument) == (raw["article"], raw["instrument"]), entry.conduct_id
        assert (entry.asks, entry.severity) == (raw["action"], raw["severity"]), entry.conduct_id
        assert PREFIX_OF_PACK[entry.pack] == raw["jurisdiction"], entry.conduct_id
