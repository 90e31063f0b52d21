"""The published truth table of promises: each row is a test, judged alone and among the others of its case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.followup.money_builders import on, paid, promised
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise
from fairdue.followup.promise_watch import CaseEnd, EndKind, PromiseTerms, judge_promise
from fairdue.foundation.strict_yaml import read_yaml

TABLE = Path(__file__).with_name("promise_truth_table.yaml")
ROWS: list[Mapping[str, Any]] = read_yaml(TABLE.read_text(encoding="utf-8"), source=TABLE.name)["rows"]
KEYS = {"says", "promises", "money", "end", "as_of", "grace", "rest", "then"}
PLAIN = {"a": ["03-02", "03-10", 1000]}


def _payments(money: Sequence[Sequence[Any]]) -> list[Payment]:
    return [
        paid(line[0], line[1], f"p{number}", reverses=line[2] if len(line) > 2 else None)
        for number, line in enumerate(money, 1)
    ]


def _promises(row: Mapping[str, Any]) -> dict[str, Promise]:
    return {name: promised(name, *parts) for name, parts in row.get("promises", PLAIN).items()}


def test_the_table_has_sixty_rows_and_no_sentence_stands_twice() -> None:
    sentences = [row["says"] for row in ROWS]
    assert len(sentences) >= 60
    assert len(set(sentences)) == len(sentences)
    assert not [row["says"] for row in ROWS if set(row) - KEYS]


@pytest.mark.parametrize("row", ROWS, ids=[row["says"].replace(" ", "_") for row in ROWS])
def test_the_row_of_the_truth_table_holds(row: Mapping[str, Any]) -> None:
    promises = _promises(row)
    terms = PromiseTerms(row.get("grace", 1), frozenset(on(day) for day in row.get("rest", [])))
    ending = CaseEnd(EndKind(row["end"][0]), on(row["end"][1])) if "end" in row else None
    for payments in (_payments(row.get("money", [])), _payments(row.get("money", []))[::-1]):
        for name, expected in row["then"].items():
            verdict = judge_promise(
                promise=promises[name],
                payments=payments,
                as_of_on=on(row["as_of"]),
                terms=terms,
                other_promises=[promise for other, promise in promises.items() if other != name],
                ending=ending,
            )
            found = "waits" if verdict is None else [verdict.state.value, verdict.paid_fen]
            assert found == expected, name
