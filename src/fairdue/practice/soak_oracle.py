"""The oracle of a soak: what must never go out, said once more in plain code of its own.

Room: practice. For every proposal it lists the invariants that the act would break, from the ground truth alone;
it never looks at rules, checks or gathered facts. Went the act out all the same, that is a violation; was it
stopped, the invariant was really exercised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fairdue.compliance.action import Action
from fairdue.practice.soak_ground import Contact, Ground, GroundCase, is_notice, is_talk, is_unanswered
from fairdue.practice.soak_invariants import Invariant
from fairdue.practice.soak_world import Site, Statement

CHINA_ZONE = ZoneInfo("Asia/Shanghai")
CONTACTS = frozenset(
    {
        *("place_call", "send_message", "send_letter", "send_email"),
        *("leave_voicemail", "contact_third_party", "visit"),
    }
)
DIALS = frozenset({"place_call", "leave_voicemail", "contact_third_party"})
SAYINGS = frozenset({"say_debt_fact", "state_amount", "offer_plan", "offer_relief"})
WORDED = SAYINGS | {"send_message", "send_letter", "send_email", "leave_voicemail", "say_sentence"}
THREATS = frozenset({"bodily_threat", "insult", "public_exposure"})
ASKING = frozenset({"collect", "notify", "restore_contact"})
EVERYTHING = ASKING | {"reach_heir_or_guardian"}
OF_PERSON = frozenset({"death", "incapacity", "distress", "stop_contact", "representation", "moratorium"})

STOPPED_EVERYWHERE = {
    "complaint": frozenset({"collect"}),
    "hardship": frozenset({"collect"}),
    "claimed_payment": frozenset({"collect"}),
    **dict.fromkeys(("stop_contact", "representation", "death", "incapacity", "distress"), ASKING),
    "compliance": EVERYTHING,
}
STOPPED_IN = {
    "CN": {"dispute": frozenset({"collect"})},
    "US": {"dispute": ASKING},
    "GB": {"dispute": ASKING, "moratorium": ASKING},
}
DEBT_WORDS = frozenset({"debt_fact", "amount", "litigation", "credit_record", "deadline", "relief"})
_FAILED = frozenset({"no_answer", "busy", "powered_off", "rejected", "empty_number", "suspended"}) | {
    "voicemail",
    "assistant",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One act as somebody proposed it, with what only the moment knows."""

    action: Action
    at: datetime
    actor: str
    identity_verified: bool | None = None


