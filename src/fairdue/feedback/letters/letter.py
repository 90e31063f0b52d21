"""A letter written: every place filled, every sentence guarded, or a refusal that says what is missing.

Room: feedback. A collection letter that lacks one of the seven contents is not written, and the refusal names it.
Facts of the debt go by text message only to a number on which the customer was verified, and never in its first
part, which shows on a locked screen. Nothing about the debt stands on an envelope or in a subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fairdue.casefile.case import CaseFile
from fairdue.compliance.action import Channel
from fairdue.compliance.wording.guard import Judgement, Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage
from fairdue.feedback.letters.letter_slots import LetterSources, letter_values
from fairdue.feedback.letters.letter_template import (
    CONTENT_NAMES,
    LetterContent,
    LetterPart,
    LetterSlot,
    LetterTemplate,
)
from fairdue.feedback.letters.slot_names import SLOT_NAMES
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import ContactPointId

LONGEST_ANSWER = 2_000
_STAND_INS = ("华信资产", "示例银行", "王先生")
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """One paragraph in its words."""

    part_id: str
    text: str = field(repr=False)
    content: LetterContent | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that may be put to the gate. ``all_seven`` says that a collection letter is complete."""

    template: LetterTemplate
    channel: Channel
    language: str
    addressee: str = field(repr=False)
    address: str = field(repr=False)
    subject: str
    parts: tuple[WrittenPart, ...]
    all_seven: bool

    @property
    def text(self) -> str:
        """The words alone, as a message carries them and as the log keeps them."""
        joint = "" if self.channel is Channel.SMS else "\n\n"
        if self.channel is Channel.SMS and self.language.startswith("en"):
            joint = " "
        return joint.join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class LetterText:
    """One paragraph, or the subject, by itself; without text where one of its facts is not known."""

    part_id: str
    text: str | None = field(repr=False)
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class NotWritten:
    """Why there is no letter: each reason in both languages, without a person."""

    reasons: tuple[Bilingual, ...]


def write_letter(
    template: LetterTemplate,
    *,
    sources: LetterSources,
    channel: Channel,
    language: str,
    contact_point_id: ContactPointId | None = None,
) -> Letter | NotWritten:
    """Write a letter, or say everything that stands in its way."""
    values = letter_values(sources, language=language)
    reasons = [
        *_wrong_way(template, sources.case, channel, contact_point_id),
        *_missing(template, values),
    ]
    if len(sources.written) > LONGEST_ANSWER:
        reasons.append(
            Bilingual(f"答复最多 {LONGEST_ANSWER} 字", f"an answer has {LONGEST_ANSWER} characters at most")
        )
    if reasons:
        return NotWritten(tuple(reasons))
    parts = tuple(
        WrittenPart(part.part_id, _filled(part, values, language), part.content) for part in template.parts
    )
    flagged = tuple(_flagged(part, sources, channel, language) for part in parts)
    found = tuple(reason for reason in flagged if reason is not None)
    if found:
        return NotWritten(found)
    address = sources.case.party.address or ""
    return Letter(
        template=template,
        channel=channel,
        language=language,
        addressee=sources.case.party.name,
        address=address if channel is Channel.LETTER else "",
        subject=template.subject.in_language(language),
        parts=parts,
        all_seven={part.content for part in parts} >= set(LetterContent),
    )


def letter_texts(
    template: LetterTemplate, *, sources: LetterSources, channel: Channel, language: str
) -> tuple[LetterText, ...]:
    """Every text of a letter on its own with what the guard says of it, also where the whole could not be written."""
    values = letter_values(sources, language=language)
    subject = template.subject.in_language(language)
    found = [LetterText("subject", subject, _judged(subject, sources, channel))]
    for part in template.parts:
        if all(slot in values for slot in part.slots):
            text = _filled(part, values, language)
            found.append(LetterText(part.part_id, text, _judged(text, sources, channel)))
        else:
            found.append(LetterText(part.part_id, None, None))
    return tuple(found)


