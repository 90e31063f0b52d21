"""What would mend a refusal: the statements that nobody has made yet, each with the command that makes it.

Room: compliance. Only what people vouch for can be mended so; a limit, an hour or a hold cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fairdue.casefile.attestation import ScopeKind
from fairdue.compliance.attested import ATTESTED_COLUMNS, scopes_of
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.decision import Decision, Outcome, Permit
from fairdue.foundation.bilingual import Bilingual

_EXAMPLES = {
    ColumnKind.YES_NO: "yes",
    ColumnKind.COUNT: "2",
    ColumnKind.FEN: "100000",
    ColumnKind.DATE: "2026-03-02",
    ColumnKind.CLOCK: "18:30",
    ColumnKind.NAME: "America/New_York",
}
# Where the person's zone is not known, neither are their day and hour, nor what is counted by the day.
_BEHIND = dict.fromkeys(
    (
        "local_on",
        "local_time",
        "other_local_time",
        "connected_notify_calls_today",
        "effective_calls_today",
        "visits_today",
        "unanswered_attempts_on_number_today",
        "calls_last_hour",
        "contacts_last_7_days",
        "calls_about_debt_last_7_days",
        "had_conversation",
        "initial_communication_made",
    ),
    "zone",
)
_PLACEHOLDERS = {
    ScopeKind.STAFF: "LOGIN",
    ScopeKind.LINE: "LINE",
    ScopeKind.CREDITOR: "CREDITOR",
    ScopeKind.BATCH: "BATCH",
    ScopeKind.CASE: "CASE",
    ScopeKind.CONTACT: "CONTACT",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One statement that is missing: the fact, its name in words, and what to type to state it."""

    column: str
    label: Bilingual
    command: str


def statements_wanted(
    decision: Decision, *, names: Mapping[ScopeKind, str] | None = None
) -> tuple[Wanted, ...]:
    """What somebody would have to vouch for, in the order of the rules that asked.

    ``names`` fills in who and what it is about, by kind of scope; without a name the command shows a placeholder.
    A fact that only kept a rule from being left out stands last: stating it may make other statements needless.
    """
    if isinstance(decision, Permit):
        return ()
    lines = [
        tuple(_BEHIND.get(column, column) for column in line.missing)
        for line in decision.trace
        if line.outcome is Outcome.UNKNOWN
    ]
    asked = dict.fromkeys(columns[0] for columns in lines if columns)
    aside = dict.fromkeys(column for columns in lines for column in columns)
    missing = [column for column in asked | aside if column in ATTESTED_COLUMNS]
    return tuple(
        Wanted(column, ATTESTED_COLUMNS[column].label, _command(ATTESTED_COLUMNS[column], names or {}))
        for column in missing
    )


def mending_lines(
    decision: Decision, *, language: str, names: Mapping[ScopeKind, str] | None = None
) -> Iterator[str]:
    """The same as lines for a terminal; nothing when no statement is missing."""
    wanted = statements_wanted(decision, names=names)
    if wanted:
        yield Bilingual(
            "以下事实尚无人声明；有凭证后，在命令行或工作台“声明”页声明：",
            "Nobody has vouched for these yet; with the evidence at hand, state them here or on the desk's Standing page:",
        ).in_language(language)
    for one in wanted:
        yield f"  {one.label.in_language(language)}"
        yield f"    {one.command}"


def _command(column: Column, names: Mapping[ScopeKind, str]) -> str:
    kinds = scopes_of(column.name)
    # The creditor's word is the ordinary one where there is a choice; the house and the person come after it.
    kind = ScopeKind.CREDITOR if ScopeKind.CREDITOR in kinds and ScopeKind.HOUSE not in kinds else kinds[0]
    about = "--house" if kind is ScopeKind.HOUSE else f"--{kind.value} {_quoted(names, kind)}"
    value = "|".join(column.words) if column.words is not None else _EXAMPLES[column.kind]
    until = " --until 2026-12-31" if kind is ScopeKind.STAFF else ""
    return f'fairdue attest {column.name} {value} {about}{until} --evidence "…"'


def _quoted(names: Mapping[ScopeKind, str], kind: ScopeKind) -> str:
    name = names.get(kind, _PLACEHOLDERS[kind])
    return f'"{name}"' if any(mark in name for mark in " &;()$'") else name
