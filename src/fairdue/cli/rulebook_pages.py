"""What ``fairdue rulebook`` prints: lists and tables for people, and the same as JSON.

Room: cli.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table

from fairdue.compliance.check_words import TREATMENT_NAMES, conditions_in_words, version_in_words
from fairdue.compliance.coverage import Coverage
from fairdue.compliance.explain import CONFIDENCE_TEXTS
from fairdue.compliance.register import ConductEntry
from fairdue.compliance.rule import Rule, Treatment
from fairdue.compliance.rule_lines import FORCE_NAMES, Change, case_lines, lines_of_rule
from fairdue.compliance.worked_cases import ClockCase, WorkedCase
from fairdue.foundation.bilingual import Bilingual


def print_list(rules: Sequence[Rule], lang: str) -> None:
    """One line a rule, and how many there are."""
    for rule in rules:
        treatment, force = TREATMENT_NAMES[rule.treatment], FORCE_NAMES[rule.force]
        print(
            f"{rule.rule_id}  {treatment.in_language(lang)}  {force.in_language(lang)}  {rule.says.in_language(lang)}"
        )
    print(Bilingual(f"共 {len(rules)} 条", f"{len(rules)} rules").in_language(lang))


def print_rule(
    rule: Rule, entry: ConductEntry | None, cases: Iterable[WorkedCase | ClockCase], lang: str
) -> None:
    """Everything about one rule, the register's entry and the cases included."""
    colon = "：" if lang == "zh" else ": "

    def say(label: Bilingual, text: str) -> None:
        print(f"  {label.in_language(lang)}{colon}{text}")

    print(rule.rule_id)
    print(f"  {rule.says.in_language(lang)}")
    for line in lines_of_rule(rule):
        say(line.label, line.text.in_language(lang))
    say(Bilingual("读到的程度", "confidence"), CONFIDENCE_TEXTS[rule.confidence].in_language(lang))
    never = Bilingual("无人核实过", "nobody has")
    say(Bilingual("最近人工核实", "last verified"), str(rule.last_verified_on or never.in_language(lang)))
    for source in rule.sources:
        say(Bilingual("来源", "read at"), source)
    if entry is not None:
        say(
            Bilingual("清单条目", "conduct entry"),
            f"{entry.conduct_id}; {entry.instrument}; {entry.article}; {entry.binding}; {entry.status}; "
            f"{entry.asks}; {entry.severity}; {entry.confidence}",
        )
    say(Bilingual("文件", "file"), rule.file)
    lines = case_lines(rule, cases)
    say(Bilingual("案例", "cases"), str(len(lines)))
    for text in lines:
        print(f"    - {text.in_language(lang)}")


def rule_json(
    rule: Rule,
    *,
    on: date,
    lang: str,
    entry: ConductEntry | None = None,
    cases: Iterable[WorkedCase | ClockCase] | None = None,
) -> dict[str, object]:
    """A rule as one JSON object; ``cases`` None leaves out what only ``show`` tells."""
    standing, citation = rule.version_on(on), rule.citation_on(on)
    told: dict[str, object] = {
        "rule": rule.rule_id,
        "pack": rule.pack,
        "conduct_rule": rule.conduct_id,
        "treatment": rule.treatment.value,
        "effect": rule.effect.value,
        "force": rule.force.value,
        "says": rule.says.in_language(lang),
        "in_force": version_in_words(rule, standing).in_language(lang) if standing is not None else None,
        "source": citation.title,
        "article": citation.article,
        "confidence": rule.confidence.value,
        "last_verified": rule.last_verified_on.isoformat() if rule.last_verified_on else None,
    }
    if cases is None:
        return told
    return told | {
        "applies_to": conditions_in_words(rule).in_language(lang),
        "values": {
            version.from_on.isoformat(): version_in_words(rule, version).in_language(lang)
            for version in rule.versions
        },
        "ends": rule.ends_on.isoformat() if rule.ends_on else None,
        "tightens": rule.tightens,
        "overridable": rule.overridable,
        "disabled_because": rule.disabled_because.in_language(lang) if rule.disabled_because else None,
        "note": rule.note.in_language(lang) if rule.note else None,
        "sources": list(rule.sources),
        "file": rule.file,
        "cases": [text.in_language(lang) for text in case_lines(rule, cases)],
        "conduct_entry": None if entry is None else _entry_json(entry),
    }


