"""Builders for the tests of complaints: a small rule with one thing wrong, and what is said of it."""

from __future__ import annotations

from core.compliance.act_builders import rule_text
from fairdue.compliance.rule import Rule
from fairdue.compliance.rule_page import RuleUnreadable
from fairdue.compliance.rule_reading import read_rule

PACKS = {"CN-FREQ-03": "cn", "US-TIME-01": "us"}
"""A register of two entries, with the pack of each."""

LAW = {
    "id": "cn.law.extra",
    "from": "CN-FREQ-03",
    "force": "law",
    "confidence": "press",
    "sources": "[somewhere]",
}


def read_written(written: dict[str, str]) -> Rule:
    """Read a small sound rule with what is written differently; ``base: law`` starts from a rule of law."""
    lines = dict(written)
    base = LAW if lines.pop("base", "") == "law" else {}
    file = lines.pop("file", "cn/law/extra.yaml" if base else "house/extra.yaml")
    return read_rule(text=rule_text(**{**base, **lines}), file=file, packs=PACKS)


def complaint_about(written: dict[str, str]) -> str | None:
    """The whole complaint about such a rule; None where it is sound."""
    try:
        read_written(written)
    except RuleUnreadable as error:
        return str(error)
    return None