def _wrong_way(
    template: LetterTemplate, case: CaseFile, channel: Channel, point: ContactPointId | None
) -> list[Bilingual]:
    if channel not in template.channels:
        known = ", ".join(template.channels)
        return [Bilingual(f"这个模板只能走 {known}", f"this template goes by {known} only")]
    if channel is Channel.LETTER and not case.party.address:
        return [Bilingual("没有客户的通讯地址", "no postal address of the customer is known")]
    if channel is Channel.SMS and any(not part.is_open for part in template.parts):
        verified = {one.attempt_id for one in case.attempts if one.contact_point_id == point}
        if point is None or not verified & set(case.verified_attempts):
            return [
                Bilingual(
                    "这个号码上没有核实过本人，短信里不能写欠款信息",
                    "the customer was never verified on this number, so no text message to it may state the debt",
                )
            ]
    return []


def _missing(template: LetterTemplate, values: Mapping[LetterSlot, str]) -> list[Bilingual]:
    """What cannot be filled; of a collection letter, which of the seven contents that leaves out."""
    reasons = []
    for part in template.parts:
        holes = [slot for slot in part.slots if slot not in values]
        if not holes:
            continue
        zh = "、".join(SLOT_NAMES[slot].zh for slot in holes)
        en = ", ".join(SLOT_NAMES[slot].en for slot in holes)
        if part.content is None:
            reasons.append(Bilingual(f"案件里没有：{zh}", f"the case does not hold: {en}"))
        else:
            number = list(LetterContent).index(part.content) + 1
            content = CONTENT_NAMES[part.content]
            reasons.append(
                Bilingual(
                    f"缺少七项内容的第 {number} 项（{content.zh}）：{zh}",
                    f"content {number} of 7 is missing ({content.en}): {en}",
                )
            )
    return reasons


def _filled(part: LetterPart, values: Mapping[LetterSlot, str], language: str) -> str:
    # In one pass: what a person wrote may hold braces of its own, and they stay as they are.
    template = part.words.in_language(language)
    return _PLACE.sub(lambda found: values[LetterSlot(found.group(1))], template)


def guard_setting(sources: LetterSources, channel: Channel) -> SpokenContext:
    """The setting in which a letter is read, with the facts of its case."""
    case = sources.case
    facts: dict[str, FactValue] = {
        "agency": _STAND_INS[0],
        "creditor": _STAND_INS[1],
        "agent_role": "agency_collector",
        "ledger_amount_fen": case.balance_fen,
    }
    for name, amount in (
        ("principal_fen", case.account.principal_fen),
        ("interest_fen", case.account.interest_fen),
        ("penalty_fen", case.account.penalty_fen),
        ("agreed_amount_fen", case.promises[-1].amount_fen if case.promises else None),
    ):
        if amount is not None:
            facts[name] = amount
    stage = Stage.SMS if channel is Channel.SMS else Stage.CLOSING
    return SpokenContext(Callee.DEBTOR, True, stage, facts)


def _judged(text: str, sources: LetterSources, channel: Channel) -> Judgement:
    """What the wording guard says of a paragraph.

    A verified name is no wording: with one creditor's the guard would object to what it passes with another's. So
    each is judged under a stand-in that the guard knows.
    """
    case = sources.case
    for name, stand_in in zip(
        (sources.agency, case.account.creditor, case.party.name), _STAND_INS, strict=True
    ):
        text = text.replace(name, stand_in) if name else text
    return judge(text, guard_setting(sources, channel))


_FINE = Judgement(Verdict.OK, (), 1.0)


def _is_written(part: WrittenPart, sources: LetterSources) -> bool:
    """Does the paragraph hold what a person wrote for this letter alone?"""
    written = sources.written.strip()
    return bool(written) and written in part.text


def _flagged(part: WrittenPart, sources: LetterSources, channel: Channel, language: str) -> Bilingual | None:
    """What the wording guard has against a paragraph. It knows Chinese; of an English template, the phrases that are sure."""
    found = _judged(part.text, sources, channel)
    if found.verdict is not Verdict.OK and language.startswith("en") and found.share < 1.0:
        # The approved template is in English; what a person wrote is judged alone, in whatever language it is.
        found = (
            judge(sources.written, guard_setting(sources, channel)) if _is_written(part, sources) else _FINE
        )
    if found.verdict is Verdict.OK:
        return None
    codes = ", ".join(finding.code for finding in found.findings)
    return Bilingual(
        f"{part.part_id} 没有通过文字检查：{codes}", f"{part.part_id} did not pass the wording check: {codes}"
    )
