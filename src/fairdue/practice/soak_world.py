"""The world of a soak: invented debtors in several countries, their cases, the papers that people vouched for,
and channels that keep what they delivered. One seed makes one world.

Room: practice. People share numbers, have cases with several creditors, and are each other's contacts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.compliance.attested import ATTESTED_COLUMNS, scopes_of
from fairdue.compliance.rulebook import Rulebook
from fairdue.conversation.playbook import read_flow
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.ids import AttemptId, CaseId
from fairdue.intake.layouts import playbook_layouts
from fairdue.operations.attest import state
from fairdue.operations.place import place_file
from fairdue.operations.ports import Channel, Delivery, Outbound
from fairdue.operations.standing_ports import Line
from fairdue.practice.memory_house import MemoryHouse, memory_house
from fairdue.practice.population import HEADERS, generate_rows

START = datetime(2026, 3, 2, 8, 30, tzinfo=CHINA)
PLACED_ON = date(2026, 3, 1)
MORE_HEADERS = ("备用手机", "单位电话", "邮箱")
ADMIN = "admin"
GOOD_STAFF = ("collector-1", "collector-2", "collector-3")
RUNS_OUT = "collector-4"  # the licence ends in the middle of the story
UNLICENSED = "collector-5"
CHANNELS = ("phone", "sms", "instant_message", "email", "letter", "in_person")
UNREGISTERED_LINE = "line-instant_message"


@dataclass(frozen=True, slots=True)
class Country:
    """One jurisdiction of the story, with its creditors; the last creditor of several lists no agency."""

    code: str
    creditors: tuple[str, ...]
    zones: tuple[str, ...]
    share: int


COUNTRIES = (
    Country("CN", ("示例银行信用卡中心", "示例消费金融有限公司", "未公示银行"), ("Asia/Shanghai",), 60),
    Country("US", ("Example Bank", "Example Auto Loans"), ("America/New_York", "America/Los_Angeles"), 25),
    Country("GB", ("Example Building Society",), ("Europe/London",), 15),
)

# What somebody vouches for where nothing stands in the way; each for the widest scope its column allows.
PAPERS: Mapping[str, str] = {
    "acting_as": "agency",
    "lender_kind": "bank",
    "collector_licensed": "yes",
    "agency_listed": "yes",
    "debtor_told_of_agency": "yes",
    "agency_information_published": "yes",
    "agency_has_penalty_record": "no",
    "delegation_terms_agreed": "yes",
    "pay_scheme_balanced": "yes",
    "line_registered": "yes",
    "caller_id_owned": "yes",
    "export_recipient_listed": "yes",
    "export_within_purpose": "yes",
    "legal_basis_recorded": "yes",
    "separate_consent_given": "yes",
    "impact_assessed": "yes",
    "human_review_offered": "yes",
    "nation": "england_or_wales",
    "amount_authorised": "yes",
    "rates_match_contract": "yes",
    "rate_within_private_cap": "yes",
    "assignment_notice_given": "yes",
    "offer_approved": "yes",
    "plan_contents_complete": "yes",
    "hardship_evidenced": "yes",
    "letter_contents_complete": "yes",
    "remainder_explained": "yes",
    "bureau_notice_given": "yes",
    "bureau_consent_given": "yes",
    "validation_information_given": "yes",
    "validation_contents_complete": "yes",
    "voicemail_limited": "yes",
    "debt_letter_returned": "no",
    "limitation_expired": "no",
    "esign_consent": "yes",
    "visit_notice_given": "yes",
    "inconvenient_place": "no",
    "work_email": "no",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a channel was asked to deliver, with the moment on the world's clock."""

    outbound: Outbound = field(repr=False)
    at: datetime


class LineDown(ConnectionError):
    """The fake line failed; it says nothing about anybody."""


class KeepingChannel:
    """A way out that keeps all it delivered; how it ends is drawn from the mood it is told."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.line = Line(f"line-{name}")
        self.kept: list[Kept] = []
        self._world = world

    def deliver(self, outbound: Outbound) -> Delivery:
        """Keep it, then end as the mood of the moment has it; now and then the line itself fails."""
        self.kept.append(Kept(outbound, self._world.now))
        return self._world.outcome(self.name)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it was made, for whoever checks without the house: raw words and moments."""

    attestation_id: str
    column: str
    value: str
    scope: str
    name: str
    starts_at: datetime
    ends_at: datetime | None
    stated_at: datetime


