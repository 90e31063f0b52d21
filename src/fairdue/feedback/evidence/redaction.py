"""The redacted pack (脱敏): the same course of events with nobody in it, to learn from.

Room: feedback. Names, numbers, logins and ids get stand-ins, what people said or wrote is left out, and days become
the number of the day since the case came. Amounts, hours and the answers of the gate stay: they are what is to be
learnt. It holds no chain, since a digest over something short can be guessed back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from fairdue.casefile.case import CaseFile
from fairdue.feedback.evidence.masking import Pseudonyms, pseudonyms
from fairdue.feedback.evidence.pack_story import PackRecords, Section, Story, StoryLine, story_of
from fairdue.foundation.bilingual import Bilingual

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T(\d{2}:\d{2})[0-9:.]*(?:[+-]\d{2}:\d{2})?)?")
_ID = re.compile(r"\b[a-z]{1,2}-?[0-9a-f]{10,64}(?:[.-]\d+)?\b")
_LONG_NUMBER = re.compile(r"(?<![0-9.,])\d{6,}(?:[Xx])?(?![0-9.,])")
_LEFT_OUT = Bilingual("（所说所写已删去）", "(what was said or written is left out)")
_NOTE = Bilingual(
    "本包已脱敏：姓名、号码、工号、编号换成代称，所说所写删去，日期换成委案后的第几天；不含记录链。",
    "This pack is redacted: names, numbers, logins and ids have stand-ins, what was said or written is left out, and "
    "days are counted from the day the case came. It holds no chain of records.",
)


def redacted(records: PackRecords, *, case: CaseFile, agency: str) -> Story:
    """The story of the records with everybody taken out."""
    first = case.opened_at.date()
    names = _names(records, case, agency)

    def clean(text: str) -> str:
        text = names.apply(text)
        text = _DAY.sub(lambda found: _day_of(found, first), text)
        return _LONG_NUMBER.sub("******", _ID.sub("****", text))

    def both(text: Bilingual) -> Bilingual:
        return Bilingual(clean(text.zh), clean(text.en))

    story = story_of(replace(records, recordings=(), wording=()))
    return Story(
        Bilingual("脱敏案例", "A redacted case"),
        tuple(
            _line(fact, both, clean)
            for fact in story.facts
            if fact.text.zh not in ("案件编号", "制作", "客户")
        ),
        tuple(_section(section, both, clean) for section in story.sections if section.lines),
    )


def _section(
    section: Section, both: Callable[[Bilingual], Bilingual], clean: Callable[[str], str]
) -> Section:
    intro = _NOTE if section.section_id == "left_out" else section.intro
    lines = tuple(
        _line(replace(line, more=()) if section.section_id == "statements" else line, both, clean)
        for line in section.lines
    )
    return replace(section, intro=intro, lines=lines)


def _line(line: StoryLine, both: Callable[[Bilingual], Bilingual], clean: Callable[[str], str]) -> StoryLine:
    said = (_LEFT_OUT,) if line.said else ()
    return StoryLine(
        clean(line.at),
        clean(line.who),
        both(line.text),
        line.place,
        line.tone,
        (*(both(one) for one in line.more if not one.zh.startswith("凭证")), *said),
    )


def _names(records: PackRecords, case: CaseFile, agency: str) -> Pseudonyms:
    """Who and what is named in the records, each with its stand-in."""
    account, party = case.account, case.party
    logins = {line.actor for line in records.log} | {line.actor for line in records.decisions}
    logins |= {line.stated_by for line in records.statements}
    logins |= {line.withdrawn_by or "" for line in records.statements}
    named = {f"{login}": f"员工 staff {number}" for number, login in enumerate(sorted(logins - {""}), 1)}
    named |= {str(case.collector or ""): named.get(str(case.collector or ""), "员工 staff")}
    for value in (party.name, party.address, party.employer):
        named[value or ""] = "客户 customer"
    for value in (party.id_number, account.card, *(point.value for point in case.contact_points)):
        named[value] = "******"
    for value in (account.case_no, case.case_id, account.batch_no or ""):
        named[value] = "****"
    named[account.creditor] = "委托方 creditor"
    named[agency] = "受托机构 agency"
    return pseudonyms(named)


def _day_of(found: re.Match[str], first: date) -> str:
    """A day as its number since the case came, the same in both languages."""
    try:
        number = (date.fromisoformat(found.group()[:10]) - first).days
    except ValueError:
        return "****"
    at = f" {found.group(1)}" if found.group(1) else ""
    return f"D{number:+d}{at}"
