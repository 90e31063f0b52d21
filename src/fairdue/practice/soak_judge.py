"""The judge of a soak: reads what each act left behind, and says which invariants it broke.

Room: practice. It asks the oracle before an act and looks afterwards: at the deliveries that the fake channels
kept, the permits, the rows of the log and the ledger beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fairdue.compliance.decision import Permit
from fairdue.operations.audit import audit
from fairdue.operations.ports import DecisionRecord
from fairdue.operations.send import Revealed, Sent
from fairdue.practice.soak_ground import Ground, is_notice, is_talk, is_unanswered
from fairdue.practice.soak_invariants import Invariant
from fairdue.practice.soak_oracle import Oracle, Proposal
from fairdue.practice.soak_world import Kept, Site


@dataclass(frozen=True, slots=True)
class Violation:
    """One invariant broken by one act; ``what`` names kinds and ids, never a person."""

    invariant: Invariant
    act: int
    what: str


class Judge:
    """Judges all acts of one site. ``stopped`` counts the proposals that an invariant really held back."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.ground = Ground()
        self.oracle = Oracle(site, self.ground)
        self.act = 0
        self.delivered = 0
        self.stopped: Counter[Invariant] = Counter()
        self.checked: Counter[Invariant] = Counter()
        self.violations: list[Violation] = []
        self._rows = self._decisions = self._ended = self._revealed = 0
        self._kept = dict.fromkeys(site.channels, 0)
        self._permits: dict[str, DecisionRecord] = {}
        self._used: set[str] = set()
        self.catch_up()

    def catch_up(self) -> None:
        """Read the rows and the decisions that are new, and judge the contacts that ended meanwhile."""
        memory = self.site.memory
        self.ground.read(memory.book.log[self._rows :])
        self._rows = len(memory.book.log)
        for decision in memory.ledger.decisions[self._decisions :]:
            if decision.permit_id is not None:
                if decision.permit_id in self._permits:
                    self.violated(Invariant.ONE_PERMIT, "a permit id was given twice")
                self._permits[decision.permit_id] = decision
        self._decisions = len(memory.ledger.decisions)
        ended = self.ground.ended[self._ended :]
        self._ended = len(self.ground.ended)
        for invariant in sorted(self.oracle.passed_caps(ended)):
            self.violated(invariant, "the cap was passed when a contact ended")

    def before(self, proposal: Proposal) -> set[Invariant]:
        """What the oracle has against an act that is about to be tried."""
        return self.oracle.objections(proposal)

    def after(self, proposal: Proposal, objections: set[Invariant], answer: object) -> None:
        """Hold the answer against the objections, and the deliveries against the answer."""
        self.catch_up()
        went_out = isinstance(answer, Sent | Revealed | Permit)
        kind = proposal.action.kind.value
        for invariant in sorted(objections):
            if went_out:
                self.violated(invariant, f"{kind} went out on case {proposal.action.case_id}")
            else:
                self.stopped[invariant] += 1
        if isinstance(answer, Revealed):
            self._opened(answer)
        self.check_deliveries(kind)

    def check_deliveries(self, kind: str | None = None) -> None:
        """Every new delivery has one attempt, with one permit of its own, to a number of its own case."""
        for channel, keeper in self.site.channels.items():
            for kept in keeper.kept[self._kept[channel] :]:
                self.delivered += 1
                self._one_permit(kept, channel, kind)
            self._kept[channel] = len(keeper.kept)

    def _one_permit(self, kept: Kept, channel: str, kind: str | None) -> None:
        self.checked[Invariant.ONE_PERMIT] += 1
        contact = self.ground.contacts.get(kept.outbound.attempt_id)
        if contact is None:
            self.violated(Invariant.ONE_PERMIT, "a delivery without an attempt in the log")
            return
        permit = self._permits.get(contact.permit_id)
        if permit is None or permit.verdict != "permit" or permit.case_id != contact.case_id:
            self.violated(Invariant.ONE_PERMIT, f"attempt {contact.attempt_id} has no permit of its case")
        elif kind is not None and permit.action != kind:
            self.violated(
                Invariant.ONE_PERMIT, f"a permit for {permit.action} was spent on {kind or 'another act'}"
            )
        if contact.permit_id in self._used or contact.channel != channel:
            self.violated(Invariant.ONE_PERMIT, f"attempt {contact.attempt_id} shares a permit or a channel")
        self._used.add(contact.permit_id)
        contact.kind = permit.action if permit is not None else ""
        case = self.ground.cases[contact.case_id]
        own = case.numbers.get(contact.point or "")
        wanted = own[1] if own is not None else ""
        self.checked[Invariant.ADDRESS] += 1
        if kept.outbound.to != wanted or kept.at != contact.at:
            self.violated(Invariant.ADDRESS, f"attempt {contact.attempt_id} went somewhere or somewhen else")

    def _opened(self, answer: Revealed) -> None:
        self._revealed += 1
        self.checked[Invariant.REVEALED] += 1
        permit = answer.permit.permit_id
        reveals = [p for case in self.ground.cases.values() for _, p in case.reveals if p == permit]
        if reveals != [permit] or permit not in self._permits or permit in self._used:
            self.violated(Invariant.REVEALED, "a sealed contact was opened without a permit of its own")
        self._used.add(permit)

    def violated(self, invariant: Invariant, what: str) -> None:
        """Keep a violation."""
        self.violations.append(Violation(invariant, self.act, f"{self.site.country.code}: {what}"))

    def check_books(self, *, whole: bool) -> None:
        """Hold ledger, seals and counters against the log; ``whole`` replays every log as well."""
        memory = self.site.memory
        self.checked[Invariant.LEDGER] += 1
        ledger = {
            one.record.attempt_id: (one.record.permit_id, one.record.case_id, one.result, one.answered_by)
            for one in memory.ledger.attempts.values()
        }
        log = {
            one.attempt_id: (one.permit_id, one.case_id, one.result or None, one.by or None)
            for one in self.ground.contacts.values()
        }
        if ledger != log:
            self.violated(Invariant.LEDGER, "the ledger's attempts are not the log's")
        if len(memory.sealer.opened) != self._revealed:
            self.violated(Invariant.REVEALED, "a seal was opened that no reveal accounts for")
        if whole:
            self.checked[Invariant.CHAIN] += len(self.ground.cases)
            for finding in audit(memory.house).findings:
                broken = Invariant.LEDGER if finding.of_counted_contact else Invariant.CHAIN
                self.violated(broken, f"case {finding.case_id}: {finding.fault}")

    def check_counters(self, case_id: str) -> None:
        """The counters that the gate reads are never below what the log holds."""
        zone = self.site.zones.get(case_id)
        case = self.ground.cases[case_id]
        contacts = self.ground.with_person.get(case.person, ())
        if zone is None or not contacts:
            return
        self.checked[Invariant.COUNTERS] += 1
        last = contacts[-1]
        day = self.oracle.day_of(last)
        mine = [c for c in contacts if c.creditor == last.creditor and self.oracle.day_of(c) == day]
        on_number = self.ground.on_number.get(last.key or "", ())
        counts = self.site.memory.ledger.counts(
            person_id=last.person,  # type: ignore[arg-type]
            creditor=last.creditor,
            number_key=last.key,
            on=day,
            as_of=last.at,
            zone=ZoneInfo(zone),
        )
        held = (
            sum(map(is_talk, mine)),
            sum(map(is_notice, mine)),
            sum(is_unanswered(c) and self.oracle.day_of(c) == day for c in on_number),
        )
        counted = (counts.effective_calls, counts.connected_notify_calls, counts.unanswered_on_number)
        if any(one > other for one, other in zip(held, counted, strict=True)):
            self.violated(Invariant.COUNTERS, "a counter is below what the log holds")
