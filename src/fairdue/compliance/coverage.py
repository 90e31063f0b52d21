"""Coverage: what the rulebook does about every conduct rule of the register, and where the account has holes.

Room: compliance. A conduct rule may take several rules; it counts as what the strongest of them does: enforced
before warned before recorded before disabled. Policy of the house may name a conduct rule too and is listed with
it, but only rules of the jurisdiction's own pack account for it: policy is no reading of the law.

>>> from fairdue.compliance.register import load_register
>>> from fairdue.compliance.rulebook import load_rulebook
>>> found = coverage(load_rulebook(), load_register(), ())
>>> found.of("CN-TIME-02").treatment
<Treatment.ENFORCED: 'enforced'>
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from fairdue.compliance.action import ACTION_COLUMNS
from fairdue.compliance.checks import MustBeOneOf, Never
from fairdue.compliance.decision import Outcome
from fairdue.compliance.register import ConductEntry, Register
from fairdue.compliance.rule import NOT_ENFORCEABLE, Confidence, Effect, Rule, Treatment
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import ClockCase, WorkedCase, judge
from fairdue.foundation.bilingual import Bilingual


class FaultKind(StrEnum):
    """What can be wrong with the account."""

    NO_RULE = "no_rule"  # a conduct rule that nothing accounts for
    NOT_IN_REGISTER = "not_in_register"  # a rule from a conduct rule that is not there
    READ_BETTER = "read_better"  # a rule that claims to be read better than its entry
    SOURCE_UNKNOWN = "source_unknown"  # a source that is none of the entry's
    ONE_SIDED = "one_sided"  # no case on one of the two sides of its boundary
    CLOCK_WITHOUT_CASE = "clock_without_case"  # a clock that no case counts through
    READ_TOO_BADLY = "read_too_badly"  # recalled or not verified, and not disabled
    NO_REASON = "no_reason"  # disabled, and nothing says why


@dataclass(frozen=True, slots=True)
class Fault:
    """One hole: its kind, the conduct id or rule id it is about, the file to mend where there is one, and words."""

    kind: FaultKind
    subject: str
    file: str | None
    says: Bilingual


@dataclass(frozen=True, slots=True)
class Account:
    """One conduct rule, the rules that name it in reading order, and what is done about it; None is nothing."""

    entry: ConductEntry
    rules: tuple[Rule, ...]
    treatment: Treatment | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole account, in the order of the register."""

    accounts: tuple[Account, ...]
    faults: tuple[Fault, ...]

    def of(self, conduct_id: str) -> Account:
        """The account of one conduct rule; KeyError when the register has none of that id."""
        for account in self.accounts:
            if account.entry.conduct_id == conduct_id:
                return account
        raise KeyError(f"the register has no conduct rule {conduct_id}")

    @property
    def accounted(self) -> int:
        """How many conduct rules have at least one rule."""
        return sum(account.treatment is not None for account in self.accounts)

    @property
    def total(self) -> int:
        """How many conduct rules the register has."""
        return len(self.accounts)

    def count(self, *, pack: str | None = None, treatment: Treatment | None = None) -> int:
        """How many conduct rules of a pack (all packs, if none is named) are treated so; None: not accounted for."""
        return sum(
            account.treatment is treatment and pack in (None, account.entry.pack) for account in self.accounts
        )

    @property
    def packs(self) -> tuple[str, ...]:
        """The packs in the order of the register."""
        return tuple(dict.fromkeys(account.entry.pack for account in self.accounts))


def coverage(
    rulebook: Rulebook,
    register: Register,
    cases: Iterable[WorkedCase],
    *,
    clock_cases: Iterable[ClockCase] | None = None,
) -> Coverage:
    """Account for every conduct rule of the register, and list the faults.

    Every case is put to the gate once. ``clock_cases`` None leaves out whether clocks have cases. Rules that a
    house added to tighten others (``tightens``) need no cases: they are compared with their base when loaded.
    """
    naming: dict[str, list[Rule]] = defaultdict(list)
    for rule in rulebook.rules:
        if rule.conduct_id is not None:
            naming[rule.conduct_id].append(rule)
    accounts = tuple(_account(entry, naming[entry.conduct_id]) for entry in register.entries)
    outcomes: dict[str, set[Outcome | None]] = defaultdict(set)
    for case in cases:
        outcomes[case.rule_id].add(judge(case, rulebook=rulebook).own_outcome)
    clocks_met = None if clock_cases is None else {case.rule_id for case in clock_cases}
    faults = [fault for account in accounts for fault in _faults_of_account(account)]
    entries = {entry.conduct_id: entry for entry in register.entries}
    for rule in rulebook.rules:
        faults += _faults_of_rule(rule, entries)
        if rule.tightens is None:
            faults += _faults_of_cases(rule, outcomes[rule.rule_id])
        if clocks_met is not None:
            faults += _faults_of_clock(rule, clocks_met)
    return Coverage(accounts, tuple(faults))


_STRENGTH = {treatment: place for place, treatment in enumerate(Treatment)}

# What is derived is our own conclusion, so it is read less well than any text; the house's own word is beside this.
_READ_WORSE_AND_WORSE = (
    Confidence.SOURCE,
    Confidence.COPY,
    Confidence.PRESS,
    Confidence.DERIVED,
    Confidence.UNVERIFIED,
    Confidence.RECALLED,
)


