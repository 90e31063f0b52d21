"""The suggested next move beside what an expert did, recomputed from the engine as it is now."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from fairdue.conversation.flow import FlowFault
from fairdue.feedback.call import Call, read_call
from fairdue.foundation.bilingual import Language
from fairdue.practice.judged_moves import Compared, Verdict, compare, read_judged, share_of
from fairdue.practice.judged_page import write_page
from fairdue.practice.replayed_call import Given, Pick, ReplayFault, replay_call

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "corpus/calls/judged_moves.yaml").read_text(encoding="utf-8")


@cache
def calls() -> dict[str, Call]:
    found = {}
    for file in sorted((ROOT / "corpus/calls/first").glob("*.json")):
        call, _ = read_call(file.read_text(encoding="utf-8"), source=file.name)
        assert call is not None
        found[call.call_id] = call
    return found


@cache
def compared() -> tuple[Compared, ...]:
    judged = read_judged(PAGE, source="judged_moves.yaml")
    return tuple(row for one in judged for row in compare(one, calls()[one.call_id]))


def test_nine_of_ten_suggestions_are_what_an_expert_would_do_and_all_are_as_they_were_judged() -> None:
    share = share_of(compared())
    changed = [f"{row.move.origin}: {row.call_id} {row.move.turn}" for row in compared() if not row.as_judged]
    assert changed == [], "the suggestion changed; judge these again and write the new one down"
    assert share.counted == 153
    assert share.of_hundred >= 90.0


def test_every_good_call_is_judged_and_no_other() -> None:
    bad = {"dev-t-14", "dev-t-15", "dev-t-16"}
    assert {row.call_id for row in compared()} == set(calls()) - bad
    faulty = [(row.call_id, row.move.turn) for row in compared() if row.move.verdict is Verdict.FAULTY]
    assert faulty == [("dev-t-07", 12)], "the one turn of a good call that breaks a rule is not counted"


def test_a_changed_suggestion_counts_for_nothing_until_it_is_judged_again() -> None:
    altered = PAGE.replace("say: [opening.ask_name]", "say: [opening.introduce]", 1)
    judged = read_judged(altered, source="judged_moves.yaml")[0]
    share = share_of(compare(judged, calls()[judged.call_id]))
    assert share.unjudged == 1


def test_a_pick_that_does_not_fit_names_call_turn_and_step() -> None:
    with pytest.raises(ReplayFault, match=r"dev-t-01 turn 1: promised is not taken at step who"):
        list(replay_call(calls()["dev-t-01"], given=Given(), picks={1: (Pick("promised"),)}))


def test_a_turn_that_nobody_judged_is_told() -> None:
    short = PAGE.replace("      - turn: 0\n", "      - turn: 99\n", 1)
    judged = read_judged(short, source="judged_moves.yaml")[0]
    with pytest.raises(FlowFault, match=r"judge every turn of the collector once"):
        list(compare(judged, calls()[judged.call_id]))


@pytest.mark.parametrize(
    ("language", "name"), [("en", "how-the-call-goes.md"), ("zh", "how-the-call-goes.zh-CN.md")]
)
def test_the_page_is_of_this_playbook(language: Language, name: str) -> None:
    order = list(dict.fromkeys(row.call_id for row in compared()))
    page = write_page(compared(), calls=[calls()[one] for one in order], language=language)
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page, (
        "write it anew: fairdue playbook replay corpus/calls/first/*.json --judged corpus/calls/judged_moves.yaml --page"
    )
