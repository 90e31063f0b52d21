"""Building a pack: the records, the page made of them, the manifest, the seal, in one ZIP.

Room: feedback. The same records and the same key give the same bytes: nothing here knows what day it is.
"""

from __future__ import annotations

from collections.abc import Callable

from fairdue.casefile.codec import write_body
from fairdue.feedback.evidence.pack_page import write_page
from fairdue.feedback.evidence.pack_records import write_lines
from fairdue.feedback.evidence.pack_story import PackRecords, Story, story_of
from fairdue.feedback.evidence.seal import manifest_of, signed_text, write_seal
from fairdue.feedback.evidence.zip_layout import write_zip

PAGE, HOW_TO, ABOUT = "index.html", "HOW-TO-CHECK.txt", "about.json"
EVENTS, DECISIONS, WORDING = "events.jsonl", "decisions.jsonl", "wording.jsonl"
STATEMENTS, RECORDINGS, STORY = "statements.jsonl", "recordings.jsonl", "story.json"
MANIFEST, SEAL = "MANIFEST.json", "SEAL.json"

WHOLE = (PAGE, HOW_TO, ABOUT, EVENTS, DECISIONS, WORDING, STATEMENTS, RECORDINGS)
REDACTED = (PAGE, HOW_TO, STORY)
KINDS = (WHOLE, REDACTED)

HOW_TO_TEXT = """怎样核验 · How to check this pack

一、用软件：fairdue audit verify PACK.zip（不需要数据库，不需要制作方的密钥）。
二、不用软件：
  1. MANIFEST.json 列出每个文件的长度和 SHA-256，逐一比对。
  2. SEAL.json 的 signature 是用 public_key（Ed25519，RFC 8032）对下列字节的签名：
     文本 "fairdue evidence pack 1"、一个换行、MANIFEST.json 的全部字节。
  3. events.jsonl 每行一条记录。hash = SHA-256(prev_hash, case_id, seq, kind, at, actor, body)，
     每一部分前面写它的字节数和一个冒号；每条的 prev_hash 等于上一条的 hash。
     带 masked 的行遮盖了他人的号码，只有 seq、prev_hash、hash 的行在期间之外：这两种只能核对链的衔接。
  4. 请制作方公布公钥指纹，与本包的公钥核对：包本身不能证明公钥是谁的。

1. With the software: fairdue audit verify PACK.zip (no database, no key of the house).
2. Without it:
  1. MANIFEST.json lists the length and SHA-256 of every file; compare them.
  2. The signature in SEAL.json was made with public_key (Ed25519, RFC 8032) over these bytes:
     the text "fairdue evidence pack 1", a line feed, and all bytes of MANIFEST.json.
  3. events.jsonl holds one record a line. hash = SHA-256(prev_hash, case_id, seq, kind, at, actor, body), each part
     preceded by its number of bytes and a colon; the prev_hash of each is the hash of the one before.
     A line with "masked" hides numbers of others, and a line with seq, prev_hash and hash alone lies outside the
     period: of these two only the links can be checked.
  4. Compare the public key with the fingerprint that the house publishes: a pack cannot prove whose key it is.
"""

Sign = Callable[[bytes], bytes]


def record_files(records: PackRecords) -> tuple[tuple[str, bytes], ...]:
    """The files that hold the records, in their order in the pack."""
    return (
        (ABOUT, f"{write_body(records.about)}\n".encode()),
        (EVENTS, write_lines(records.log)),
        (DECISIONS, write_lines(records.decisions)),
        (WORDING, write_lines(records.wording)),
        (STATEMENTS, write_lines(records.statements)),
        (RECORDINGS, write_lines(records.recordings)),
    )


def build_pack(records: PackRecords, *, sign: Sign, public_key: bytes) -> bytes:
    """The whole pack."""
    return _sealed(story_of(records), record_files(records), sign, public_key)


def build_redacted_pack(story: Story, *, sign: Sign, public_key: bytes) -> bytes:
    """The pack with nobody in it: the page, and the story that it is made of."""
    return _sealed(story, ((STORY, f"{write_body(story)}\n".encode()),), sign, public_key)


def _sealed(story: Story, files: tuple[tuple[str, bytes], ...], sign: Sign, public_key: bytes) -> bytes:
    every = ((PAGE, write_page(story)), (HOW_TO, HOW_TO_TEXT.encode()), *files)
    manifest = manifest_of(every)
    seal = write_seal(public_key=public_key, signature=sign(signed_text(manifest)))
    return write_zip((*every, (MANIFEST, manifest), (SEAL, seal)))