def _account(entry: ConductEntry, rules: list[Rule]) -> Account:
    own = [rule.treatment for rule in rules if rule.pack == entry.pack]
    return Account(entry, tuple(rules), min(own, key=_STRENGTH.__getitem__) if own else None)


def _faults_of_account(account: Account) -> Iterator[Fault]:
    if account.treatment is None:
        entry = account.entry
        yield Fault(
            FaultKind.NO_RULE,
            entry.conduct_id,
            None,
            Bilingual(
                f"{entry.conduct_id} 没有对应规则；请在 {entry.pack}/ 下写一条，不能执行的写 status: disabled 并说明原因",
                f"no rule accounts for {entry.conduct_id}; write one under {entry.pack}/, disabled with its reason "
                "where it cannot be enforced",
            ),
        )


def _faults_of_rule(rule: Rule, entries: dict[str, ConductEntry]) -> Iterator[Fault]:
    disabled = rule.treatment is Treatment.DISABLED
    if rule.conduct_id is not None and rule.conduct_id not in entries:
        yield _fault(
            FaultKind.NOT_IN_REGISTER,
            rule,
            f"from: {rule.conduct_id} 不在清单里；请改正编号，或先登记",
            f"from: {rule.conduct_id} is not in the register; correct the id, or list it there first",
        )
    elif rule.conduct_id is not None and not rule.is_house_policy:
        yield from _faults_of_reading(rule, entries[rule.conduct_id])
    if rule.confidence in NOT_ENFORCEABLE and not disabled:
        yield _fault(
            FaultKind.READ_TOO_BADLY,
            rule,
            f"confidence: {rule.confidence}，不能使用；请写 status: disabled",
            f"confidence: {rule.confidence}, so it cannot be used; write `status: disabled`",
        )
    if disabled and rule.disabled_because is None:
        yield _fault(
            FaultKind.NO_REASON,
            rule,
            "已停用，但没有写 disabled_because",
            "disabled without a reason; write disabled_because and disabled_because_en",
        )


def _faults_of_reading(rule: Rule, entry: ConductEntry) -> Iterator[Fault]:
    rank = _READ_WORSE_AND_WORSE.index
    if rule.confidence is Confidence.POLICY or rank(rule.confidence) < rank(entry.confidence):
        yield _fault(
            FaultKind.READ_BETTER,
            rule,
            f"confidence: {rule.confidence}，而清单里 {entry.conduct_id} 是 {entry.confidence}；请写 {entry.confidence}",
            f"confidence: {rule.confidence}, but {entry.conduct_id} was read as {entry.confidence}; "
            f"write {entry.confidence}",
        )
    for source in rule.sources:
        if source not in entry.sources:
            yield _fault(
                FaultKind.SOURCE_UNKNOWN,
                rule,
                f"来源 {source} 不是 {entry.conduct_id} 登记的来源；请改用登记的，或先登记",
                f"the source {source} is none of {entry.conduct_id}; take one of those, or list it there first",
            )


def _faults_of_cases(rule: Rule, outcomes: set[Outcome | None]) -> Iterator[Fault]:
    if rule.treatment not in (Treatment.ENFORCED, Treatment.WARNED):
        return
    if isinstance(rule.versions[-1].check, Never):
        # What is forbidden as such passes nowhere; its other side is where it does not apply.
        if Outcome.NOT_APPLICABLE not in outcomes:
            yield _fault(FaultKind.ONE_SIDED, rule, "没有不适用的案例", "no case to which it does not apply")
    elif Outcome.PASSED not in outcomes:
        yield _fault(
            FaultKind.ONE_SIDED, rule, "没有通过的案例", "no case that it lets pass, or lays its duty on"
        )
    if not outcomes & firing_outcomes(rule):
        yield _fault(
            FaultKind.ONE_SIDED,
            rule,
            "没有不适用的案例" if rule.effect is Effect.DUTY else "没有触发的案例",
            "no case in which the duty does not arise"
            if rule.effect is Effect.DUTY
            else "no case in which it fires",
        )


def firing_outcomes(rule: Rule) -> frozenset[Outcome]:
    """The outcomes that show the other side of a rule's boundary: it fires, or its duty does not arise."""
    if rule.effect is Effect.DUTY:
        return frozenset({Outcome.NOT_APPLICABLE})
    firing = frozenset({Outcome.REFUSE, Outcome.DEFER, Outcome.WARN})
    check = rule.versions[-1].check
    if isinstance(check, MustBeOneOf) and check.column in ACTION_COLUMNS:
        # An act can lie outside a closed list of its own words only by saying none of them.
        return firing | {Outcome.UNKNOWN}
    return firing


def _faults_of_clock(rule: Rule, met: set[str]) -> Iterator[Fault]:
    has_clock = any(version.clock is not None for version in rule.versions)
    if rule.treatment is Treatment.RECORDED and has_clock and rule.rule_id not in met:
        yield _fault(
            FaultKind.CLOCK_WITHOUT_CASE,
            rule,
            "期限没有案例",
            "its clock has no case that says when it starts and what day it leads to",
        )


def _fault(kind: FaultKind, rule: Rule, zh: str, en: str) -> Fault:
    return Fault(kind, rule.rule_id, rule.file, Bilingual(zh, en))
