"""The lines held out never enter learning: nothing that learns opens their folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.learning.corpora import call, collector, customer, small_corpus, write
from fairdue.learning import measuring, measuring_calls
from fairdue.learning.corpus import HELD_OUT, held_out_collectors, held_out_customers
from fairdue.learning.measured import Kind, Split

pytest.importorskip("sklearn", reason="learning needs the extra train")

from fairdue.learning.model_files import train_all

OPENED: list[str] = []
WATCHING: list[bool] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if WATCHING and event in ("open", "os.scandir", "os.listdir", "glob.glob"):
        OPENED.append(str(arguments[0]))


sys.addaudithook(_watch)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus whose held-out lines are poison: whoever reads them fails."""
    small_corpus(tmp_path)
    write(tmp_path, "calls/rough/01-call.json", [call()])
    for name in ("customers.jsonl", "collectors.jsonl", "calls/01-call.json"):
        write(tmp_path, f"{HELD_OUT}/{name}", ["this is no JSON, and nobody may read it"])
    return tmp_path


def opened_while(corpus: Path, work: object) -> list[str]:
    """The paths within the held-out folder that were opened or listed while something was done."""
    assert callable(work)
    OPENED.clear()
    WATCHING.append(True)
    try:
        work()
    finally:
        WATCHING.clear()
    assert any(str(corpus / "customers") in path for path in OPENED), "the watch saw nothing at all"
    return [path for path in OPENED if HELD_OUT in path]


def test_training_never_opens_the_lines_held_out(corpus: Path) -> None:
    assert opened_while(corpus, lambda: train_all(corpus, told=lambda line: None)) == []


@pytest.mark.parametrize("split", [Split.FOLD, Split.VOICE])
def test_no_fold_ever_opens_the_lines_held_out(corpus: Path, split: Split) -> None:
    def all_kinds() -> None:
        for bench in (
            measuring.customer_bench(corpus, held_out=False),
            measuring.collector_bench(corpus, held_out=False),
        ):
            parts = bench.parts(split)
            assert sorted(place for part in parts for place in part.measure) == list(range(len(bench.lines)))
        measuring_calls.call_bench(corpus, held_out=False)

    assert opened_while(corpus, all_kinds) == []


def test_the_held_out_split_measures_them_and_learns_from_none(corpus: Path) -> None:
    write(corpus, f"{HELD_OUT}/customers.jsonl", [customer("h1"), customer("h2", "我没钱")])
    write(corpus, f"{HELD_OUT}/collectors.jsonl", [collector("h1")])
    for bench in (
        measuring.customer_bench(corpus, held_out=True),
        measuring.collector_bench(corpus, held_out=True),
    ):
        (part,) = bench.parts(Split.HELD_OUT)
        held_out = [bench.lines[place] for place in part.measure]
        assert {one.voice for one in held_out} == {HELD_OUT}
        assert HELD_OUT not in {bench.lines[place].voice for place in part.learn}
        assert len(part.learn) == bench.learnable == len(bench.lines) - len(held_out)
    measured = measuring.measure(measuring.customer_bench(corpus, held_out=True), Split.HELD_OUT, workers=1)
    assert (measured.kind, measured.scored.figures["n"]) == (Kind.CUSTOMERS, 2)
    assert measured.mistakes == ()


def test_the_committed_lines_held_out_share_no_id_with_those_learnt_from() -> None:
    corpus = Path(__file__).resolve().parents[3] / "corpus"
    if not (corpus / HELD_OUT).is_dir():
        pytest.skip("no lines are held out in this checkout")
    for kind, held_out in (
        ("customers", held_out_customers(corpus)),
        ("collectors", held_out_collectors(corpus)),
    ):
        bench = measuring.customer_lines(corpus) if kind == "customers" else measuring.collector_lines(corpus)
        assert not {one.id for one in held_out} & {one.id for one in bench}
