"""A script or a transcript as sentences: who says each, and where it stands in its file.

Room: conversation. A mark such as ``坐席：`` or ``客户：`` says who speaks until the end of its line; what bears no
mark counts as the collector's, so that nothing escapes by being unmarked. Letters (A for the collector, B and C for
the customer) and 问 and 答 count at the beginning of a line alone. Reading files stands in ``script_files``.

>>> [(one.speaker.value, one.text) for one in sentences_of([Passage(Place(PlaceKind.LINE, 1), "A：您好。客户：谁啊？")])]
[('collector', '您好。'), ('customer', '谁啊？')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual


class SpeakerRole(StrEnum):
    """Who says a sentence."""

    COLLECTOR = "collector"
    CUSTOMER = "customer"
    THIRD_PERSON = "third_person"
    SYSTEM = "system"


SPEAKER_NAMES = {
    SpeakerRole.COLLECTOR: Bilingual("坐席", "collector"),
    SpeakerRole.CUSTOMER: Bilingual("客户", "customer"),
    SpeakerRole.THIRD_PERSON: Bilingual("第三人", "third person"),
    SpeakerRole.SYSTEM: Bilingual("系统", "system"),
}


class PlaceKind(StrEnum):
    """What the numbers of a place count."""

    PARAGRAPH = "paragraph"
    TABLE_CELL = "table_cell"
    LINE = "line"
    CELL = "cell"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands. ``number`` is its paragraph, line or row, from 1.

    ``column`` counts from 1. ``part`` is a sheet's name, the number of a table, or what lies beside the text of a
    Word document (a header, a footnote).
    """

    kind: PlaceKind
    number: int
    column: int | None = None
    part: str | None = None

    def in_words(self) -> Bilingual:
        """The place as a person finds it."""
        number = self.number
        match self.kind:
            case PlaceKind.PARAGRAPH:
                return Bilingual(f"第 {number} 段", f"paragraph {number}")
            case PlaceKind.TABLE_CELL:
                return Bilingual(
                    f"表 {self.part} 第 {number} 行第 {self.column} 列",
                    f"table {self.part}, row {number}, column {self.column}",
                )
            case PlaceKind.LINE:
                return Bilingual(f"第 {number} 行", f"line {number}")
            case PlaceKind.BESIDE:
                zh, en = _BESIDE.get(self.part or "", ("正文之外", "beside the text"))
                return Bilingual(f"{zh}第 {number} 段", f"{en}, paragraph {number}")
            case PlaceKind.CELL:
                cell = f"{column_letters(self.column or 1)}{number}"
                sheet = f"{self.part}!" if self.part else ""
                return Bilingual(f"{sheet}{cell} 单元格", f"cell {sheet}{cell}")


_BESIDE = {
    "header": ("页眉", "header"),
    "footer": ("页脚", "footer"),
    "footnotes": ("脚注", "footnotes"),
    "endnotes": ("尾注", "endnotes"),
    "comments": ("批注", "comments"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text at one place; ``speaker`` where the file says it outside the text (a column)."""

    place: Place
    text: str
    speaker: SpeakerRole | None = None


@dataclass(frozen=True, slots=True)
class ScriptSentence:
    """One sentence, who says it, and where."""

    place: Place
    text: str
    speaker: SpeakerRole


_ROLE_WORDS = {
    SpeakerRole.COLLECTOR: "坐席|座席|坐席员|客服|催收员|催收|专员|业务员|外呼员|调解员|我方|agent|collector|operator",
    SpeakerRole.CUSTOMER: "客户|借款人|债务人|持卡人|用户|本人|对方|被催收人|customer|debtor|borrower|cardholder|client",
    SpeakerRole.THIRD_PERSON: "第三人|第三方|联系人|家属|亲属|家人|同事|third party|third person|relative",
    SpeakerRole.SYSTEM: "系统|旁白|system",
}
_LETTERS = {
    "a": SpeakerRole.COLLECTOR,
    "答": SpeakerRole.COLLECTOR,
    "b": SpeakerRole.CUSTOMER,
    "c": SpeakerRole.CUSTOMER,
    "q": SpeakerRole.CUSTOMER,
    "问": SpeakerRole.CUSTOMER,
}
_ROLE_OF_WORD = {word: role for role, words in _ROLE_WORDS.items() for word in words.split("|")}
_WORDS = "|".join(sorted(_ROLE_OF_WORD, key=len, reverse=True))
_MARK = re.compile(
    rf"(?:^[\s>*#\-·•\d.、)）]*|(?<=[\s。！？!?；;”]))[【\[(（]?\*{{0,2}}(?P<word>{_WORDS})\s?[0-9A-Za-z一二三]?"
    r"(?:\s*[（(][^（()）\n]{0,20}[)）])?(?:\*{0,2}\s*[】\])）]\s*[:：]?|\*{0,2}\s*[:：])\*{0,2}\s*",
    re.IGNORECASE,
)
_LETTER_MARK = re.compile(
    r"^[\s>*#\-·•]*\*{0,2}(?P<word>[ABCQ问答])[0-9]?\*{0,2}\s*[:：]\*{0,2}\s*", re.IGNORECASE
)
_QUOTED = re.compile(r"[“「『][^”」』\n]{0,200}[”」』]")
_END = re.compile(r"(?:[。！？!?…]+|(?<=[A-Za-z0-9)][.])(?=\s))[”」』\"）)]*\s*")
_OUTER = " \t\r\n\u3000|*#>"


def role_of(word: str) -> SpeakerRole | None:
    """The role that a word in a column of speakers names; None for a word that names none."""
    plain = word.strip().strip(":：").lower()
    return _LETTERS.get(plain) or _ROLE_OF_WORD.get(plain) or _ROLE_OF_WORD.get(plain.rstrip("0123456789 "))


def column_letters(number: int) -> str:
    """The letters of a column as spreadsheets write them, from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def sentences_of(passages: Iterable[Passage]) -> Iterator[ScriptSentence]:
    """The sentences of all passages in order, marks of speakers taken off."""
    for passage in passages:
        for line in passage.text.splitlines():
            for speaker, stretch in _turns(line, passage.speaker or SpeakerRole.COLLECTOR):
                for sentence in _sentences(stretch):
                    yield ScriptSentence(passage.place, sentence, speaker)


def _turns(line: str, first: SpeakerRole) -> Iterator[tuple[SpeakerRole, str]]:
    speaker, start = first, 0
    letter = _LETTER_MARK.match(line)
    if letter is not None:
        speaker, start = _LETTERS[letter["word"].lower()], letter.end()
    for mark in _MARK.finditer(line, start):
        yield speaker, line[start : mark.start()]
        speaker, start = _ROLE_OF_WORD[mark["word"].lower()], mark.end()
    yield speaker, line[start:]


def _sentences(text: str) -> Iterator[str]:
    """Sentences with their closing signs; a quotation of reasonable length is not cut in two."""
    quoted = [(found.start(), found.end()) for found in _QUOTED.finditer(text)]
    start = 0
    for end in _END.finditer(text):
        if any(opens < end.start() and end.end() < closes for opens, closes in quoted):
            continue
        if sentence := text[start : end.end()].strip(_OUTER):
            yield sentence
        start = end.end()
    if rest := text[start:].strip(_OUTER):
        yield rest
