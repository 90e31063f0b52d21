"""Worked cases: for every rule, given / when / then examples that a lawyer can read and a machine can run.

Room: compliance. The cases stand under ``cases/`` on the rule's own path. A case names an act and the facts
in which it differs from *all clear*; ``judge`` asks the gate and says how the answer differs, if it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import Action
from fairdue.compliance.decision import Decision, Defer, Duty, Outcome, Permit
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.rule_reading import ACTION_COLUMNS, FACT_COLUMNS
from fairdue.compliance.rulebook import CASES_FOLDER, Rulebook, rule_files
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, PermitId, PersonId
from fairdue.foundation.strict_yaml import read_yaml

UNKNOWN = "unknown"
_KEYS = {"name", "name_en", "given", "when", "then"}
_THEN = {"answer", "until", "because", "because_at_least", "duties", "without_duties"}
_ACTION_KEYS = set(ACTION_COLUMNS) | {"headcount"}


class CaseUnreadable(ValueError):
    """A worked case that is not understood; the message names the file and the case."""


class Answer(StrEnum):
    """The gate's three answers as worked cases write them."""

    PERMIT = "permit"
    DEFER = "defer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedCase:
    """One example: the act and facts, the moment, and what the gate must answer."""

    rule_id: str
    name: Bilingual
    action: Action
    facts: Facts
    as_of: datetime
    answer: Answer
    until: datetime | None
    because: frozenset[str] | None
    because_at_least: frozenset[str]
    duties: frozenset[Duty]
    without_duties: frozenset[Duty]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate answered to a worked case, how it differs from what was expected, and its own rule's outcome.

    ``own_outcome`` is None where the rule was not in force.
    """

    decision: Decision
    differences: tuple[str, ...]
    own_outcome: Outcome | None


class _Desk:
    """The documented defaults that cases build upon."""

    def __init__(self, folder: Traversable) -> None:
        self.all_clear = read_yaml(_text(folder / "all_clear.yaml"), source="all_clear.yaml")
        self.acts = read_yaml(_text(folder / "acts.yaml"), source="acts.yaml")


def all_clear(
    *, act: str, when: datetime, directory: Traversable | None = None, **differing: object
) -> tuple[Action, Facts]:
    """A documented act with the facts of a case in which nothing stands in the way, and what differs.

    ``when`` is a moment on the wall clock in China. Values are written as in the case files; ``None`` means
    unknown.
    """
    folder = (directory if directory is not None else files("fairdue_rulebook")) / CASES_FOLDER
    return _build(_Desk(folder), {"act": act, **differing}, when.replace(tzinfo=None))


def load_cases(directory: Traversable | None = None) -> tuple[WorkedCase, ...]:
    """Read every worked case of a rulebook folder (the shipped one by default)."""
    folder = (directory if directory is not None else files("fairdue_rulebook")) / CASES_FOLDER
    desk = _Desk(folder)
    cases: list[WorkedCase] = []
    for name, path in rule_files(folder):
        if "/" in name:
            cases.extend(_read_file(desk, name, path))
    return tuple(cases)


def judge(case: WorkedCase, *, rulebook: Rulebook) -> Judgement:
    """Ask the gate and compare."""
    decision = authorise(
        action=case.action,
        facts=case.facts,
        rulebook=rulebook,
        as_of=case.as_of,
        permit_id=PermitId("worked-case"),
    )
    own = next((line.outcome for line in decision.trace if line.rule_id == case.rule_id), None)
    return Judgement(decision, tuple(_differences(case, decision)), own)


def _differences(case: WorkedCase, decision: Decision) -> Iterator[str]:
    answer = Answer(type(decision).__name__.lower())
    if answer is not case.answer:
        yield f"answered {answer}, expected {case.answer}"
    if isinstance(decision, Defer) and decision.until != case.until:
        yield f"deferred until {decision.until:%Y-%m-%d %H:%M}, expected {case.until}"
    if isinstance(decision, Permit):
        if case.duties - set(decision.duties):
            yield f"lacks the duties {', '.join(sorted(case.duties - set(decision.duties)))}"
        if case.without_duties & set(decision.duties):
            yield f"lays the duties {', '.join(sorted(case.without_duties & set(decision.duties)))}"
        return
    fired = {reason.code for reason in decision.reasons}
    if case.because is not None and fired != case.because:
        yield f"because of {', '.join(sorted(fired))}, expected {', '.join(sorted(case.because))}"
    if case.because_at_least - fired:
        yield f"not because of {', '.join(sorted(case.because_at_least - fired))}"


def _text(path: Traversable) -> str:
    return path.read_text(encoding="utf-8")


def _read_file(desk: _Desk, name: str, path: Traversable) -> Iterator[WorkedCase]:
    page = read_yaml(_text(path), source=name)
    rule_id = name.removesuffix(".yaml").replace("/", ".")
    if not isinstance(page, dict) or set(page) != {"rule", "cases"} or page["rule"] != rule_id:
        raise CaseUnreadable(f"{name}: expected `rule: {rule_id}` and `cases:`")
    for number, entry in enumerate(page["cases"], start=1):
        try:
            yield _read_case(desk, rule_id, entry)
        except (KeyError, TypeError, ValueError) as error:
            raise CaseUnreadable(f"{name}: case {number}: {error}") from error


def _read_case(desk: _Desk, rule_id: str, entry: dict[str, Any]) -> WorkedCase:
    then = entry["then"]
    if set(entry) != _KEYS or not set(then) <= _THEN:
        raise ValueError(f"a case has {', '.join(sorted(_KEYS))}; then has {', '.join(sorted(_THEN))}")
    when = datetime.fromisoformat(entry["when"])
    action, facts = _build(desk, entry["given"], when)
    answer = Answer(then["answer"])
    if (answer is Answer.DEFER) != ("until" in then):
        raise ValueError("a deferral, and only a deferral, says until when")
    if answer is not Answer.PERMIT and not {"because", "because_at_least"} & set(then):
        raise ValueError("a refusal or a deferral says because of which rules")
    return WorkedCase(
        rule_id=rule_id,
        name=Bilingual(entry["name"], entry["name_en"]),
        action=action,
        facts=facts,
        as_of=when.replace(tzinfo=CHINA),
        answer=answer,
        until=datetime.fromisoformat(then["until"]).replace(tzinfo=CHINA) if "until" in then else None,
        because=frozenset(then["because"]) if "because" in then else None,
        because_at_least=frozenset(then.get("because_at_least", ())),
        duties=frozenset(Duty(duty) for duty in then.get("duties", ())),
        without_duties=frozenset(Duty(duty) for duty in then.get("without_duties", ())),
    )


def _build(desk: _Desk, given: dict[str, Any], when: datetime) -> tuple[Action, Facts]:
    act = desk.acts[given["act"]]
    said = {key: value for key, value in given.items() if key != "act"}
    merged: dict[str, Any] = {
        "local_on": when.date(),
        "local_time": when.time(),
        **desk.all_clear,
        **act,
        **said,
    }
    unknown_keys = set(merged) - _ACTION_KEYS - {column.name for column in fields(Facts)}
    if unknown_keys:
        raise ValueError(f"no column is called {', '.join(sorted(unknown_keys))}")
    columns = {key: _value(key, value) for key, value in merged.items()}
    action = Action(
        case_id=CaseId("c-worked"),
        person_id=PersonId("p-worked"),
        creditor="worked_case",
        **{key: value for key, value in columns.items() if key in _ACTION_KEYS},
    )
    return action, Facts(**{key: value for key, value in columns.items() if key not in _ACTION_KEYS})


def _value(column: str, written: Any) -> Any:
    if written is None or written == UNKNOWN:
        # `unknown` is also a word of the callee's role, where it is a value and not an absence.
        return ACTION_COLUMNS[column](UNKNOWN) if column == "callee_role" and written else None
    if column in ACTION_COLUMNS:
        return ACTION_COLUMNS[column](written)
    if column == "holds":
        return frozenset(HoldKind(kind) for kind in written)
    kind = FACT_COLUMNS.get(column, int)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(written)
    if kind is date:
        return written if isinstance(written, date) else date.fromisoformat(written)
    if kind is time:
        return written if isinstance(written, time) else time.fromisoformat(written)
    if type(written) is not kind:
        raise ValueError(f"{column} needs a value of the kind {kind.__name__}")
    return written
