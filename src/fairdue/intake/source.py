"""Opens a file by what its bytes are, whatever its name says: text table, XLSX, XLS, or none of them.

Room: intake. The door of the room: everything that is no table is turned away here with its reason.

>>> source = open_source(name="a.csv", content="姓名,手机\\n甲,13800000000\\n".encode("gbk"))
>>> source.encoding, [line for line, _ in source.tables[0].rows()]
('gb18030', [1, 2])
"""

from __future__ import annotations

from fairdue.foundation.problem import Problem
from fairdue.intake.compound import SIGNATURE
from fairdue.intake.defects import problem
from fairdue.intake.limits import MAX_FILE_BYTES, MIB
from fairdue.intake.table import Source
from fairdue.intake.text_source import open_text
from fairdue.intake.workbook_source import open_ole, open_zip

_BINARIES = (
    (b"%PDF", "PDF 文档", "a PDF document"),
    (b"\xff\xd8\xff", "图片（JPEG）", "a picture (JPEG)"),
    (b"\x89PNG", "图片（PNG）", "a picture (PNG)"),
    (b"GIF8", "图片（GIF）", "a picture (GIF)"),
    (b"Rar!", "压缩包（RAR）", "an archive (RAR)"),
    (b"7z\xbc\xaf", "压缩包（7z）", "an archive (7z)"),
    (b"\x1f\x8b", "压缩包（GZIP）", "an archive (GZIP)"),
    (b"BZh", "压缩包（BZIP2）", "an archive (BZIP2)"),
    (b"\xfd7zXZ", "压缩包（XZ）", "an archive (XZ)"),
    (b"MZ\x90", "程序", "a program"),
    (b"\x7fELF", "程序", "a program"),
    (b"SQLite format 3", "数据库", "a database"),
    (b"PAR1", "Parquet 数据", "Parquet data"),
)


def open_source(*, name: str, content: bytes) -> Source | Problem:
    """Open a file by its content; the Problem says what it is instead and what to do."""
    if not content:
        return problem("file_empty", file=name)
    if len(content) > MAX_FILE_BYTES:
        return problem("file_too_large", file=name, limit=MAX_FILE_BYTES // MIB)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return open_zip(name=name, content=content)
    if content.startswith(SIGNATURE):
        return open_ole(name=name, content=content)
    for beginning, found, found_en in _BINARIES:
        if content.startswith(beginning):
            return problem("wrong_file_type", file=name, found=found, found_en=found_en)
    return open_text(name=name, content=content)
