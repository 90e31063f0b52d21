"""Reviews over the API: read in, queue, verdict, appeal, second verdict, figures; the roles of the desk, no words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.asking import Asker, asker
from desk.calling import token
from desk.screens.conftest import Desk, desk, moment
from fairdue.casefile.call_review import is_sampled, review_id_of
from fairdue.feedback.call import read_call
from fairdue.feedback.call_writing import digest_of_call
from fairdue_desk.rows.models import CallReview
from review_calls import CLEAN, PUSHY, transcript

pytestmark = pytest.mark.django_db
__all__ = ["desk", "moment"]

OPEN_TO_REVIEW: dict[tuple[str, str], tuple[object, tuple[str, ...]]] = {
    ("get", "reviews/{review}"): (None, ("collector1", "lead", "compliance")),
    ("post", "reviews/transcripts"): (None, ("lead", "compliance")),
    ("post", "reviews/{review}/take-up"): ({}, ("compliance",)),
    ("post", "reviews/{review}/verdicts"): ({"passed": True}, ("compliance",)),
    ("post", "reviews/{review}/appeals"): (
        {"number": 1, "words": "不对"},
        ("collector1", "lead", "compliance"),
    ),
    ("post", "reviews/{review}/appeals/{number}/decision"): (
        {"granted": True, "words": "成立"},
        ("lead", "compliance"),
    ),
    ("post", "reviews/{review}/annotations"): ({"words": "补充"}, ("collector1", "compliance")),
}
"""Every address of reviews that names a review or writes, what to send, and whose roles get past the right to it."""


def read_in(who: Asker, turns: tuple[tuple[str, str], ...] = PUSHY, call_id: str = "T1", **about: str) -> Any:
    data = SimpleUploadedFile(
        "call.json", transcript(turns, call_id=call_id), content_type="application/json"
    )
    return who.upload("reviews/transcripts", file=data, **({"collector": "collector1"} | about))


def taken(who: Asker, turns: tuple[tuple[str, str], ...] = PUSHY, call_id: str = "T1", **about: str) -> Any:
    status, told = read_in(who, turns, call_id, **about)
    assert status == 201, told
    return told["review"]


def verdict(review: Any, *upheld: str, passed: bool = False) -> dict[str, object]:
    """Uphold the findings of these classes and no others."""
    answers = [
        {
            "number": one["number"],
            "upheld": one["code"] in upheld,
            "reason": "" if one["code"] in upheld else "听录音不成立",
        }
        for one in review["findings"]
    ]
    return {"passed": passed, "answers": answers, "reason": "越过红线"}


def judged(who: Asker, review: Any, *upheld: str) -> Any:
    status, told = who.post(f"reviews/{review['review_id']}/verdicts", verdict(review, *upheld))
    assert status == 200, told
    return told


@pytest.mark.parametrize(("method", "path"), OPEN_TO_REVIEW)
def test_an_address_of_reviews_lets_its_roles_in_and_tells_the_others_no(
    desk: Desk, method: str, path: str
) -> None:
    review = taken(asker(desk, "compliance"))
    body, roles = OPEN_TO_REVIEW[method, path]
    where = path.format(review=review["review_id"], number=1)
    for username in ("collector1", "collector2", "lead", "compliance", "admin"):
        who = asker(desk, username)
        status, told = (
            who.get(where)
            if method == "get"
            else read_in(who)
            if path.endswith("transcripts")
            else who.post(where, body)
        )
        if username in roles:
            # Whoever may not take this very step is told why by the operation, and by no missing right.
            assert status in (200, 409, 422) or told["type"].startswith("urn:fairdue:problem:review-"), told
        else:
            assert status == 403, (username, told)


def test_a_transcript_is_reviewed_once_and_holds_no_word_of_anybody(desk: Desk) -> None:
    who = asker(desk, "compliance")
    status, told = read_in(who)
    assert status == 201 and not told["known"] and not told["tied"]
    review = told["review"]
    assert review["risk"] in ("high", "urgent") and {"C02", "C05"} <= set(review["codes"])
    assert review["score"] is not None and review["verdict"] is None
    assert {one["upheld"] for one in review["findings"]} == {None}
    assert read_in(who)[0] == 200 and read_in(who)[1]["known"]
    who.get(f"reviews/{review['review_id']}")
    who.get("reviews")
    said = [text for _, text in PUSHY]
    assert not any(text[:6] in answer for answer in who.heard for text in said)


def test_a_transcript_that_cannot_be_taken_is_told_where_and_why(desk: Desk) -> None:
    who = asker(desk, "compliance")
    status, told = read_in(who, collector="")
    assert status == 422 and told["type"].endswith("review-whose-call")
    status, told = read_in(who, collector="nobody")
    assert status == 422 and told["type"].endswith("no-login") and told["errors"][0]["zh"]
    status, told = read_in(who, case="no such number")
    assert status == 422 and told["type"].endswith("review-no-case")
    broken = SimpleUploadedFile("call.json", b'{"turns": [{"speaker": "robot", "text": "x"}]}')
    status, told = who.upload("reviews/transcripts", file=broken, collector="collector1")
    assert status == 422 and told["type"].endswith("transcript-unreadable")
    assert "turns[0].speaker" in json.dumps(told)
    assert who.upload("reviews/transcripts", collector="collector1")[0] == 422
    half = transcript().replace(b'"id": "T1"', b'"id": "T1\\ud83d"')
    status, told = who.upload(
        "reviews/transcripts", file=SimpleUploadedFile("call.json", half), collector="collector1"
    )
    assert status == 422 and told["errors"][0]["where"] == "id"
    assert CallReview.objects.count() == 0


def test_a_transcript_without_a_day_is_given_one_with_the_file(desk: Desk) -> None:
    who = asker(desk, "lead")
    plain = "坐席：您好，请问是王女士吗？\n客户：是我。\n坐席：再见。\n".encode()
    file = SimpleUploadedFile("call.txt", plain, content_type="text/plain")
    status, told = who.upload(
        "reviews/transcripts", file=file, collector="collector1", started_at="2026-02-27T10:20:00+08:00"
    )
    assert status == 201 and told["review"]["held_at"].startswith("2026-02-27T10:20")


def test_the_queue_is_the_worst_first_in_pages_and_a_collector_is_given_their_own(desk: Desk) -> None:
    who = asker(desk, "compliance")
    clean = taken(who, CLEAN, "T2", collector="collector2")
    bad = taken(who)
    status, page = who.get("reviews", limit=1)
    assert status == 200 and page["more"] and page["counts"]["new"] == 2
    assert [one["review_id"] for one in page["reviews"]] == [bad["review_id"]]
    _, rest = who.get("reviews", limit=1, offset=1)
    assert [one["review_id"] for one in rest["reviews"]] == [clean["review_id"]] and not rest["more"]
    assert [one["review_id"] for one in who.get("reviews", code="C02")[1]["reviews"]] == [bad["review_id"]]
    own = asker(desk, "collector2")
    assert [one["review_id"] for one in own.get("reviews", collector="collector1")[1]["reviews"]] == [
        clean["review_id"]
    ]
    assert own.get(f"reviews/{bad['review_id']}")[0] == 403
    assert own.get("reviews", blind="true")[0] == 403
    assert who.get("reviews/rv00")[0] == 404
    judged(who, bad, "C02")
    assert [one["review_id"] for one in who.get("reviews", state="decided")[1]["reviews"]] == [
        bad["review_id"]
    ]


def test_a_verdict_assigns_a_drill_and_an_appeal_is_decided_by_another_person(desk: Desk) -> None:
    reviewer = asker(desk, "compliance")
    review = taken(reviewer)
    where = f"reviews/{review['review_id']}"
    status, told = reviewer.post(f"{where}/take-up", {})
    assert status == 200 and told["state"] == "in_review" and told["taken_by"] == "compliance"
    half = verdict(review, "C02") | {"answers": []}
    assert reviewer.post(f"{where}/verdicts", half)[1]["type"].endswith("review-unanswered")
    passed = verdict(review, "C02", passed=True)
    assert reviewer.post(f"{where}/verdicts", passed)[1]["type"].endswith("review-red-line-passed")
    told = judged(reviewer, review, "C02")
    assert told["state"] == "decided" and told["verdict"]["by"] == "compliance" and len(told["drills"]) == 1
    number = next(one["number"] for one in told["findings"] if one["upheld"])
    status, again = reviewer.post(f"{where}/verdicts", verdict(review, "C02"))
    assert status == 409 and again["type"].endswith("review-decided")
    collector = asker(desk, "collector1")
    assigned = collector.get("training")[1]["assigned"]
    assert [one["code"] for one in assigned] == ["C02"]
    status, told = collector.post(f"{where}/appeals", {"number": number, "words": "客户先骂的我"})
    assert status == 200 and told["state"] == "appealed" and told["appeals"][0]["granted"] is None
    assert asker(desk, "lead").post(f"{where}/appeals", {"number": number, "words": "x"})[0] == 403
    decision = {"granted": True, "words": "录音里是客户先说的"}
    status, told = reviewer.post(f"{where}/appeals/{number}/decision", decision)
    assert status == 403 and told["type"].endswith("review-same-person")
    lead = asker(desk, "lead")
    status, told = lead.post(f"{where}/appeals/{number}/decision", decision)
    assert status == 200 and told["appeals"][0]["granted"] is True
    assert collector.get("training")[1]["assigned"] == []
    answers = "".join(one for who in (reviewer, collector, lead) for one in who.heard)
    assert "先骂" not in answers and "客户先说" not in answers and "越过红线" not in answers


def test_a_second_verdict_is_given_blind_and_shows_in_kappa(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRDUE_LEADS_REVIEW", "1")
    who, lead = asker(desk, "compliance"), asker(desk, "lead")
    review = None
    for number in range(200):
        data = transcript(PUSHY, call_id=f"S{number}")
        call, _ = read_call(data.decode(), source="call.json")
        assert call is not None
        if is_sampled(review_id_of(digest_of_call(call))):
            review = taken(who, PUSHY, f"S{number}")
            break
    assert review is not None
    where = f"reviews/{review['review_id']}"
    added = verdict(review, "C02") | {"missed": [{"turn": 0, "code": "C24"}]}
    status, told = who.post(f"{where}/verdicts", added)
    assert status == 200 and "C24" in told["codes"] and told["awaits_second"]
    status, seen = lead.get(where)
    assert seen["blind"] and seen["verdict"] is None and seen["drills"] == []
    assert "C24" not in seen["codes"] and {one["upheld"] for one in seen["findings"]} == {None}
    line = lead.get("reviews", blind="true")[1]["reviews"][0]
    assert line["review_id"] == review["review_id"] and "C24" not in line["codes"]
    assert who.get("reviews", blind="true")[1]["reviews"] == []
    status, told = lead.post(f"{where}/verdicts", verdict(review, "C02"))
    assert status == 200 and not told["blind"] and told["second"]["by"] == "lead"
    assert told["verdict"]["by"] == "compliance"
    status, kappa = who.get("reviews/calibration")
    assert status == 200 and kappa["calls"] == 1 and kappa["whole"]["n"] == 1 and not kappa["whole"]["enough"]
    assert [(one["first"], one["second"], one["n"]) for one in kappa["pairs"]] == [("compliance", "lead", 1)]


def test_trends_are_of_ones_own_calls_for_a_collector(desk: Desk) -> None:
    who = asker(desk, "compliance")
    taken(who)
    taken(who, CLEAN, "T2", collector="collector2")
    status, told = who.get("reviews/trends")
    assert status == 200 and [one["key"] for one in told["collectors"]] == ["collector1", "collector2"]
    assert told["collectors"][0]["weeks"][0]["with_finding"] == 1
    own = asker(desk, "collector2").get("reviews/trends")[1]
    assert [one["key"] for one in own["collectors"]] == ["collector2"] and own["calls"] == 1
    assert asker(desk, "collector2").get("reviews/calibration")[0] == 403


def test_a_token_of_nobody_reads_no_review(desk: Desk) -> None:
    review = taken(asker(desk, "compliance"))
    assert Asker(token(desk, "lead")[:-1] + "x").get(f"reviews/{review['review_id']}")[0] == 401
