"""The phrasebook: groups and exceptions, strict files, the table as a file, and all of it against plain search."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

import pytest

from fairdue.language import phrasebook as module
from fairdue.language.phrasebook import (
    Phrasebook,
    PhrasebookError,
    digest_of,
    pack_phrasebook,
    phrasebook,
    phrasebook_files,
    read_phrasebook,
)
from fairdue.language.readable import make_readable

CORPUS = Path(__file__).parents[3] / "corpus"
BOOKS = {"customers": "customers", "collectors": "collectors", "acts": "collectors"}
WORDS = "sue: [起诉, 告你]\n"
ONE = """means: distress
says: {zh: 崩溃, en: breakdown}
groups:
  wish:
    sure: true
    phrases: [不想活, 活够]
    except: ["热得不想活"]
  threat:
    phrases: ["{sue}", 不想活]
"""


def _book(*texts: str, words: str = WORDS) -> Phrasebook:
    files = {"words.yaml": words} | {f"customers/{number}.yaml": text for number, text in enumerate(texts)}
    return Phrasebook(*read_phrasebook(files))


def _lines(folder: str) -> list[str]:
    texts = (
        json.loads(line)["text"] for path in sorted((CORPUS / folder).glob("*.jsonl")) for line in path.open()
    )
    return sorted({make_readable(text).text for text in texts})


def _found(book: Phrasebook, text: str) -> dict[str, tuple[int, int]]:
    return {cue.group.name: (cue.starts, cue.ends) for cue in book.cues(text)}


def test_a_group_is_found_once_at_the_place_of_its_first_phrase() -> None:
    assert _found(_book(ONE), "我起诉,告你") == {"distress.threat": (1, 3)}


def test_one_phrase_may_belong_to_several_groups_and_an_exception_to_one() -> None:
    assert _found(_book(ONE), "不想活") == {"distress.wish": (0, 3), "distress.threat": (0, 3)}
    assert _found(_book(ONE), "热得不想活") == {"distress.threat": (2, 5)}


def test_an_exception_hides_the_phrase_it_covers_and_no_other() -> None:
    assert _found(_book(ONE), "热得不想活,我不想活")["distress.wish"] == (7, 10)
    assert _found(_book(ONE), "热得不想活,活够")["distress.wish"] == (6, 8)


def test_a_group_says_whether_it_is_sure() -> None:
    assert {cue.group.name: cue.group.sure for cue in _book(ONE).cues("不想活")} == {
        "distress.wish": True,
        "distress.threat": False,
    }


@pytest.mark.parametrize(
    ("broken", "taught"),
    [
        (ONE.replace("means:", "meaning:"), "expected means, says and groups"),
        (ONE + "note: x\n", "expected means, says and groups"),
        (ONE.replace("en: breakdown", "fr: x"), "says must have zh and en"),
        (ONE.replace("sure: true", "certain: true"), "the group wish has phrases"),
        (ONE.replace("phrases: [不想活, 活够]", "phrases: []"), "the group wish has phrases"),
        (ONE.replace("活够", '"(活够"'), "group wish: '(活够': a bracket is opened"),
        (ONE.replace("{sue}", "{nobody}"), "group threat: '{nobody}': there is no word class 'nobody'"),
        ("- a\n", "is a mapping"),
        ("a: [", "customers/0.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(broken: str, taught: str) -> None:
    with pytest.raises(PhrasebookError, match=re.escape(taught)) as caught:
        _book(broken)
    assert "customers/0.yaml" in str(caught.value)


def test_a_word_class_is_a_list_of_words() -> None:
    with pytest.raises(PhrasebookError, match=r"words.yaml: sue must be a list of words"):
        _book(ONE, words="sue: [1]\n")


@pytest.mark.parametrize("folder", BOOKS)
def test_the_whole_phrasebook_finds_what_every_regular_expression_alone_finds(folder: str) -> None:
    """Every pattern is run over every line of the corpus at once; a line break between lines is in no pattern."""
    book, lines = phrasebook(folder), _lines(BOOKS[folder])
    search = book._search
    heard: dict[int, set[int]] = {}
    for line, text in enumerate(lines):
        searched, candidates = search.candidates(text)
        for number in candidates:
            if searched.first(number) is not None:
                heard.setdefault(number, set()).add(line)
    joined = "\n".join(lines)
    starts = [0]
    for text in lines:
        starts.append(starts[-1] + len(text) + 1)
    line_at = [line for line, text in enumerate(lines) for _ in range(len(text) + 1)]
    for number in book._owners:
        regex = search.pattern(number).pattern
        ending = regex.replace(r"\Z", "$")
        alone = {
            line_at[match.start()]
            for match in re.finditer(ending, joined, re.MULTILINE)
            if "\n" not in match.group()
        }
        assert heard.get(number, set()) == alone, regex


@pytest.mark.parametrize("folder", BOOKS)
def test_the_table_as_a_file_says_what_the_folder_says(folder: str) -> None:
    files = phrasebook_files(folder)
    meanings, table = read_phrasebook(files)
    packed = pack_phrasebook(folder, frequency=lambda words: float(len(words)))
    read = module._from_table(packed, digest_of(files))
    assert read is not None
    assert read.meanings == meanings
    plain = Phrasebook(meanings, table)
    for text in _lines(BOOKS[folder])[::9]:
        assert _found(read, text) == _found(plain, text)
    assert packed == pack_phrasebook(folder, frequency=lambda words: float(len(words)))


@pytest.mark.parametrize("folder", BOOKS)
def test_the_table_that_is_shipped_says_what_the_folder_says(folder: str) -> None:
    plain = Phrasebook(*read_phrasebook(phrasebook_files(folder)))
    for text in _lines(BOOKS[folder])[::9]:
        assert _found(phrasebook(folder), text) == _found(plain, text)


def test_a_table_of_other_texts_or_a_damaged_one_is_not_used() -> None:
    files = phrasebook_files("acts")
    packed = pack_phrasebook("acts", frequency=lambda words: float(len(words)))
    changed = files | {"words.yaml": files["words.yaml"] + "\n# a note\n"}
    assert digest_of(changed) != digest_of(files)
    assert module._from_table(packed, digest_of(changed)) is None
    for damaged in (b"", b"no table", packed[:-20], zlib.compress(b"[]"), zlib.compress(b"\xff")):
        assert module._from_table(damaged, digest_of(files)) is None


def test_the_folder_is_read_where_the_table_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"words.yaml": WORDS, "acts/greet.yaml": ONE.replace("distress", "greet")}
    monkeypatch.setattr(module, "phrasebook_files", lambda folder: small)
    fresh = module.phrasebook.__wrapped__("acts")
    assert _found(fresh, "起诉") == {"greet.threat": (0, 2)}


def test_the_digest_tells_apart_a_text_moved_from_one_file_to_another() -> None:
    assert digest_of({"a": "x", "b": ""}) != digest_of({"a": "", "b": "x"})
