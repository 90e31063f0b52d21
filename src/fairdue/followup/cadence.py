"""The cadence (跟进节奏): by what, when, in which tone and for what a customer is contacted next, by segment.

Room: followup. The segments are playbook data. It only proposes: whether and from when the contact is lawful is asked of
the gate by ``operations.cadence``, and no gap here opens a day that the gate keeps shut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from fairdue.casefile.case import CaseFile
from fairdue.casefile.promise import PromiseState
from fairdue.compliance.channel_acts import CHANNELS
from fairdue.followup.reachability import ReachState, reachability_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.strict_yaml import read_yaml
from fairdue.strategy.score import estimate_willingness, score_figures_of
from fairdue.strategy.score_table import Level

_FILE = "followup/cadence.yaml"
_NO_CHANNEL = "none"


class CadenceFault(ValueError):
    """The playbook's page on the cadence has a hole; the message names the place and what to write."""


class PromiseStanding(StrEnum):
    """How the latest promise stands."""

    NONE = "none"
    OPEN = "open"
    BROKEN = "broken"
    KEPT = "kept"


class Since(StrEnum):
    """From what the gap is counted."""

    LAST_CONTACT = "last_contact"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceFigures:
    """One case as the segments see it; nothing that tells who it is."""

    periods: int | None = None
    willingness: Level = Level.UNKNOWN
    promise: PromiseStanding = PromiseStanding.NONE
    reach: ReachState = ReachState.TRYING
    plan: bool = False
    last_contact_on: date | None = None
    broken_on: date | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: what it takes to be in it, and the touch that follows. ``channel`` None leaves in peace."""

    segment_id: str
    words: Mapping[str, frozenset[str]]
    periods_below: int | None
    channel: str | None
    gap_days: int
    since: Since
    tone: Bilingual
    purpose: Bilingual


@dataclass(frozen=True, slots=True)
class Touch:
    """The next touch: by what and from which day, in which tone, for what."""

    segment_id: str
    channel: str | None
    due_on: date
    tone: Bilingual
    purpose: Bilingual


def cadence_figures_of(*, case: CaseFile, as_of: datetime) -> CadenceFigures:
    """Take the figures out of a case file."""
    scored = score_figures_of(case=case, linked=(), as_of=as_of)
    judged = [one for one in case.promises if one.judged_on is not None]
    last = max(judged, key=lambda one: (one.judged_on or date.min, one.made_at), default=None)
    short = last is not None and last.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)
    standing = PromiseStanding.NONE
    if case.open_promises:
        standing = PromiseStanding.OPEN
    elif last is not None:
        standing = PromiseStanding.BROKEN if short else PromiseStanding.KEPT
    return CadenceFigures(
        periods=case.account.overdue_periods,
        willingness=estimate_willingness(figures=scored).level,
        promise=standing,
        reach=reachability_of(case=case, as_of=as_of).state,
        plan=case.performing_arrangement is not None,
        last_contact_on=max((civil_date(one.started_at) for one in case.attempts), default=None),
        broken_on=last.judged_on if last is not None and short else None,
    )


def next_touch(
    *, figures: CadenceFigures, as_of_on: date, segments: tuple[Segment, ...] | None = None
) -> Touch:
    """The touch of the first segment that fits; its day is never before today."""
    for segment in segments or cadence():
        if _fits(segment, figures):
            start = figures.broken_on if segment.since is Since.BROKEN else figures.last_contact_on
            due_on = as_of_on if start is None else start + timedelta(days=segment.gap_days)
            return Touch(
                segment.segment_id, segment.channel, max(due_on, as_of_on), segment.tone, segment.purpose
            )
    raise AssertionError("the last segment fits everything, or the page is refused when it is read")


def _fits(segment: Segment, figures: CadenceFigures) -> bool:
    told = {
        "promise": figures.promise.value,
        "reach": figures.reach.value,
        "willingness": figures.willingness.value,
        "plan": "true" if figures.plan else "false",
    }
    if any(told[name] not in allowed for name, allowed in segment.words.items()):
        return False
    below = segment.periods_below
    return below is None or (figures.periods is not None and figures.periods < below)


@cache
def cadence() -> tuple[Segment, ...]:
    """The segments of the playbook, in order. Raises CadenceFault."""
    text = (files("fairdue_playbook") / "followup" / "cadence.yaml").read_text(encoding="utf-8")
    return read_cadence(text, source=_FILE)


def read_cadence(text: str, *, source: str) -> tuple[Segment, ...]:
    """Read the page, strictly. Raises CadenceFault, or YamlError where it is not even YAML."""
    page = read_yaml(text, source=source)
    if not isinstance(page, dict) or set(page) != {"tones", "segments"}:
        raise CadenceFault(f"{source}: expected exactly `tones` and `segments`")
    if not isinstance(page["tones"], dict) or not isinstance(page["segments"], list):
        raise CadenceFault(f"{source}: `tones` is a mapping and `segments` a list")
    tones = {str(name): _text(entry, f"{source}: tones / {name}") for name, entry in page["tones"].items()}
    segments = tuple(
        _segment(entry, f"{source}: segments / {number}", tones)
        for number, entry in enumerate(page["segments"], 1)
    )
    ids = [segment.segment_id for segment in segments]
    if len(set(ids)) < len(ids):
        raise CadenceFault(f"{source}: segments: an id stands twice; give each its own")
    if not segments or segments[-1].words or segments[-1].periods_below is not None:
        raise CadenceFault(f"{source}: segments: the last one takes all that are left: write `when: {{}}`")
    return segments


_WORDS: dict[str, frozenset[str]] = {
    "promise": frozenset(PromiseStanding),
    "reach": frozenset(ReachState),
    "willingness": frozenset(Level),
    "plan": frozenset({"true", "false"}),
}


def _segment(entry: object, place: str, tones: Mapping[str, Bilingual]) -> Segment:
    if not isinstance(entry, dict) or set(entry) != {"id", "when", "touch", "zh", "en"}:
        raise CadenceFault(f"{place}: expected exactly id, when, touch, zh and en")
    place = f"{place} ({entry['id']})"
    words, below = _when(entry["when"], f"{place}: when")
    touch = entry["touch"]
    if not isinstance(touch, dict) or not {"channel", "gap_days", "tone"} <= set(touch) <= {
        "channel",
        "gap_days",
        "tone",
        "since",
    }:
        raise CadenceFault(f"{place}: touch takes channel, gap_days, tone, and since where it is meant")
    channel, gap, tone = touch["channel"], touch["gap_days"], touch["tone"]
    if channel not in (*CHANNELS, _NO_CHANNEL):
        raise CadenceFault(f"{place}: touch / channel is none or one of {', '.join(CHANNELS)}")
    if channel == "third_person":
        raise CadenceFault(f"{place}: touch / channel: nobody contacts a third person by a cadence")
    if not isinstance(gap, int) or isinstance(gap, bool) or gap < 0:
        raise CadenceFault(f"{place}: touch / gap_days is a whole number that is not negative")
    if tone not in tones:
        raise CadenceFault(f"{place}: touch / tone is one of {', '.join(tones)}")
    since = touch.get("since", Since.LAST_CONTACT.value)
    if since not in set(Since):
        raise CadenceFault(f"{place}: touch / since is one of {', '.join(Since)}")
    return Segment(
        segment_id=str(entry["id"]),
        words=words,
        periods_below=below,
        channel=None if channel == _NO_CHANNEL else channel,
        gap_days=gap,
        since=Since(since),
        tone=tones[tone],
        purpose=_text({"zh": entry["zh"], "en": entry["en"]}, place),
    )


def _when(entry: object, place: str) -> tuple[dict[str, frozenset[str]], int | None]:
    if not isinstance(entry, dict) or not set(entry) <= {*_WORDS, "periods_below"}:
        raise CadenceFault(f"{place} takes {', '.join(_WORDS)} and periods_below")
    words: dict[str, frozenset[str]] = {}
    for name, allowed in _WORDS.items():
        if name not in entry:
            continue
        listed = entry[name]
        if not isinstance(listed, list) or not listed:
            raise CadenceFault(f"{place} / {name}: expected a list in square brackets")
        found = frozenset(str(one).lower() if isinstance(one, bool) else str(one) for one in listed)
        if not found <= allowed:
            raise CadenceFault(f"{place} / {name}: expected words of {', '.join(sorted(allowed))}")
        words[name] = found
    below = entry.get("periods_below")
    if below is not None and (not isinstance(below, int) or isinstance(below, bool) or below < 1):
        raise CadenceFault(f"{place} / periods_below is a whole number from 1")
    return words, below


def _text(entry: Any, place: str) -> Bilingual:
    if not isinstance(entry, dict) or set(entry) != {"zh", "en"} or not all(entry.values()):
        raise CadenceFault(f"{place}: needs both zh and en")
    return Bilingual(str(entry["zh"]), str(entry["en"]))
