"""Worked cases: for every rule, given / when / then examples that a lawyer can read and a machine can run.

Room: compliance. The cases stand under ``cases/`` on the rule's own path. A case names an act and the facts
in which it differs from *all clear*; ``judge`` asks the gate and says how the answer differs, if it does. A
pack whose ordinary facts or acts differ (another zone, another lender) says so in an ``all_clear.yaml`` and an
``acts.yaml`` of its own folder. A clock's case says when it started and which day it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from fairdue.compliance.action import ACTION_COLUMNS, Action
from fairdue.compliance.column import ColumnKind
from fairdue.compliance.decision import Decision, Defer, Duty, Outcome, Permit
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.resumption import zone_named
from fairdue.compliance.rule_page import ALL_COLUMNS
from fairdue.compliance.rulebook import CASES_FOLDER, Rulebook, rule_files
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, PermitId, PersonId
from fairdue.foundation.strict_yaml import read_yaml

UNKNOWN = "unknown"
_KEYS = {"name", "name_en", "given", "when", "then"}
_THEN = {
    "answer", "until", "because", "because_at_least", "warnings", "without_warnings", "duties", "without_duties",
}  # fmt: skip
_DEFAULTS = ("all_clear", "acts")


class CaseUnreadable(ValueError):
    """A worked case that is not understood; the message names the file and the case."""


class Answer(StrEnum):
    """The gate's three answers as worked cases write them."""

    PERMIT = "permit"
    DEFER = "defer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedCase:
    """One example: the act and facts, the moment, and what the gate must answer.

    ``act`` is the documented act it starts from, and ``differing`` the columns that it states itself.
    """

    rule_id: str
    name: Bilingual
    action: Action
    facts: Facts
    as_of: datetime
    answer: Answer
    until: datetime | None
    because: frozenset[str] | None
    because_at_least: frozenset[str]
    warnings: frozenset[str] = frozenset()
    without_warnings: frozenset[str] = frozenset()
    duties: frozenset[Duty]
    without_duties: frozenset[Duty]
    act: str = ""
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate answered to a worked case, how it differs from what was expected, and its own rule's outcome.

    ``own_outcome`` is None where the rule was not in force.
    """

    decision: Decision
    differences: tuple[str, ...]
    own_outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCase:
    """One example of a clock: the day it started and the day it leads to."""

    rule_id: str
    name: Bilingual
    started_on: date
    due_on: date


class _Desk:
    """The documented defaults that cases build upon: those of all packs, and what one pack has otherwise."""

    def __init__(self, folder: Traversable, pack: str | None = None) -> None:
        self.all_clear = _defaults(folder / "all_clear.yaml")
        self.acts = _defaults(folder / "acts.yaml")
        if pack is not None:
            self.all_clear |= _defaults(folder / pack / "all_clear.yaml")
            self.acts |= _defaults(folder / pack / "acts.yaml")


def _defaults(path: Traversable) -> dict[str, Any]:
    return dict(read_yaml(_text(path), source=path.name)) if path.is_file() else {}


def all_clear(
    *,
    act: str,
    when: datetime,
    directory: Traversable | None = None,
    pack: str | None = None,
    **differing: object,
) -> tuple[Action, Facts]:
    """A documented act with the facts of a case in which nothing stands in the way, and what differs.

    ``when`` is a moment on the wall clock where the person is. Values are written as in the case files;
    ``None`` means unknown. ``pack`` takes the defaults of one jurisdiction's folder on top.
    """
    folder = _cases_folder(directory)
    return _build(_Desk(folder, pack), {"act": act, **differing}, when.replace(tzinfo=None))


def load_cases(directory: Traversable | None = None) -> tuple[WorkedCase, ...]:
    """Read every worked case of a rulebook folder (the shipped one by default), those of clocks left out."""
    return tuple(case for case in _load_all(directory) if isinstance(case, WorkedCase))


def load_clock_cases(directory: Traversable | None = None) -> tuple[ClockCase, ...]:
    """Read the worked cases of the clocks."""
    return tuple(case for case in _load_all(directory) if isinstance(case, ClockCase))


def cases_of_rule(rule_id: str, directory: Traversable | None = None) -> tuple[WorkedCase | ClockCase, ...]:
    """Read the worked cases of one rule, those of a clock included; none where it has no file."""
    folder = _cases_folder(directory)
    path = folder.joinpath(*rule_id.split(".")[:-1]) / f"{rule_id.rpartition('.')[2]}.yaml"
    if not path.is_file():
        return ()
    name = f"{rule_id.replace('.', '/')}.yaml"
    return tuple(_read_file(_Desk(folder, rule_id.partition(".")[0]), name, path))


def _cases_folder(directory: Traversable | None) -> Traversable:
    return (directory if directory is not None else files("fairdue_rulebook")) / CASES_FOLDER


def _load_all(directory: Traversable | None) -> Iterator[WorkedCase | ClockCase]:
    folder = _cases_folder(directory)
    desks: dict[str, _Desk] = {}
    for name, path in rule_files(folder):
        pack, _, rest = name.partition("/")
        if not rest or rest.removesuffix(".yaml") in _DEFAULTS:
            continue
        if pack not in desks:
            desks[pack] = _Desk(folder, pack)
        yield from _read_file(desks[pack], name, path)


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
    warned = {line.rule_id for line in decision.trace if line.outcome is Outcome.WARN}
    if case.warnings - warned:
        yield f"does not warn of {', '.join(sorted(case.warnings - warned))}"
    if case.without_warnings & warned:
        yield f"warns of {', '.join(sorted(case.without_warnings & warned))}"
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


def _read_file(desk: _Desk, name: str, path: Traversable) -> Iterator[WorkedCase | ClockCase]:
    page = read_yaml(_text(path), source=name)
    rule_id = name.removesuffix(".yaml").replace("/", ".")
    if not isinstance(page, dict) or set(page) != {"rule", "cases"} or page["rule"] != rule_id:
        raise CaseUnreadable(f"{name}: expected `rule: {rule_id}` and `cases:`")
    for number, entry in enumerate(page["cases"], start=1):
        try:
            yield _read_case(desk, rule_id, entry)
        except (KeyError, TypeError, ValueError) as error:
            raise CaseUnreadable(f"{name}: case {number}: {error}") from error


def _read_case(desk: _Desk, rule_id: str, entry: dict[str, Any]) -> WorkedCase | ClockCase:
    then = entry["then"]
    if set(then) == {"due"}:
        return _read_clock_case(rule_id, entry)
    if set(entry) != _KEYS or not set(then) <= _THEN:
        raise ValueError(f"a case has {', '.join(sorted(_KEYS))}; then has {', '.join(sorted(_THEN))}")
    when = datetime.fromisoformat(entry["when"])
    action, facts = _build(desk, entry["given"], when)
    zone = zone_named(facts.zone) or CHINA
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
        as_of=when.replace(tzinfo=zone),
        answer=answer,
        until=datetime.fromisoformat(then["until"]).replace(tzinfo=zone) if "until" in then else None,
        because=frozenset(then["because"]) if "because" in then else None,
        because_at_least=frozenset(then.get("because_at_least", ())),
        warnings=frozenset(then.get("warnings", ())),
        without_warnings=frozenset(then.get("without_warnings", ())),
        duties=frozenset(Duty(duty) for duty in then.get("duties", ())),
        without_duties=frozenset(Duty(duty) for duty in then.get("without_duties", ())),
        act=entry["given"]["act"],
        differing=tuple(key for key in entry["given"] if key != "act"),
    )


def _read_clock_case(rule_id: str, entry: dict[str, Any]) -> ClockCase:
    if set(entry) != _KEYS - {"when"} or set(entry["given"]) != {"started"}:
        raise ValueError("a clock's case has name, name_en, given: {started: a date} and then: {due: a date}")
    started, due = entry["given"]["started"], entry["then"]["due"]
    if type(started) is not date or type(due) is not date:
        raise ValueError("started and due are dates, such as 2026-03-01")
    return ClockCase(
        rule_id=rule_id, name=Bilingual(entry["name"], entry["name_en"]), started_on=started, due_on=due
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
    # One zone is the ordinary case: then the second clock shows the same time as the first.
    merged.setdefault("other_local_time", merged["local_time"])
    unknown_keys = set(merged) - set(ALL_COLUMNS)
    if unknown_keys:
        raise ValueError(f"no column is called {', '.join(sorted(unknown_keys))}")
    columns = {key: _value(key, value) for key, value in merged.items()}
    action = Action(
        case_id=CaseId("c-worked"),
        person_id=PersonId("p-worked"),
        creditor="worked_case",
        **{key: value for key, value in columns.items() if key in ACTION_COLUMNS},
    )
    return action, Facts(**{key: value for key, value in columns.items() if key in FACT_COLUMNS})


_PLAIN: dict[ColumnKind, type] = {
    ColumnKind.YES_NO: bool,
    ColumnKind.COUNT: int,
    ColumnKind.FEN: int,
    ColumnKind.NAME: str,
}


def _value(name: str, written: Any) -> Any:
    column = ALL_COLUMNS[name]
    if written is None or written == UNKNOWN:
        # `unknown` is also a word of two columns, where it is a value and not an absence.
        its_own_word = column.words is not None and UNKNOWN in set(column.words)
        return column.words(UNKNOWN) if its_own_word and written and column.words else None
    if column.kind is ColumnKind.WORDS and column.words is not None:
        return frozenset(column.words(word) for word in written)
    if name == "jurisdiction":
        return str(written)  # one that no pack covers is worth a case too
    if column.words is not None:
        return column.words(written)
    if column.kind is ColumnKind.DATE:
        return written if isinstance(written, date) else date.fromisoformat(written)
    if column.kind is ColumnKind.CLOCK:
        return written if isinstance(written, time) else time.fromisoformat(written)
    wanted = _PLAIN[column.kind]
    if type(written) is not wanted:
        raise ValueError(f"{name} needs a value of the kind {wanted.__name__}")
    return written
