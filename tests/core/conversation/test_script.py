"""Scripts: sentences, speakers and places; every kind of file, and every file that is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from xlsxwriter import Workbook

from fairdue.conversation.script import (
    Passage,
    Place,
    PlaceKind,
    SpeakerRole,
    column_letters,
    role_of,
    sentences_of,
)
from fairdue.conversation.script_files import ScriptUnreadable, read_script

AGENT, CUSTOMER = SpeakerRole.COLLECTOR, SpeakerRole.CUSTOMER
LINE = Place(PlaceKind.LINE, 1)


def _said(text: str, speaker: SpeakerRole | None = None) -> list[tuple[SpeakerRole, str]]:
    return [(one.speaker, one.text) for one in sentences_of([Passage(LINE, text, speaker)])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("您好。请问是王先生吗？", [(AGENT, "您好。"), (AGENT, "请问是王先生吗？")]),
        ("客户：你谁啊？", [(CUSTOMER, "你谁啊？")]),
        ("坐席: 您好 客户: 喂", [(AGENT, "您好"), (CUSTOMER, "喂")]),
        ("【坐席】您好。【客户】喂", [(AGENT, "您好。"), (CUSTOMER, "喂")]),
        ("**客户**：喂", [(CUSTOMER, "喂")]),
        ("- 客户1（女）：喂", [(CUSTOMER, "喂")]),
        ("A：您好", [(AGENT, "您好")]),
        ("b: 喂", [(CUSTOMER, "喂")]),
        ("问：会上征信吗？", [(CUSTOMER, "会上征信吗？")]),
        ("答：以银行答复为准。", [(AGENT, "以银行答复为准。")]),
        ("Customer: 喂", [(CUSTOMER, "喂")]),
        ("联系人：他不在", [(SpeakerRole.THIRD_PERSON, "他不在")]),
        ("系统：已挂断", [(SpeakerRole.SYSTEM, "已挂断")]),
        # A mark holds to the end of its line alone, so that nothing of the collector's escapes behind it.
        ("客户：喂\n今天必须还", [(CUSTOMER, "喂"), (AGENT, "今天必须还")]),
        # Words that are no marks.
        ("我们的客户很多", [(AGENT, "我们的客户很多")]),
        ("方案A：分期", [(AGENT, "方案A：分期")]),
        ("请告诉客户：不要转账", [(AGENT, "请告诉客户：不要转账")]),
        # A quotation is not cut within, nor is a number.
        ("您说“要上门吗？我怕。”对吧？", [(AGENT, "您说“要上门吗？我怕。”"), (AGENT, "对吧？")]),
        ("利率是0.05。好", [(AGENT, "利率是0.05。"), (AGENT, "好")]),
        ("# 一、开场", [(AGENT, "一、开场")]),
        ("Pay now. 今天还！", [(AGENT, "Pay now."), (AGENT, "今天还！")]),
        ("  \n\u3000", []),
    ],
)
def test_a_text_is_cut_into_sentences_with_their_speakers(
    text: str, said: list[tuple[SpeakerRole, str]]
) -> None:
    assert _said(text) == said


def test_a_column_of_speakers_counts_until_a_mark_says_otherwise() -> None:
    assert _said("喂。坐席：您好", CUSTOMER) == [(CUSTOMER, "喂。"), (AGENT, "您好")]


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("坐席", AGENT),
        ("客户：", CUSTOMER),
        ("Agent", AGENT),
        ("客户2", CUSTOMER),
        ("b", CUSTOMER),
        ("开场", None),
        ("", None),
    ],
)
def test_a_word_in_a_column_may_name_a_speaker(word: str, role: SpeakerRole | None) -> None:
    assert role_of(word) is role


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_the_letters_of_spreadsheets(number: int, letters: str) -> None:
    assert column_letters(number) == letters


def _docx(fill: Callable[[Document], None]) -> bytes:  # type: ignore[valid-type]
    document, buffer = Document(), io.BytesIO()
    fill(document)
    document.save(buffer)
    return buffer.getvalue()


def _places(name: str, content: bytes) -> list[tuple[str, str]]:
    return [(one.place.in_words().en, one.text) for one in read_script(name=name, content=content)]


def test_a_word_document_is_read_with_tables_boxes_insertions_and_what_stands_beside_it() -> None:
    def fill(document: Document) -> None:  # type: ignore[valid-type]
        document.add_paragraph("您好。")
        document.add_paragraph("")
        table = document.add_table(rows=2, cols=2)
        for place, text in enumerate(["坐席", "请还款", "客户", "没钱"]):
            table.cell(place // 2, place % 2).text = text
        paragraph = document.add_paragraph("今天")
        paragraph._p.append(
            parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>必须还</w:t></w:r></w:ins>')
        )
        paragraph._p.append(
            parse_xml(
                f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText>删去</w:delText></w:r></w:del>'
            )
        )
        paragraph._p.append(
            parse_xml(
                f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p>"
                "</w:txbxContent></w:pict></w:r>"
            )
        )
        document.sections[0].footer.paragraphs[0].text = "页脚的话"

    passages = read_script(name="a.docx", content=_docx(fill))
    assert [(one.place.in_words().en, one.text, one.speaker) for one in passages] == [
        ("paragraph 1", "您好。", None),
        ("table 1, row 1, column 2", "请还款", AGENT),
        ("table 1, row 2, column 2", "没钱", CUSTOMER),
        ("paragraph 2", "今天必须还", None),
        ("paragraph 3", "框里的话", None),
        ("footer, paragraph 1", "页脚的话", None),
    ]


def test_a_workbook_and_a_csv_are_read_cell_by_cell_with_their_speakers() -> None:
    buffer = io.BytesIO()
    with Workbook(buffer) as book:
        sheet = book.add_worksheet("话术")
        for row, cells in enumerate(
            [["角色", "内容"], ["客户", "喂"], ["坐席", "您好"], [date(2026, 1, 5), 12]]
        ):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell if not isinstance(cell, date) else cell.isoformat())
    passages = read_script(name="a.xlsx", content=buffer.getvalue())
    assert ("cell 话术!B2", "喂", CUSTOMER) in [
        (one.place.in_words().en, one.text, one.speaker) for one in passages
    ]
    assert ("话术!B3 单元格", "您好", AGENT) in [
        (one.place.in_words().zh, one.text, one.speaker) for one in passages
    ]
    content = "场景,客户,话术\n拒接,客户,坐席：您好\n".encode("gb18030")
    assert ("cell C2", "坐席：您好") in _places("a.csv", content)


def test_text_is_read_in_every_encoding_and_a_page_without_what_nobody_sees() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert _places("a.txt", "一\r\n\r\n二".encode(encoding)) == [("line 1", "一"), ("line 3", "二")]
    assert _places("a.md", "| 一 | 二 |".encode()) == [("line 1", " 一 "), ("line 1", " 二 ")]
    page = "<html><style>p{}</style><script>x()</script>\n<p>您好<b>吗</b></p>\n<li>再&amp;见<br>走"
    assert _places("a.html", page.encode()) == [("line 2", "您好吗"), ("line 3", "再&见"), ("line 3", "走")]


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _bombed() -> bytes:
    """A document with a part of 200 MiB of nothing."""
    buffer = io.BytesIO(_docx(lambda document: None))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/x.xml", "w") as part,
    ):
        for _ in range(200):
            part.write(bytes(1024 * 1024))
    return buffer.getvalue()


def _with_an_entity() -> bytes:
    """A document whose text hides behind an entity."""
    buffer, names = io.BytesIO(), nsdecls("w")
    hidden = f'<!DOCTYPE x [<!ENTITY e "x">]><w:document {names}><w:body><w:p><w:r><w:t>a&e;b</w:t></w:r></w:p></w:body></w:document>'
    with (
        zipfile.ZipFile(io.BytesIO(_docx(lambda document: None))) as made,
        zipfile.ZipFile(buffer, "w") as archive,
    ):
        for name in made.namelist():
            archive.writestr(name, hidden if name == "word/document.xml" else made.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.doc", b"x", "an old Word file"),
        ("a.pdf", b"%PDF", "an unknown kind of file"),
        ("script", b"x", "an unknown kind of file"),
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n\t", "the file is empty"),
        ("a.txt", b"\xff\xfe", "holds no text"),
        ("a.txt", b"\x89PNG\x00\x00\xff", "no text file"),
        ("a.txt", b"\xff\xff\xff\xff", "no text file"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "has a password, or is an old Word file",
        ),
        ("a.docx", b"hello", "no sound Word document"),
        ("a.docx", _zip(a=b"x"), "no sound Word document"),
        ("a.docx", _docx(lambda document: None)[:-200], "no sound Word document"),
        ("a.docx", _docx(lambda document: None), "holds no text"),
        ("a.docx", _with_an_entity(), "no sound Word document"),
        ("a.docx", _bombed(), "inflates beyond any honest document"),
        ("a.xlsx", b"hello, there", "no text"),
        ("a.xlsx", _zip(a=b"x"), "archive"),
        ("a.html", b"<script>x</script>", "holds no text"),
    ],
)
def test_what_is_no_script_says_what_to_do(name: str, content: bytes, says: str) -> None:
    if name == "a.xlsx" and says == "no text":
        assert _places(name, content)  # a text under the name of a workbook is read as the text it is
        return
    with pytest.raises(ScriptUnreadable) as refused:
        read_script(name=name, content=content)
    assert says in refused.value.what.en
    assert not refused.value.what.zh.isascii()
