"""A Word document (.docx) as passages: body, tables, text boxes, and what stands beside the text.

Room: conversation. The package is counted before it is opened, so that no bomb is inflated. Text that was struck
out by a tracked change is not read; text that was inserted is.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from fairdue.conversation.script import Passage, Place, PlaceKind, SpeakerRole, role_of
from fairdue.foundation.bilingual import Bilingual

LARGEST_INFLATED_BYTES = 128 * 1024 * 1024
MOST_PARTS = 5_000
_PIECE = 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BESIDE = ("header", "footer", "footnotes", "endnotes", "comments")
_DAMAGE = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what the XML parser raises
    OSError,
    EOFError,
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    StopIteration,
)


class WordUnreadable(ValueError):
    """The bytes are no Word document that can be read; ``what`` says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.what = Bilingual(zh, en)


def read_word(content: bytes) -> list[Passage]:
    """The passages of a document in reading order, then those beside the text. Raises WordUnreadable."""
    try:
        _demand_reasonable(content)
        document = Document(io.BytesIO(content))
        _demand_no_entities(document.element)
        return [*_body(document.element.body), *_beside(document.part.package.iter_parts())]
    except WordUnreadable:
        raise
    except _DAMAGE as error:
        raise WordUnreadable(
            "不是完好的 Word 文档；请用 Word 或 WPS 打开后另存为 .docx",
            "no sound Word document; open it in Word or WPS and save it as .docx",
        ) from error


def _demand_reasonable(content: bytes) -> None:
    """Inflate every part once in pieces and count, since the directory of a ZIP can lie."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise WordUnreadable("文件有密码；请去掉密码再检查", "the file has a password; take it off")
        total = 0
        if len(entries) > MOST_PARTS:
            raise _too_large()
        for entry in entries:
            with archive.open(entry) as part:
                while piece := part.read(_PIECE):
                    total += len(piece)
                    if total > LARGEST_INFLATED_BYTES:
                        raise _too_large()


def _demand_no_entities(root: Any) -> None:
    """Refuse a part that declares entities: no word processor writes them, and what they hide is not read."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a part declares entities")


def _too_large() -> WordUnreadable:
    return WordUnreadable(
        "文件展开后大得不像文档，未打开；请只保留文字，另存为 .docx",
        "the file inflates beyond any honest document and was not opened; keep its text alone",
    )


def _body(body: Any) -> Iterator[Passage]:
    places = _cell_places(body)
    number = 0
    for paragraph in body.iter(f"{_W}p"):
        text = _text_of(paragraph)
        if not text.strip():
            continue
        cell = next(paragraph.iterancestors(f"{_W}tc"), None)
        if cell is not None:
            place, speaker = places[cell]
            if speaker is None or place.column != 1:
                yield Passage(place, text, speaker)
            continue
        number += 1
        yield Passage(Place(PlaceKind.PARAGRAPH, number), text)


def _cell_places(body: Any) -> dict[Any, tuple[Place, SpeakerRole | None]]:
    """For each cell its place, and who speaks in its row where the first cell names a speaker and nothing else.

    A table within a table counts on.
    """
    tables = {table: number for number, table in enumerate(body.iter(f"{_W}tbl"), start=1)}
    rows: dict[Any, tuple[int, int]] = {}
    seen: Counter[Any] = Counter()
    for row in body.iter(f"{_W}tr"):
        table = next(row.iterancestors(f"{_W}tbl"))
        seen[table] += 1
        rows[row] = (tables[table], seen[table])
    speakers: dict[Any, SpeakerRole | None] = {}
    places: dict[Any, tuple[Place, SpeakerRole | None]] = {}
    for cell in body.iter(f"{_W}tc"):
        row = next(cell.iterancestors(f"{_W}tr"))
        seen[row] += 1
        if row not in speakers:
            speakers[row] = role_of("".join(_text_of(one) for one in cell.iter(f"{_W}p")))
        table_number, row_number = rows[row]
        place = Place(PlaceKind.TABLE_CELL, row_number, seen[row], str(table_number))
        places[cell] = (place, speakers[row])
    return places


def _text_of(paragraph: Any) -> str:
    """The text of one paragraph alone: a paragraph within it (a text box) is a passage of its own."""
    pieces: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        if next(element.iterancestors(_FALLBACK), None) is not None:
            continue  # the same text box once more, for old programs
        pieces.append(
            (element.text or "") if element.tag == f"{_W}t" else "\n" if element.tag != f"{_W}tab" else " "
        )
    return "".join(pieces)


def _beside(parts: Any) -> list[Passage]:
    passages = []
    for part in parts:
        kind = str(part.content_type).rsplit(".", 1)[-1].removesuffix("+xml")
        if kind not in _BESIDE:
            continue
        root = part.element if hasattr(part, "element") else parse_xml(part.blob)
        _demand_no_entities(root)
        number = 0
        for paragraph in root.iter(f"{_W}p"):
            text = _text_of(paragraph)
            if text.strip():
                number += 1
                passages.append(Passage(Place(PlaceKind.BESIDE, number, None, kind), text))
    return passages
