"""Reading the corpus: what cannot be used is told with its file and line, and stops everything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.learning.corpora import call, collector, customer, write
from fairdue.learning.corpus import CorpusError, collector_lines, customer_lines
from fairdue.learning.labelled_calls import labelled_calls


def test_lines_are_read_in_the_order_of_files_and_lines_with_their_voice(tmp_path: Path) -> None:
    write(tmp_path, "customers/south.jsonl", [customer("s1"), customer("s2")])
    write(tmp_path, "customers/north.jsonl", [customer("n1", alt={"intents": ["pay_now"]})])
    lines = customer_lines(tmp_path)
    assert [(one.id, one.voice) for one in lines] == [("n1", "north"), ("s1", "south"), ("s2", "south")]
    assert [one.value for one in lines[0].also_intents] == ["pay_now"]


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    write(tmp_path, "customers/north.jsonl", [customer("n1", "明天\u2028还"), customer("n2")])
    assert len(customer_lines(tmp_path)) == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "this is not a JSON object"),
        ("[" * 100_000, "this is not a JSON object"),
        ([1, 2], "a line is an object with an id"),
        ({"text": "明天还"}, "a line is an object with an id"),
        (customer("good"), "the id good stands twice"),
        (customer("n2", intents=["promised"]), "'promised' is not a valid Intent"),
        (customer("n2", intents=[]), "intents must name at least one"),
        (customer("n2", willingness="keen"), "'keen' is not a valid Willingness"),
        (customer("n2", reference="soon"), "soon"),
        (customer("n2", reference="2026-03-11T10:20:00"), "reference must name its zone"),
        (customer("n2", 5), "text must be text"),  # type: ignore[arg-type]
        (
            {key: value for key, value in customer("n2").items() if key != "slots"},
            "the key 'slots' is missing",
        ),
    ],
)
def test_a_customer_line_that_cannot_be_used_is_told_with_file_and_line(
    tmp_path: Path, line: object, told: str
) -> None:
    write(tmp_path, "customers/north.jsonl", [customer("good"), line, customer("after")])
    with pytest.raises(CorpusError) as caught:
        customer_lines(tmp_path)
    assert str(caught.value).startswith("customers/north.jsonl, line 2: ")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"codes": ["C99"], "expected": "violation"}, "C99 is no class of wording; they are C01 to C25"),
        ({"expected": "bad"}, "'bad' is not a valid Verdict"),
        ({"expected": "violation"}, "codes stand where expected is not ok"),
        ({"codes": ["C01"]}, "codes stand where expected is not ok"),
        ({"context": None}, "not iterable"),
    ],
)
def test_a_collector_line_that_cannot_be_used_is_told_with_file_and_line(
    tmp_path: Path, changed: dict[str, Any], told: str
) -> None:
    write(tmp_path, "collectors/bank.jsonl", [collector("a1"), collector("a2"), collector("a3", **changed)])
    with pytest.raises(CorpusError) as caught:
        collector_lines(tmp_path)
    assert str(caught.value).startswith("collectors/bank.jsonl, line 3: ")
    assert told in str(caught.value)


def test_an_id_may_stand_once_in_all_files_of_a_kind(tmp_path: Path) -> None:
    write(tmp_path, "customers/north.jsonl", [customer("one")])
    write(tmp_path, "customers/south.jsonl", [customer("two"), customer("one")])
    with pytest.raises(CorpusError, match=r"customers/south\.jsonl, line 2: the id one stands twice"):
        customer_lines(tmp_path)


def test_a_folder_without_lines_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="point --corpus at the folder corpus"):
        customer_lines(tmp_path)
    with pytest.raises(CorpusError, match="point --corpus at the folder corpus"):
        labelled_calls(tmp_path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = write(tmp_path, "customers/north.jsonl", [customer("one")])
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorpusError, match=r"customers/north\.jsonl: cannot be read as UTF-8"):
        customer_lines(tmp_path)


def test_a_call_is_read_with_its_labels(tmp_path: Path) -> None:
    write(tmp_path, "calls/rough/01-call.json", [call()])
    (one,) = labelled_calls(tmp_path)
    assert (one.id, one.voice, one.findings) == ("rough/01-call", "rough", frozenset({(2, "C02")}))
    assert one.disposition.value == "PTP"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"findings": [{"turn": 9, "code": "C02"}]}, "a finding stands at turn 9"),
        ({"findings": [{"turn": 2, "code": "C77"}]}, "C77 is no class of wording"),
        ({"findings": [{"code": "C02"}]}, "the key 'turn' is missing"),
        ({"disposition": "XX"}, "'XX' is not a valid ResultCode"),
        ({"checklist": {"smiled": True}}, "smiled is no point of the checklist"),
        ({"checklist": None}, "labels: "),
    ],
)
def test_labels_of_a_call_that_cannot_be_used_are_told_with_the_file(
    tmp_path: Path, changed: dict[str, Any], told: str
) -> None:
    raw = call()
    raw["labels"] |= changed
    write(tmp_path, "calls/rough/01-call.json", [raw])
    with pytest.raises(CorpusError) as caught:
        labelled_calls(tmp_path)
    assert str(caught.value).startswith("rough/01-call.json: ")
    assert told in str(caught.value)


def test_a_call_that_is_none_is_told_with_the_file(tmp_path: Path) -> None:
    write(tmp_path, "calls/rough/01-call.json", [json.dumps(call())[:-5]])
    with pytest.raises(CorpusError, match=r"rough/01-call\.json: this is not a JSON object"):
        labelled_calls(tmp_path)
    write(tmp_path, "calls/rough/01-call.json", [call() | {"turns": None}])
    with pytest.raises(CorpusError, match=r"rough/01-call\.json: turns"):
        labelled_calls(tmp_path)