class Oracle:
    """Judges one site. ``ground`` must have read all rows before anything is asked."""

    def __init__(self, site: Site, ground: Ground) -> None:
        self._site = site
        self._ground = ground
        self._country = site.country.code

    def objections(self, proposal: Proposal) -> set[Invariant]:
        """The invariants that this act would break if it went out now."""
        case = self._ground.cases.get(proposal.action.case_id)
        if case is None:
            return set()
        found: set[Invariant] = set()
        kind = proposal.action.kind.value
        if kind in CONTACTS or kind == "reveal_sealed_contact":
            found |= self._to_whom(case, proposal)
        if kind in CONTACTS:
            found |= self._when(case, proposal) | self._how_often(case, proposal)
        if kind in SAYINGS:
            found |= self._said(proposal)
        if (kind in WORDED or self._country == "CN") and self._country != "US":
            claims = {claim.value for claim in proposal.action.claims}
            found |= {Invariant.THREAT} if claims & THREATS else set()
        found |= self._stopped(case, proposal)
        found |= self._papers(case, proposal)
        return found

    # --- to whom -----------------------------------------------------------------------------------------

    def _to_whom(self, case: GroundCase, proposal: Proposal) -> set[Invariant]:
        action, found = proposal.action, set[Invariant]()
        point = action.contact_point_id
        of_third = action.callee_role.value == "third_party"
        if point in case.thirds and not of_third:
            found.add(Invariant.THIRD_AS_DEBTOR)
        if of_third and point in case.numbers and action.kind.value in CONTACTS:
            found.add(Invariant.DEBTOR_AS_THIRD)
        if point is not None and point not in case.thirds and point not in case.numbers:
            found.add(Invariant.FOREIGN_NUMBER)
        if point in case.numbers and action.kind.value in CONTACTS:
            key = case.numbers[point][2]
            if any(key in one.spoilt for one in self._ground.of_person[case.person]):
                found.add(Invariant.SPOILT_NUMBER)
        if of_third:
            found |= self._third_person(case, proposal)
        return found

    def _third_person(self, case: GroundCase, proposal: Proposal) -> set[Invariant]:
        action, now, found = proposal.action, proposal.at, set[Invariant]()
        mine = self._ground.of_person[case.person]
        key = case.thirds.get(action.contact_point_id or "")
        for one in mine:
            for point in one.refused:
                if point == action.contact_point_id or (key is not None and one.thirds.get(point) == key):
                    found.add(Invariant.REFUSED_THIRD)
        dead = {hold.kind for one in mine for hold in one.holds.values() if hold.stands(now)}
        if action.purpose.value == "restore_contact":
            if self._country == "CN" and not self._lost(case, now):
                found.add(Invariant.NOT_LOST)
        elif action.purpose.value == "reach_heir_or_guardian":
            if self._country == "US" or (self._country == "CN" and dead.isdisjoint({"death", "incapacity"})):
                found.add(Invariant.NO_HEIR_YET)
        elif self._country in ("CN", "US"):
            found.add(Invariant.THIRD_ASKED_TO_PAY)
        if action.kind.value in CONTACTS and DEBT_WORDS & {claim.value for claim in action.claims}:
            found.add(Invariant.DEBT_TO_OTHERS)
        if self._country == "US" and action.kind.value in CONTACTS:
            asked = [contact for one in mine for contact in one.contacts if contact.role == "third_party"]
            if any(one.point == action.contact_point_id or (key and one.key == key) for one in asked):
                found.add(Invariant.US_THIRD_ONCE)
        return found

    def _lost(self, case: GroundCase, now: datetime) -> bool:
        """Are all own numbers void, or did three calls in a row fail, or calls on three days in a row?"""
        phones = {p: n for p, n in case.numbers.items() if n[0] in ("mobile", "home_phone", "work_phone")}
        if phones and all(number[2] in case.invalid for number in phones.values()):
            return True
        counted = {p for p, n in phones.items() if n[0] == "mobile"} or set(phones)
        run: list[date] = []
        for contact in sorted(self._ground.with_person.get(case.person, ()), key=lambda one: one.at):
            home = self._ground.cases[contact.case_id]
            if contact.by == "debtor" or contact.attempt_id in home.verified:
                run.clear()
            elif contact.case_id == case.case_id and contact.point in counted and _tried(contact):
                if contact.answered:
                    run.clear()
                elif contact.result in _FAILED:
                    run.append(contact.at.astimezone(CHINA_ZONE).date())
        if len(run) >= 3 and now.astimezone(CHINA_ZONE).date() > run[2]:
            return True
        days = sorted(set(run))
        return any(
            two - one == three - two == timedelta(days=1)
            for one, two, three in zip(days, days[1:], days[2:], strict=False)
        )

    # --- when --------------------------------------------------------------------------------------------

    def _when(self, case: GroundCase, proposal: Proposal) -> set[Invariant]:
        action = proposal.action
        if action.kind.value == "send_letter" or action.initiated_by.value != "agent":
            return set()
        name = self._site.zones.get(proposal.action.case_id)
        if name is None:
            return {Invariant.WHEREABOUTS}
        wall = proposal.at.astimezone(ZoneInfo(name)).time()
        if self._country == "US" and not time(8) <= wall < time(21):
            return {Invariant.US_HOURS}
        night = not time(8) <= wall < time(22)
        if not night or self._agreed(case, action.channel.value, proposal.at, wall):
            return set()
        service = action.purpose.value == "service"
        if service and action.kind.value in ("place_call", "leave_voicemail", "visit"):
            return {Invariant.SERVICE_HOURS}
        return {Invariant.QUIET_HOURS} if not service and self._country == "CN" else set()

    @staticmethod
    def _agreed(case: GroundCase, channel: str, now: datetime, wall: time) -> bool:
        for yes in case.consents.values():
            begun, ended = yes.starts_at <= now, yes.ends_at is not None and yes.ends_at <= now
            revoked = yes.revoked_at is not None and yes.revoked_at <= now
            if yes.channel != channel or not yes.evidence or not begun or ended or revoked:
                continue
            start, end = time.fromisoformat(yes.from_time), time.fromisoformat(yes.until_time)
            inside = start <= wall < end if start <= end else wall >= start or wall < end
            if inside:
                return True
        return False

    # --- how often ---------------------------------------------------------------------------------------

    def _how_often(self, case: GroundCase, proposal: Proposal) -> set[Invariant]:
        action, now, found = proposal.action, proposal.at, set[Invariant]()
        zone = self._site.zones.get(action.case_id)
        if zone is None or action.initiated_by.value != "agent":
            return found
        day = now.astimezone(ZoneInfo(zone)).date()
        kind = action.kind.value
        to_debtor = action.callee_role.value != "third_party"
        mine = [c for c in self._ground.with_person.get(case.person, ()) if c.creditor == case.creditor]
        today = [contact for contact in mine if self.day_of(contact) == day]
        if self._country == "CN":
            if kind == "place_call" and to_debtor:
                call_type = action.call_type.value if action.call_type else ""
                if call_type == "interactive" and sum(map(is_talk, today)) >= 3:
                    found.add(Invariant.TALK_CAP)
                if call_type == "notify" and sum(map(is_notice, today)) >= 3:
                    found.add(Invariant.NOTIFY_CAP)
            if kind == "visit" and any(contact.channel == "in_person" for contact in today):
                found.add(Invariant.VISIT_CAP)
            if kind == "visit" and action.headcount not in (2, 3):
                found.add(Invariant.VISIT_PARTY)
            if kind in DIALS and self._unanswered(self._key(case, action), day) >= 6:
                found.add(Invariant.NUMBER_CAP)
        if to_debtor and action.purpose.value in ASKING and self._country == "CN":
            week = [c for c in mine if c.begun_by == "agent" and c.role != "third_party"]
            in_week = sum(day - timedelta(days=6) <= self.day_of(contact) <= day for contact in week)
            if in_week >= 14 and not self._set_aside(case, "house.weekly_contacts", now):
                found.add(Invariant.WEEKLY)
        if self._country == "US" and kind in ("place_call", "leave_voicemail"):
            found |= self._us_calls(case, day, now)
        return found

    def _us_calls(self, case: GroundCase, day: date, now: datetime) -> set[Invariant]:
        found = set[Invariant]()
        dialled = [c for c in case.contacts if c.ours_by_phone and c.role != "third_party"]
        recent = sum(day - timedelta(days=6) <= self.day_of(contact) <= day for contact in dialled)
        if recent >= 7 and not self._set_aside(case, "us.reg_f.calls_in_seven_days", now):
            found.add(Invariant.US_SEVEN_CALLS)
        talked = [
            self.day_of(contact)
            for contact in case.contacts
            if contact.channel == "phone" and contact.answered and contact.by == "debtor"
            if contact.role != "third_party"
        ]
        silent = talked and day < max(talked) + timedelta(days=7)
        if silent and not self._set_aside(case, "us.reg_f.calls_after_conversation", now):
            found.add(Invariant.US_SILENCE)
        return found

    def day_of(self, contact: Contact) -> date:
        """The civil day of a contact where the person is."""
        zone = self._site.zones.get(contact.case_id) or "Asia/Shanghai"
        return contact.at.astimezone(ZoneInfo(zone)).date()

    @staticmethod
    def _key(case: GroundCase, action: Action) -> str | None:
        point = action.contact_point_id or ""
        return case.numbers[point][2] if point in case.numbers else case.thirds.get(point)

    def _unanswered(self, key: str | None, day: date) -> int:
        return sum(
            is_unanswered(contact) and self.day_of(contact) == day
            for contact in self._ground.on_number.get(key or "", ())
        )

    @staticmethod
    def _set_aside(case: GroundCase, rule: str, now: datetime) -> bool:
        return any(one.rule == rule and one.stands(now) for one in case.overrides.values())

    def passed_caps(self, ended: Sequence[Contact]) -> set[Invariant]:
        """The caps that were passed by contacts whose end became known just now, in their own units."""
        found = set[Invariant]()
        if self._country != "CN":
            return found
        for last in ended:
            day = self.day_of(last)
            mine = [
                c
                for c in self._ground.with_person[last.person]
                if c.creditor == last.creditor and self.day_of(c) == day
            ]
            if sum(map(is_talk, mine)) > 3:
                found.add(Invariant.TALK_CAP)
            if sum(map(is_notice, mine)) > 3:
                found.add(Invariant.NOTIFY_CAP)
            if self._unanswered(last.key, day) > 6:
                found.add(Invariant.NUMBER_CAP)
        return found

    # --- stopped, said, papers ---------------------------------------------------------------------------

    def _stopped(self, case: GroundCase, proposal: Proposal) -> set[Invariant]:
        action, now, found = proposal.action, proposal.at, set[Invariant]()
        purpose, kind = action.purpose.value, action.kind.value
        if purpose in EVERYTHING and not case.open:
            found.add(Invariant.CLOSED)
        if purpose == "collect" and self._country == "CN" and "performing" in case.plans.values():
            found.add(Invariant.PLAN)
        document = action.document.value if action.document else ""
        holds = self._ground.known_holds(case, now, OF_PERSON)
        stopped = STOPPED_EVERYWHERE | STOPPED_IN[self._country]
        for hold in holds:
            if purpose in stopped.get(hold, ()) and document not in ("dispute_reply", "final_notice"):
                local_kind = kind in CONTACTS or kind in SAYINGS or hold in STOPPED_EVERYWHERE
                if local_kind:
                    found.add(Invariant.HOLD)
        ceased = bool(holds & {"stop_contact", "representation"}) and document != "final_notice"
        ours = kind in CONTACTS and action.initiated_by.value == "agent"
        if self._country == "US" and ours and ceased:
            found.add(Invariant.US_CEASE)
        handed_on = kind in ("report_to_bureau", "hand_to_agency")
        if handed_on and holds & {"dispute", "claimed_payment", "compliance"}:
            found.add(Invariant.HANDED_ON)
        return found

    def _said(self, proposal: Proposal) -> set[Invariant]:
        found = set[Invariant]()
        if proposal.action.callee_role.value == "third_party":
            found.add(Invariant.DEBT_TO_OTHERS)
        elif proposal.identity_verified is not True:
            found.add(Invariant.UNVERIFIED)
        return found

    def _papers(self, case: GroundCase, proposal: Proposal) -> set[Invariant]:
        action, now, found = proposal.action, proposal.at, set[Invariant]()
        kind, ours = action.kind.value, action.initiated_by.value == "agent"
        says_no = self._person_said(case, now)
        if kind in CONTACTS and ours and self._country in ("US", "GB"):
            if says_no("channel_opted_out"):
                found.add(Invariant.OPTED_OUT)
            if says_no("inside_inconvenient_time") and kind != "send_letter":
                found.add(Invariant.INCONVENIENT)
        if self._country != "CN" or not ours:
            return found
        if (kind in CONTACTS or kind == "reveal_sealed_contact") and not self._vouched(
            "collector_licensed", "staff", proposal.actor, now
        ):
            found.add(Invariant.LICENCE)
        if kind in CONTACTS and says_no("counterpart_is_minor"):
            found.add(Invariant.MINOR)
        for_debt = kind in CONTACTS and action.purpose.value in EVERYTHING
        if for_debt and not self._vouched("agency_listed", "creditor", case.creditor, now):
            found.add(Invariant.LISTING)
        channel = action.channel.value
        by_line = kind in CONTACTS and channel in ("phone", "sms", "instant_message")
        if by_line and not self._vouched("line_registered", "line", f"line-{channel}", now):
            found.add(Invariant.LINE)
        return found

    def _stands(self, one: Statement, now: datetime) -> bool:
        taken_back = self._site.withdrawn.get(one.attestation_id)
        ended = one.ends_at is not None and one.ends_at <= now
        return one.starts_at <= now and not ended and not (taken_back is not None and taken_back <= now)

    def _vouched(self, column: str, scope: str, name: str, now: datetime) -> bool:
        return any(
            one.value == "yes" and self._stands(one, now)
            for one in self._site.statements_of(column, name)
            if one.scope == scope
        )

    def _person_said(self, case: GroundCase, now: datetime) -> Callable[[str], bool]:
        def asked(column: str) -> bool:
            return any(
                one.value == "yes" and self._stands(one, now)
                for other in self._ground.of_person[case.person]
                for one in self._site.statements_of(column, other.case_id)
            )

        return asked


def _tried(contact: Contact) -> bool:
    """A call of ours to the debtor that is over."""
    return contact.ours_by_phone and contact.role == "debtor" and bool(contact.result)