@dataclass(slots=True)
class Site:
    """One house of the story, in its country."""

    country: Country
    memory: MemoryHouse
    channels: Mapping[str, KeepingChannel]
    cases: list[CaseId] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    withdrawn: dict[str, datetime] = field(default_factory=dict)
    pending: list[tuple[CaseId, AttemptId, str]] = field(default_factory=list)
    _by_name: dict[tuple[str, str], list[Statement]] = field(default_factory=dict)

    def keep(self, statement: Statement) -> None:
        """Remember a statement as it was made."""
        self.statements.append(statement)
        self._by_name.setdefault((statement.column, statement.name), []).append(statement)

    def statements_of(self, column: str, name: str) -> list[Statement]:
        """All that was ever stated of a column for something of this name."""
        return self._by_name.get((column, name), [])


class World:
    """Houses, clock and dice. ``mood`` says how the next contact will end."""

    def __init__(
        self,
        *,
        seed: int,
        size: int,
        rulebook: Rulebook,
        sees: Callable[[CaseFile], CaseFile],
    ) -> None:
        self.rng = Random(f"fairdue-soak:{seed}")  # noqa: S311 - a story needs no secrets
        self.seed = seed
        self.now = START
        self.mood = "any"
        self._sees = sees
        packs = {rule.pack for rule in rulebook.rules}
        self.sites = [
            self._site(country, size=size, rulebook=rulebook)
            for country in COUNTRIES
            if country.code.lower() in packs
        ]

    @staticmethod
    def as_it_is(case: CaseFile) -> CaseFile:
        """What the house sees of a case when no bug is planted."""
        return case

    def _site(self, country: Country, *, size: int, rulebook: Rulebook) -> Site:
        channels = {name: KeepingChannel(name, self) for name in CHANNELS}
        as_ports: dict[str, Channel] = dict(channels)
        memory = memory_house(
            rulebook=rulebook,
            layouts=playbook_layouts(),
            flow=read_flow("first_call"),
            channels=as_ports,
            now=START,
            jurisdiction=country.code,
            sees=self._sees,
        )
        site = Site(country, memory, channels)
        self._place(site, size=max(6, size * country.share // 100))
        self._vouch(site)
        return site

    def _place(self, site: Site, *, size: int) -> None:
        """Place a file for each creditor. The same people come up again, and share numbers and contacts."""
        creditors = site.country.creditors
        several = len(creditors) > 1
        earlier: list[dict[str, str]] = []
        for number, creditor in enumerate(creditors):
            rows = list(
                generate_rows(
                    seed=self.seed + number,
                    size=max(3, size // (6 if several and number == len(creditors) - 1 else len(creditors))),
                    placed_on=PLACED_ON,
                    creditor=creditor,
                    batch_no=f"S{number + 1}",
                )
            )
            for row in rows:
                self._entangle(row, earlier)
                earlier.append(row)
            content = io.StringIO()
            writer = csv.DictWriter(content, (*HEADERS, *MORE_HEADERS))
            writer.writeheader()
            writer.writerows(rows)
            place_file(
                site.memory.house,
                name=f"soak-{number + 1}.csv",
                content=content.getvalue().encode(),
                as_of=START - timedelta(hours=1),
                actor=ADMIN,
                creditor=creditor,
            )
        site.cases = [case.case_id for case in site.memory.book.iterate()]

    def _entangle(self, row: dict[str, str], earlier: Sequence[dict[str, str]]) -> None:
        """Give a row a second number or a mailbox, and ties to people who came before it."""
        rng = self.rng
        if earlier and rng.random() < 0.25:
            row.update({name: rng.choice(earlier)[name] for name in ("手机",)})
        if earlier and rng.random() < 0.2:
            other = rng.choice(earlier)
            row.update({name: other[name] for name in ("姓名", "性别", "证件号", "手机")})
        if earlier and rng.random() < 0.3:
            row["联系人1手机"] = rng.choice(earlier)[rng.choice(("联系人1手机", "手机"))]
        row["备用手机"] = f"139{rng.randrange(10**7, 10**8)}" if rng.random() < 0.3 else ""
        row["单位电话"] = f"021-{rng.randrange(5 * 10**7, 9 * 10**7)}" if rng.random() < 0.3 else ""
        row["邮箱"] = f"p{rng.randrange(10**6)}@example.com" if rng.random() < 0.5 else ""

    def _vouch(self, site: Site) -> None:
        """State what the papers say, for all but those who have none."""
        several = len(site.country.creditors) > 1
        for column, value in PAPERS.items():
            if column not in ATTESTED_COLUMNS:
                continue
            widest = scopes_of(column)[0]
            for scope in self._scopes(site, widest):
                unlisted = several and scope.name == site.country.creditors[-1]
                if column == "agency_listed" and unlisted:
                    continue
                if column == "line_registered" and scope.name == UNREGISTERED_LINE:
                    continue
                self.vouch(site, column, value, scope)
        if "collector_licensed" in ATTESTED_COLUMNS:
            self.vouch(site, "collector_licensed", "no", Scope(ScopeKind.STAFF, UNLICENSED))
        self._whereabouts(site)

    def _whereabouts(self, site: Site) -> None:
        """Where a country has several zones somebody states the person's; of a few nobody knows it."""
        zones = site.country.zones
        for place, case_id in enumerate(site.cases):
            if len(zones) == 1:
                site.zones[case_id] = zones[0]
            elif place % 5 != 4:
                zone = zones[place % len(zones)]
                site.zones[case_id] = zone
                self.vouch(site, "zone", zone, Scope(ScopeKind.CASE, case_id))

    @staticmethod
    def _scopes(site: Site, widest: ScopeKind) -> list[Scope]:
        match widest:
            case ScopeKind.HOUSE:
                return [Scope(ScopeKind.HOUSE)]
            case ScopeKind.STAFF:
                return [Scope(ScopeKind.STAFF, name) for name in (*GOOD_STAFF, RUNS_OUT)]
            case ScopeKind.LINE:
                return [Scope(ScopeKind.LINE, f"line-{name}") for name in CHANNELS]
            case ScopeKind.CREDITOR:
                return [Scope(ScopeKind.CREDITOR, name) for name in site.country.creditors]
            case _:
                return [Scope(ScopeKind.CASE, case_id) for case_id in site.cases]

    def vouch(
        self,
        site: Site,
        column: str,
        value: str,
        scope: Scope,
        *,
        days: int = 300,
        at: datetime | None = None,
    ) -> str:
        """Make a statement through the operations, and remember its raw words beside them."""
        moment = at or START - timedelta(hours=1)
        days = 9 if scope.name == RUNS_OUT else days
        period = Period(moment, moment + timedelta(days=days))
        made = state(
            site.memory.house,
            column=column,
            value=value,
            scope=scope,
            period=period,
            evidence="paper on file",
            as_of=moment,
            actor=ADMIN,
        )
        site.keep(
            Statement(
                made.attestation_id,
                column,
                value,
                scope.kind.value,
                scope.name,
                period.starts_at,
                period.ends_at,
                moment,
            )
        )
        return made.attestation_id

    def outcome(self, channel: str) -> Delivery:
        """How a contact ends: drawn, after the mood of the moment. Raises LineDown now and then."""
        rng, mood = self.rng, self.mood
        if mood == "guided":
            return Delivery(None)
        if rng.random() < 0.01:
            raise LineDown("the line is down")
        if channel in ("sms", "instant_message", "email", "letter"):
            return Delivery(CallResult.DELIVERED if rng.random() < 0.95 else CallResult.FAILED)
        if mood != "at_once" and rng.random() < 0.15:
            return Delivery(None)
        return Delivery(*self.ending())

    def ending(self) -> tuple[CallResult, AnsweredBy]:
        """What a contact with somebody of this mood comes to."""
        rng, draw = self.rng, self.rng.random()
        silent = 0.95 if self.mood == "silent" else 0.1 if self.mood == "talks" else 0.5
        if draw < silent:
            return rng.choice(_SILENCE), AnsweredBy.NOBODY
        by = rng.choices(
            (AnsweredBy.DEBTOR, AnsweredBy.THIRD_PARTY, AnsweredBy.UNKNOWN_PERSON, AnsweredBy.MACHINE),
            (80, 8, 10, 2),
        )[0]
        return CallResult.ANSWERED, by


_SILENCE = (
    *(CallResult.NO_ANSWER,) * 12,
    *(CallResult.BUSY,) * 3,
    CallResult.POWERED_OFF,
    CallResult.REJECTED,
    CallResult.VOICEMAIL,
    CallResult.FAILED,
)
