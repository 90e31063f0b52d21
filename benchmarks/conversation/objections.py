"""How well and how fast are objections found for what a customer just said?

    python benchmarks/conversation/objections.py

Two sets that the matching never sees: ``corpus/objections/other_voices.jsonl``, lines of the held-out corpus by other
authors, labelled with the objections that fit; and ``corpus/objections/held_out.jsonl``, four utterances for each
objection by the author of the library. It prints the share of lines whose objection is ranked first and among the
first three, and CPU time of this process: the ranking alone, then with the answers offered and guarded, first asked
and asked again. Beside it stands a floor: the same three places given by the plain share of two-character runs.
"""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fairdue.casefile import happening as h
from fairdue.casefile.account import Account
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.event import open_event, seal_event
from fairdue.casefile.party import Party
from fairdue.conversation.engine import advance, open_session
from fairdue.conversation.heard import Heard
from fairdue.conversation.objection_index import plain
from fairdue.conversation.objection_ranking import match_objections, rank_objections
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.session import Session, Speaker
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import AttemptId, PersonId, SessionId, case_id_of

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "objections"
NOW = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
GOAL_MS = 5.0
Rank = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """What was said, and the objections that fit it."""

    text: str
    wanted: frozenset[str]
    language: str


def main() -> None:
    """Measure and print."""
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {len(read_objections().objections)} objections"
    )
    sets = {name: lines_of(name) for name in ("other_voices", "held_out")}
    for name, lines in sets.items():
        for language in sorted({line.language for line in lines}):
            those = [line for line in lines if line.language == language]
            for ranker, rank in (("ranking", by_ranking), ("floor", by_pairs())):
                first, three = (hits(those, rank, places) for places in (1, 3))
                print(
                    f"{name:13} {language}  {ranker:8} n={len(those):4}  hit@1 {first:.3f}  hit@3 {three:.3f}"
                )
    said = [line.text for lines in sets.values() for line in lines]
    by_ranking(said[0])
    show("ranking alone", [cpu_ms(lambda text=text: by_ranking(text)) for text in said])  # type: ignore[misc]
    case, session = verified_call()
    offer = [cpu_ms(lambda text=text: offered(text, session, case)) for text in said]  # type: ignore[misc]
    show("with answers, as asked in a run", offer)
    again = [cpu_ms(lambda text=text: offered(text, session, case)) for text in said]  # type: ignore[misc]
    show("with answers, asked again", again)


def lines_of(name: str) -> list[Line]:
    """The lines of one set."""
    raw = [json.loads(one) for one in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Line(one["text"], frozenset(one.get("objections") or [one["objection"]]), one["language"])
        for one in raw
    ]


def hits(lines: Sequence[Line], rank: Rank, places: int) -> float:
    """The share of lines of which a fitting objection is among the first ``places``."""
    return sum(bool(line.wanted & set(rank(line.text)[:places])) for line in lines) / len(lines)


def by_ranking(text: str) -> list[str]:
    """The ranking that ships."""
    return [one.objection.objection_id for one in match_objections(text, as_of=NOW, flow=read_flow())[0]]


def by_pairs() -> Rank:
    """The floor: the objection whose nearest way of saying shares most two-character runs (Jaccard)."""

    def pairs(text: str) -> set[str]:
        text = plain(text)
        return {text[i : i + 2] for i in range(len(text) - 1)}

    ways = [
        (objection_id, pairs(way))
        for objection_id, one in read_objections().objections.items()
        for way in one.heard
    ]

    def rank(text: str) -> list[str]:
        mine = pairs(text)
        best: dict[str, float] = {}
        for objection_id, way in ways:
            share = len(mine & way) / max(1, len(mine | way))
            best[objection_id] = max(share, best.get(objection_id, 0.0))
        return sorted(best, key=lambda one: (-best[one], one))

    return rank


def verified_call() -> tuple[CaseFile, Session]:
    """A made-up case in a call that has passed the identity check."""
    case_id = case_id_of(creditor="示例银行", case_no="X-1")
    account = Account(
        creditor="示例银行",
        case_no="X-1",
        card="6200000000000000",
        amount_fen=1_285_036,
        placed_on=date(2026, 3, 1),
        principal_fen=1_120_000,
        interest_fen=130_036,
        penalty_fen=35_000,
        overdue_on=date(2026, 2, 27),
        product="信用卡",
    )
    placed = h.CasePlaced(account, Party(PersonId("p-1"), "测试甲", "110101199001010000"), (), ())
    sealed = seal_event(case_id=case_id, seq=1, at=NOW, actor="benchmark", happened=placed, prev_hash="x")
    case = replay([open_event(sealed)])
    session = open_session(
        case=case,
        speaker=Speaker(agency="华信资产", staff_no="6027", hotline="400-000-0000"),
        session_id=SessionId("s-1"),
        attempt_id=AttemptId("a-1"),
        flow=read_flow(),
        as_of=NOW,
    )
    for choice in ("answered", "self", "id_last_four"):
        session = advance(session=session, heard=Heard(choice), case=case, as_of=NOW).session
    assert session.verified
    return case, session


def offered(text: str, session: Session, case: CaseFile) -> None:
    """Rank, fill and guard."""
    rank_objections(text, session=session, case=case, as_of=NOW)


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU time of this process in milliseconds."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def show(what: str, taken: list[float]) -> None:
    """One line: median, 99th percentile, most, and how many kept to the goal."""
    ordered = sorted(taken)
    kept = sum(one < GOAL_MS for one in ordered) / len(ordered)
    print(
        f"{what:34} median {statistics.median(ordered):5.2f} ms  p99 {ordered[int(len(ordered) * 0.99)]:5.2f} ms  "
        f"most {ordered[-1]:5.2f} ms  under {GOAL_MS:.0f} ms {kept:.1%}"
    )


if __name__ == "__main__":
    main()
