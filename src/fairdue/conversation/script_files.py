"""Scripts and transcripts as files: Word, Markdown, text, web page, spreadsheet, CSV, each with its places.

Room: conversation. The bytes decide, not the name alone; what cannot be read says what to do. Nothing is opened
that would inflate beyond the limits, and no part of a file is fetched from elsewhere. Text that stands beside the
body of a Word document (headers, footnotes, comments, text boxes, tracked insertions) is read too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from fairdue.conversation.script import Passage, Place, PlaceKind, role_of
from fairdue.conversation.word_file import WordUnreadable, read_word
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem
from fairdue.intake.compound import SIGNATURE
from fairdue.intake.source import open_source
from fairdue.intake.table import Table

LARGEST_FILE_BYTES = 64 * 1024 * 1024
KINDS = ("docx", "md", "txt", "xlsx", "csv", "html")
_ALIASES = {"markdown": "md", "text": "txt", "htm": "html", "tsv": "csv", "log": "txt"}
_SPEAKER_HEADS = frozenset({"说话人", "角色", "发言人", "身份", "speaker", "role", "who", "说话方"})
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "br",
            "caption",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
        ),
        *(
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
        ),
        *(
            "nav",
            "ol",
            "option",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "title",
        ),
        *("tr", "ul"),
    }
)
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "math"})


class ScriptUnreadable(ValueError):
    """A file that cannot be read as a script; ``what`` says what was found and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.what = Bilingual(zh, en)


def read_script(*, name: str, content: bytes) -> list[Passage]:
    """The passages of a file in reading order. Raises ScriptUnreadable."""
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    kind = _ALIASES.get(kind, kind)
    if kind == "doc":
        raise ScriptUnreadable(
            "旧版 Word（.doc）不能读取；请用 Word 或 WPS 另存为 .docx",
            "an old Word file (.doc); save it as .docx",
        )
    if kind not in KINDS:
        raise ScriptUnreadable(
            f"不认识的文件类型；可以检查 {'、'.join(KINDS)} 和 jsonl，请另存为其中一种",
            f"an unknown kind of file; {', '.join(KINDS)} and jsonl can be checked, save it as one of them",
        )
    if not content.strip():
        raise ScriptUnreadable(
            "文件是空的；请检查是否选对了文件", "the file is empty; check that it is the right one"
        )
    if len(content) > LARGEST_FILE_BYTES:
        megabytes = LARGEST_FILE_BYTES // (1024 * 1024)
        raise ScriptUnreadable(
            f"文件超过 {megabytes} MB；请拆成几个文件", f"a file of more than {megabytes} MB; split it"
        )
    if kind == "docx":
        return _word(content)
    if kind in ("xlsx", "csv"):
        return _tables(name, content)
    text = _decoded(content)
    passages = list(_web_page(text) if kind == "html" else _lines(text))
    return _some(passages)


def _word(content: bytes) -> list[Passage]:
    if content.startswith(SIGNATURE):
        raise ScriptUnreadable(
            "文件有密码，或者其实是旧版 Word；请去掉密码，另存为 .docx",
            "the file has a password, or is an old Word file; take the password off and save it as .docx",
        )
    try:
        return _some(read_word(content))
    except WordUnreadable as error:
        raise ScriptUnreadable(error.what.zh, error.what.en) from error


def _some(passages: list[Passage]) -> list[Passage]:
    if not any(passage.text.strip() for passage in passages):
        raise ScriptUnreadable(
            "文件里没有文字；请检查是否选对了文件", "the file holds no text; check that it is the right one"
        )
    return passages


def _tables(name: str, content: bytes) -> list[Passage]:
    source = open_source(name=name, content=content)
    if isinstance(source, Problem):
        message, remedy = source.message, source.remedy
        raise ScriptUnreadable(f"{message.zh}；{remedy.zh}", f"{message.en}; {remedy.en}")
    return _some([passage for table in source.tables for passage in _cells(table)])


def _cells(table: Table) -> Iterator[Passage]:
    speakers: int | None = None
    for place, (line, row) in enumerate(table.rows()):
        cells = [value.strip() if isinstance(value, str) else "" for value in row]
        if place == 0:
            heads = [number for number, cell in enumerate(cells) if cell.lower() in _SPEAKER_HEADS]
            speakers = heads[0] if heads else None
        yield from _row(line, cells, speakers, table.sheet)


def _row(line: int, cells: Sequence[str], speakers: int | None, sheet: str | None) -> Iterator[Passage]:
    speakers = 0 if speakers is None else speakers
    speaker = role_of(cells[speakers]) if speakers < len(cells) else None
    for number, cell in enumerate(cells):
        if cell and not (number == speakers and speaker is not None):
            yield Passage(Place(PlaceKind.CELL, line, number + 1, sheet), cell, speaker)


def _lines(text: str) -> Iterator[Passage]:
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in line.split("|") if line.lstrip().startswith("|") else (line,):
            if piece.strip():
                yield Passage(Place(PlaceKind.LINE, number), piece)


def _decoded(content: bytes) -> str:
    """The text, by its mark of byte order, as UTF-8, or as GB18030; NUL bytes are of no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise ScriptUnreadable(
        "不是文本文件，或者编码无法识别；请另存为 UTF-8 文本，或者 .docx",
        "no text file, or of an unknown encoding; save it as UTF-8 text, or as .docx",
    )


class _Reader(HTMLParser):
    """Collects the text that a reader of the page sees, block by block, with the line each block begins on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[int, str]] = []
        self._text: list[str] = []
        self._line = 1
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block ends the one before; scripts and styles are not seen."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.end_block()

    def handle_endtag(self, tag: str) -> None:
        """The counterpart of a start."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        """Text; blanks and line breaks are one blank, as browsers show them."""
        if not self._unseen and data.strip():
            if not self._text:
                self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self._text.append(data)

    def end_block(self) -> None:
        """Put the block that is being read away."""
        if text := " ".join("".join(self._text).split()):
            self.blocks.append((self._line, text))
        self._text = []


def _web_page(text: str) -> Iterator[Passage]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    for line, block in reader.blocks:
        yield Passage(Place(PlaceKind.LINE, line), block)
