"""The rulebook as of a day: every rule by pack and instrument, and what narrows the list down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.compliance.action import ActionKind
from fairdue.compliance.check_words import TREATMENT_NAMES
from fairdue.compliance.rule import Force, Rule, Treatment
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.fold import fold
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.rule_view import RuleView, concerns, pack_name, packs_of
from fairdue_desk.screens.words import ACTIONS, FORCES
from fairdue_desk.wiring import house

NOT_YET = "not_in_force"
"""The tab of what is not in use on the day for its date alone: not begun, or over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFilter:
    """What is asked of the rulebook; ``on`` None means today."""

    words: str = ""
    pack: str = ""
    treatment: str = ""
    act: str = ""
    force: str = ""
    on: date | None = None

    def query(self, **changed: str) -> str:
        """The address's query with some of it changed; what asks for nothing is left out."""
        parts = {
            "find": self.words,
            "pack": self.pack,
            "treatment": self.treatment,
            "act": self.act,
            "force": self.force,
            "on": self.on.isoformat() if self.on else "",
            **changed,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True, slots=True)
class Instrument:
    """The rules that one text gives, under its title."""

    title: str
    force: Bilingual
    views: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One jurisdiction's rules, or those of the house."""

    name: Bilingual
    instruments: tuple[Instrument, ...]

    @property
    def count(self) -> int:
        """How many rules are listed of it."""
        return sum(len(instrument.views) for instrument in self.instruments)


@require_GET
@screen(Right.SEE_RULES)
def rules(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the rulebook of a day, all of it or what was asked for."""
    the_house = house()
    today = civil_date(the_house.now())
    asked = asked_of(request, the_house.rulebook.rules)
    if asked.on == today:
        asked = replace(asked, on=None)  # the address of today's rulebook stays today's tomorrow
    on = asked.on or today
    views = [RuleView(rule, on) for rule in the_house.rulebook.rules]
    found = [view for view in views if _matches(view, replace(asked, treatment=""))]
    shown = [view for view in found if asked.treatment in ("", tab_of(view))]
    context = {
        "asked": asked,
        "on": on,
        "today": today,
        "packs": _by_pack(shown),
        "pack_names": [(pack, pack_name(pack)) for pack in packs_of(the_house.rulebook.rules)],
        "acts": ACTIONS,
        "forces": FORCES,
        "tabs": _tabs(found, asked),
        "all": (asked.query(treatment=""), len(found)),
        "shown": len(shown),
        "in_force": sum(view.in_force for view in views),
        "total": len(views),
        "narrowed": asked != RuleFilter(on=asked.on, treatment=asked.treatment),
        "plain": RuleFilter(on=asked.on).query(),
    }
    part = bool(request.htmx)  # type: ignore[attr-defined]
    return render(request, "desk/part_rules.html" if part else "desk/rules.html", context)


def asked_of(request: HttpRequest, rules: Sequence[Rule]) -> RuleFilter:
    """What the address asks for; a word that is on no list asks for nothing."""
    given = request.GET
    pack, act, force = given.get("pack", ""), given.get("act", ""), given.get("force", "")
    treatment = given.get("treatment", "")
    return RuleFilter(
        words=given.get("find", "").strip()[:80],
        pack=pack if pack in packs_of(rules) else "",
        treatment=treatment if treatment in {*Treatment, NOT_YET} else "",
        act=act if act in set(ActionKind) else "",
        force=force if force in set(Force) else "",
        on=read_day(given.get("on", "")),
    )


def read_day(written: str) -> date | None:
    """A day as an address writes it; None for none and for what is no day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def tab_of(view: RuleView) -> str:
    """Under which heading a rule counts on its day."""
    if view.rule.treatment is not Treatment.DISABLED and not view.in_force:
        return NOT_YET
    return view.rule.treatment.value


def _matches(view: RuleView, asked: RuleFilter) -> bool:
    rule = view.rule
    if asked.pack and rule.pack != asked.pack:
        return False
    if asked.force and rule.force != asked.force:
        return False
    if asked.act and not concerns(rule, ActionKind(asked.act)):
        return False
    return all(word in _text_of(view) for word in fold(asked.words).casefold().split())


def _text_of(view: RuleView) -> str:
    """Everything of a rule that somebody may remember of it: both languages, ids, instrument and note."""
    rule = view.rule
    note = f"{rule.note.zh} {rule.note.en}" if rule.note else ""
    parts = (rule.says.zh, rule.says.en, rule.rule_id, rule.conduct_id or "", view.title, view.place, note)
    return fold(" ".join(parts)).casefold()


def _tabs(found: Sequence[RuleView], asked: RuleFilter) -> list[tuple[str, str, Bilingual, int]]:
    counts = Counter(tab_of(view) for view in found)
    names: list[tuple[str, Bilingual]] = [(one.value, TREATMENT_NAMES[one]) for one in Treatment]
    names.append((NOT_YET, Bilingual("当日未生效", "not in force that day")))
    return [(asked.query(treatment=value), value, name, counts[value]) for value, name in names]


def _by_pack(views: Sequence[RuleView]) -> list[Pack]:
    packs = []
    for pack in packs_of([view.rule for view in views]):
        of_pack = [view for view in views if view.rule.pack == pack]
        of_pack.sort(key=lambda view: (list(Force).index(view.rule.force), view.title, view.rule.rule_id))
        texts = groupby(of_pack, key=lambda view: (view.rule.force, view.title))
        instruments = [Instrument(title, FORCES[force], tuple(group)) for (force, title), group in texts]
        packs.append(Pack(pack_name(pack), tuple(instruments)))
    return packs