def _entry_json(entry: ConductEntry) -> dict[str, object]:
    return {
        "id": entry.conduct_id,
        "instrument": entry.instrument,
        "article": entry.article,
        "binding": entry.binding,
        "status": entry.status,
        "asks": entry.asks.value,
        "severity": entry.severity.value,
        "confidence": entry.confidence.value,
        "sources": list(entry.sources),
    }


def print_coverage(account: Coverage, lang: str) -> None:
    """The table by jurisdiction and treatment, the sum, and every fault."""
    table = Table(box=None, pad_edge=False)
    table.add_column(Bilingual("法域", "Pack").in_language(lang))
    for treatment in Treatment:
        table.add_column(TREATMENT_NAMES[treatment].in_language(lang), justify="right")
    table.add_column(Bilingual("没有规则", "no rule").in_language(lang), justify="right")
    table.add_column(Bilingual("合计", "all").in_language(lang), justify="right")
    for pack in (*account.packs, None):
        counts = [account.count(pack=pack, treatment=one) for one in (*Treatment, None)]
        name = pack.upper() if pack is not None else Bilingual("合计", "all").in_language(lang)
        table.add_row(name, *map(str, counts), str(sum(counts)))
    Console(highlight=False).print(table)
    done, total, faults = account.accounted, account.total, len(account.faults)
    print(
        Bilingual(
            f"{total} 条中有 {done} 条已有对应规则；问题 {faults} 个",
            f"{done} of {total} conduct rules are accounted for; {faults} faults",
        ).in_language(lang)
    )
    for fault in account.faults:
        print(
            f"  × {fault.subject}: {fault.says.in_language(lang)}"
            + (f" [{fault.file}]" if fault.file else "")
        )


def coverage_json(account: Coverage, lang: str) -> dict[str, object]:
    """The account as one JSON object."""
    return {
        "accounted": account.accounted,
        "total": account.total,
        "packs": {
            pack: {treatment.value: account.count(pack=pack, treatment=treatment) for treatment in Treatment}
            for pack in account.packs
        },
        "conduct_rules": [
            {
                "id": one.entry.conduct_id,
                "treatment": one.treatment.value if one.treatment else None,
                "rules": [rule.rule_id for rule in one.rules],
            }
            for one in account.accounts
        ],
        "faults": [
            {
                "kind": fault.kind.value,
                "subject": fault.subject,
                "file": fault.file,
                "says": fault.says.in_language(lang),
            }
            for fault in account.faults
        ],
    }


def print_stale(found: Sequence[tuple[Rule, int | None]], lang: str) -> None:
    """One line a rule: how binding, when it was last verified, how it was read."""
    for rule, age in found:
        when = (
            Bilingual("无人核实过", "verified by nobody")
            if age is None
            else Bilingual(f"{age} 天前核实", f"verified {age} days ago")
        )
        print(
            f"{FORCE_NAMES[rule.force].in_language(lang)}  {rule.rule_id}  {when.in_language(lang)}  "
            f"{CONFIDENCE_TEXTS[rule.confidence].in_language(lang)}"
        )
    print(Bilingual(f"共 {len(found)} 条待核实", f"{len(found)} rules to verify").in_language(lang))


def print_changes(changes: Sequence[Change], from_on: date, to_on: date, lang: str) -> None:
    """Old and new side by side, a rule a row."""
    table = Table(box=None, pad_edge=False)
    table.add_column(Bilingual("规则", "Rule").in_language(lang), overflow="fold", ratio=2)
    for day in (from_on, to_on):
        table.add_column(str(day), overflow="fold", ratio=3)
    nothing = Bilingual("未施行", "not in force").in_language(lang)
    for change in changes:
        sides = (change.before, change.after)
        table.add_row(change.rule.rule_id, *(side.in_language(lang) if side else nothing for side in sides))
    if changes:
        Console(highlight=False).print(table)
    print(Bilingual(f"共 {len(changes)} 条不同", f"{len(changes)} rules differ").in_language(lang))
