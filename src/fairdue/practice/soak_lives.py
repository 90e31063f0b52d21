"""The lives of a soak: what befalls people and papers between the contacts, recorded through the operations.

Room: practice. Holds, consents, refusals, recalls, plans, statements and overrides, friendly ones and attempts
by one person to do what takes two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.consent import ConsentWindow
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.happening import (
    ArrangementSigned,
    ArrangementStateChanged,
    CaseRecalled,
    CaseRestated,
    ConsentGiven,
    ConsentRevoked,
    Happening,
    HoldPlaced,
    HoldReleased,
    IdentityVerified,
    NumberMarked,
    PaymentPosted,
    ThirdPartyRefused,
)
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import HoldId, PaymentId
from fairdue.foundation.reason import Reason
from fairdue.operations.attest import withdraw
from fairdue.operations.feed_back import CaseInCall, return_case
from fairdue.operations.override import ask_override, grant_override, withdraw_override
from fairdue.practice.soak_judge import Judge
from fairdue.practice.soak_world import ADMIN, GOOD_STAFF, World

WEEKLY = "house.weekly_contacts"
_CAUTIONS = ("channel_opted_out", "inside_inconvenient_time", "counterpart_is_minor")
_SEVERE = (HoldKind.DEATH, HoldKind.INCAPACITY)


@dataclass(frozen=True, slots=True)
class Lives:
    """What may happen on one site now."""

    world: World
    judge: Judge

    def live(self, case: CaseFile) -> tuple[str, str]:
        """Let one thing happen to a case; what it was, and what came of it."""
        name = self.world.rng.choices(_NAMES, _WEIGHTS)[0]
        return name, _HAPPENS[name](self, case)

    def renew_papers(self) -> None:
        """At the start of a day: what was withdrawn of the staff and the creditors is vouched for again."""
        site, now = self.judge.site, self.world.now
        for column, kind, names in (
            ("collector_licensed", ScopeKind.STAFF, GOOD_STAFF),
            ("agency_listed", ScopeKind.CREDITOR, site.country.creditors[:1]),
        ):
            for name in names:
                stands = any(
                    one.attestation_id not in site.withdrawn for one in site.statements_of(column, name)
                )
                if not stands:
                    self.world.vouch(site, column, "yes", Scope(kind, name), at=now)

    def record(self, case: CaseFile, happenings: Sequence[Happening]) -> str:
        """Record what happened, as the desk does: lock, load, append."""
        if not happenings:
            return "nothing to record"
        book = self.judge.site.memory.book
        with book.transaction():
            book.append(book.load_locked(case.case_id), happenings, at=self.world.now, actor=ADMIN)
        return "recorded"

    # --- holds and consents ------------------------------------------------------------------------------

    def a_hold(self, case: CaseFile) -> list[Happening]:
        """A hold of some kind for some time, a few without an end."""
        rng, now = self.world.rng, self.world.now
        kind = rng.choice(list(HoldKind))
        if kind in _SEVERE and rng.random() < 0.5:
            kind = HoldKind.DISPUTE
        length = timedelta(hours=rng.choice((3, 12, 30, 60)))
        endless = rng.random() < 0.1
        starts = now + timedelta(hours=rng.choice((0, 0, 0, 5)))
        period = Period(starts, None if endless else starts + length)
        return [HoldPlaced(Hold(HoldId(f"hd-{case.case_id}-{case.event_count}"), kind, period, "soak"))]

    def _hold(self, case: CaseFile) -> str:
        return self.record(case, self.a_hold(case))

    def _release(self, case: CaseFile) -> str:
        book = self.judge.site.memory.book
        for other_id in (case.case_id, *book.cases_of_person(case.party.person_id)):
            other = book.load(other_id)
            standing = [hold for hold in other.holds if hold.period.covers(self.world.now)]
            if standing:
                return self.record(other, [HoldReleased(hold.hold_id) for hold in standing])
        return "nothing to record"

    def _consent(self, case: CaseFile) -> str:
        rng, now = self.world.rng, self.world.now
        start = rng.choice((time(20), time(22), time(6), time(23, 30)))
        end = rng.choice((time(23), time(1), time(8)))
        window = ConsentWindow(
            consent_id=f"cs-{case.case_id}-{case.event_count}",
            channel=rng.choice(("phone", "phone", "sms", "email")),
            from_time=start,
            until_time=end,
            period=Period(now, now + timedelta(days=rng.choice((1, 5, 30)))),
            evidence="recording" if rng.random() < 0.9 else "",
        )
        return self.record(case, [ConsentGiven(window)])

    def _revoke(self, case: CaseFile) -> str:
        standing = [yes for yes in case.consents if yes.revoked_at is None]
        return self.record(case, [ConsentRevoked(yes.consent_id) for yes in standing])

    # --- numbers and third persons -----------------------------------------------------------------------

    def _mark(self, case: CaseFile) -> str:
        rng = self.world.rng
        if not case.contact_points:
            return "nothing to record"
        point = rng.choice(case.contact_points)
        spoilt = rng.random() < 0.2 and point.status is NumberStatus.USABLE
        status = rng.choice((NumberStatus.INVALID, NumberStatus.BLOCKED)) if spoilt else NumberStatus.USABLE
        return self.record(case, [NumberMarked(point.contact_point_id, status)])

    def _third_refuses(self, case: CaseFile) -> str:
        willing = [third for third in case.sealed_contacts if not third.refused]
        if not willing or self.world.rng.random() < 0.5:
            return "nothing to record"
        return self.record(case, [ThirdPartyRefused(willing[0].contact_point_id)])

    def _verified(self, case: CaseFile) -> str:
        answered = [a.attempt_id for a in case.attempts[-3:] if a.connected]
        return self.record(case, [IdentityVerified(answered[-1], "id_last_four")] if answered else [])

    # --- the case ----------------------------------------------------------------------------------------

    def _recall(self, case: CaseFile) -> str:
        """The creditor takes a case back, or we return it; a closed one mostly comes again."""
        rng, house = self.world.rng, self.judge.site.memory.house
        if not case.is_open:
            again = CaseRestated(case.account, case.party, case.contact_points, case.sealed_contacts)
            return self.record(case, [again])
        if rng.random() < 0.85:
            return "nothing to record"
        if rng.random() < 0.5:
            return self.record(case, [CaseRecalled(self.world.now.date())])
        try:
            return_case(house, case_id=case.case_id, as_of=self.world.now, actor=ADMIN)
        except CaseInCall:
            return "raised"
        return "recorded"

    def _plan(self, case: CaseFile) -> str:
        rng, today = self.world.rng, self.world.now.date()
        if case.performing_arrangement is not None:
            state = rng.choice((ArrangementState.DEFAULTED, ArrangementState.ENDED))
            arrangement_id = case.performing_arrangement.arrangement_id
            return self.record(case, [ArrangementStateChanged(arrangement_id, state)])
        if rng.random() < 0.8:
            return "nothing to record"
        parts = tuple(Instalment(today + timedelta(days=30 * n), 10_000) for n in range(1, 4))
        plan = Arrangement(f"ar-{case.case_id}-{case.event_count}", today, parts)
        return self.record(case, [ArrangementSigned(plan)])

    def _pay(self, case: CaseFile) -> str:
        payment_id = PaymentId(f"py-{case.case_id}-{case.event_count}")
        amount = self.world.rng.randrange(1, max(2, min(50_000, case.balance_fen)))
        return self.record(case, [PaymentPosted(payment_id, amount, self.world.now.date(), "bank_app")])

    # --- statements and overrides ------------------------------------------------------------------------

    def _state(self, case: CaseFile) -> str:
        column = self.world.rng.choice(_CAUTIONS)
        self.world.vouch(
            self.judge.site, column, "yes", Scope(ScopeKind.CASE, case.case_id), days=3, at=self.world.now
        )
        return "stated"

    def _withdraw(self, case: CaseFile) -> str:
        """Take a statement back: what was said of this case, or a licence, or a listing, for the day."""
        rng, site, now = self.world.rng, self.judge.site, self.world.now
        if rng.random() < 0.8:
            found = [one for column in _CAUTIONS for one in site.statements_of(column, case.case_id)]
        else:
            column = rng.choice(("collector_licensed", "agency_listed"))
            name = rng.choice(GOOD_STAFF) if column == "collector_licensed" else site.country.creditors[0]
            found = site.statements_of(column, name)
        standing = [one for one in found if one.attestation_id not in site.withdrawn]
        for one in standing:
            withdraw(site.memory.house, attestation_id=one.attestation_id, as_of=now, actor=ADMIN)
            site.withdrawn[one.attestation_id] = now
        return "withdrawn" if standing else "nothing to record"

    def _override(self, case: CaseFile) -> str:
        """Ask that a rule be set aside, and let the same person or another grant it."""
        rng, house, now = self.world.rng, self.judge.site.memory.house, self.world.now
        rules = {
            "CN": (WEEKLY, WEEKLY, WEEKLY, "cn.gbt_45251.effective_calls"),
            "US": ("us.reg_f.calls_in_seven_days", "us.reg_f.calls_after_conversation", WEEKLY),
            "GB": (WEEKLY,),
        }[self.judge.site.country.code]
        request = ask_override(
            house,
            case_id=case.case_id,
            rule_id=rng.choice(rules),
            reason="the customer asked for it",
            evidence="recording",
            ends_at=now + timedelta(days=rng.choice((1, 4, 10))),
            as_of=now,
            actor="lead-1",
        )
        if isinstance(request, Reason):
            return "refuse"
        actor = rng.choices(("lead-2", "lead-1", "LEAD-1"), (8, 1, 1))[0]
        granted = grant_override(
            house, case_id=case.case_id, override_id=request.override_id, as_of=now, actor=actor
        )
        if isinstance(granted, Reason):
            return "refuse"
        if rng.random() < 0.15:
            later = now + timedelta(seconds=1)
            withdraw_override(
                house, case_id=case.case_id, override_id=request.override_id, as_of=later, actor="lead-2"
            )
        return "granted"


_HAPPENS: dict[str, Callable[[Lives, CaseFile], str]] = {
    "hold placed": Lives._hold,
    "holds released": Lives._release,
    "consent given": Lives._consent,
    "consents revoked": Lives._revoke,
    "number marked": Lives._mark,
    "third person refuses": Lives._third_refuses,
    "identity verified": Lives._verified,
    "case recalled or placed again": Lives._recall,
    "plan": Lives._plan,
    "payment": Lives._pay,
    "statement made": Lives._state,
    "statements withdrawn": Lives._withdraw,
    "override": Lives._override,
}
_NAMES = tuple(_HAPPENS)
_WEIGHTS = (8, 30, 8, 4, 9, 3, 4, 10, 6, 4, 3, 6, 14)
