"""Training over the API: the way to the licence is walked without a screen, and nothing is given away on it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from desk.asking import Asker, asker
from desk.screens.conftest import Desk, desk, moment
from fairdue.casefile.training_log import KeptTalk
from fairdue.operations.training import training_of
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona_reading import shipped_personas
from fairdue_desk.rows.models import CaseEvent, Decision
from fairdue_desk.screens.roles import Role
from learning_somebody import Learner, good_words

pytestmark = pytest.mark.django_db
__all__ = ["desk", "moment"]

TRAINEE = "trainee"
OPEN_TO_TRAIN: dict[tuple[str, str], object] = {
    ("get", "training"): None,
    ("get", "training/licence"): None,
    ("get", "training/secrecy"): None,
    ("post", "training/secrecy"): {"signature": ""},
    ("get", "training/personas"): None,
    ("get", "training/lessons"): None,
    ("get", "training/lessons/{lesson}"): None,
    ("post", "training/lessons/{lesson}/read"): {},
    ("post", "training/lessons/{lesson}/answers"): {"question_id": "no.such", "ticked": ["a"]},
    ("get", "training/calls"): None,
    ("post", "training/calls"): {"persona_id": "no_such"},
    ("get", "training/calls/{talk}"): None,
    ("post", "training/calls/{talk}/turns"): {"turn": 0, "words": "您好"},
    ("post", "training/calls/{talk}/end"): {},
    ("get", "training/exams"): None,
    ("post", "training/exams"): {},
    ("get", "training/exams/{exam}"): None,
    ("post", "training/exams/{exam}/answers"): {"question_id": "no.such", "ticked": ["a"]},
    ("post", "training/exams/{exam}/hand-in"): {},
}
"""Every address of training with what to send; the one that shows everybody is tested by itself."""
PLACES = {"lesson": "prepare_precautions", "talk": "dr1", "exam": "ex1"}


@pytest.fixture
def trainee(desk: Desk) -> Asker:
    """A collector whom nobody has licensed."""
    user = get_user_model().objects.create_user(TRAINEE)
    user.groups.add(Group.objects.get(name=Role.COLLECTOR.value))
    return asker(desk, TRAINEE)


def begun(who: Asker, **how: object) -> Any:
    status, told = who.post("training/calls", {"persona_id": "forgot_bill", "level": "easy"} | how)
    assert status in (200, 201), told
    return told


def kept(desk: Desk, talk_id: str) -> KeptTalk:
    drill = training_of(desk.house, trainee=TRAINEE).drill(talk_id)
    assert drill is not None
    return drill.talk


@pytest.mark.parametrize(("method", "path"), OPEN_TO_TRAIN)
def test_an_address_of_training_answers_whoever_trains_and_nobody_else(
    desk: Desk, method: str, path: str
) -> None:
    for username in ("collector1", "lead", "compliance", "admin"):
        who = asker(desk, username)
        where = path.format(**PLACES)
        status, told = who.get(where) if method == "get" else who.post(where, OPEN_TO_TRAIN[method, path])
        if username == "admin":
            assert status == 403 and "train" in told["detail"], told
        else:
            assert status in (200, 404, 409, 422), (username, told)
    assert asker(desk, "collector1").client.get(f"/api/v1/{where}").status_code in (401, 405)


def test_everybodys_licence_is_shown_to_trainers_page_by_page(desk: Desk, trainee: Asker) -> None:
    lead = asker(desk, "lead")
    seen, after = [], ""
    while True:
        status, page = lead.get("training/licences", after=after, limit=2)
        assert status == 200 and len(page["people"]) <= 2
        seen += page["people"]
        after = page["after"]
        if not after:
            break
    logins = [one["login"] for one in seen]
    assert logins == sorted(logins) and {TRAINEE, "collector1", "collector2", "lead"} <= set(logins)
    holds = {one["login"]: one["licence"]["holds"] for one in seen}
    assert holds["collector1"] and not holds[TRAINEE]
    assert trainee.get("training/licences")[0] == 403


def test_customers_are_listed_without_what_they_hide(trainee: Asker) -> None:
    status, told = trainee.get("training/personas")
    assert status == 200 and len(told) == len(shipped_personas())
    assert {frozenset(one) for one in told} == {frozenset({"persona_id", "name", "portrait", "levels"})}


def test_a_call_by_a_seed_is_the_same_call_again_and_no_seed_is_told_while_it_goes_on(
    desk: Desk, trainee: Asker
) -> None:
    heard = []
    for _ in range(2):
        told = begun(trainee, seed=20_260_302)
        assert told["seed"] is None and told["scorecard"] is None and told["debrief"] == []
        where = f"training/calls/{told['talk_id']}"
        status, told = trainee.post(f"{where}/turns", {"turn": 0, "words": "您好，请问是本人吗？"})
        assert status == 200 and told["turn"] == 1
        heard.append([line["text"] for line in told["lines"]] + [told["card"]["debtor"]])
        status, told = trainee.post(f"{where}/end", {})
        assert status == 200 and told["seed"] == 20_260_302
    assert heard[0] == heard[1] and len(heard[0]) >= 3
    other = begun(trainee, seed=7)
    assert other["card"]["debtor"] != heard[0][-1]


def test_a_call_that_counts_for_a_lesson_takes_no_seed(trainee: Asker) -> None:
    body = {"persona_id": "forgot_bill", "seed": 7}
    for what in ({"lesson_id": "prepare_precautions"}, {"assignment_id": "as1"}):
        status, told = trainee.post("training/calls", body | what)
        assert status == 422 and told["type"].endswith("training-seed-chosen") and told["errors"][0]["zh"]
    assert trainee.get("training/calls")[1] == {"calls": [], "more": False}


def test_a_practice_call_is_held_and_ends_with_its_scorecard_and_three_things(
    desk: Desk, trainee: Asker
) -> None:
    events, decisions = CaseEvent.objects.count(), Decision.objects.count()
    told = begun(trainee)
    where = f"training/calls/{told['talk_id']}"
    assert begun(trainee)["talk_id"] == told["talk_id"], "one talks to one at a time"
    while not told["ended"]:
        words = good_words(kept(desk, told["talk_id"]))
        if not words:
            break
        status, told = trainee.post(f"{where}/turns", {"turn": told["turn"], "words": words})
        assert status == 200, told
    status, again = trainee.post(f"{where}/turns", {"turn": 0, "words": "再说一遍"})
    assert status == 409 and again["type"].rsplit(":", 1)[1] in (
        "training-another-turn",
        "training-call-over",
    )
    status, told = trainee.post(f"{where}/end", {})
    assert status == 200 and told["ended"]
    card = told["scorecard"]
    assert {one["dimension"] for one in card["dimensions"]} >= {"compliance", "commitment"}
    assert 0 < card["total"] <= 100 and 1 <= len(told["debrief"]) <= 3
    numbers = {line["number"] for line in told["lines"]}
    assert {one["turn"] for one in card["points"] if one["turn"] is not None} <= numbers
    status, listed = trainee.get("training/calls", limit=1)
    assert listed["calls"][0]["total"] == card["total"] and not listed["more"]
    assert (CaseEvent.objects.count(), Decision.objects.count()) == (events, decisions), "no case is touched"


def test_a_call_of_somebody_else_is_not_there(desk: Desk, trainee: Asker) -> None:
    talk_id = begun(trainee)["talk_id"]
    other = asker(desk, "collector1")
    assert other.get(f"training/calls/{talk_id}")[0] == 404
    assert other.post(f"training/calls/{talk_id}/turns", {"turn": 0, "words": "您好"})[0] == 404
    assert other.post(f"training/calls/{talk_id}/end", {})[0] == 404


def test_what_cannot_be_said_is_a_problem_in_both_languages_and_repeats_nothing(trainee: Asker) -> None:
    where = f"training/calls/{begun(trainee)['talk_id']}/turns"
    status, told = trainee.post(where, {"turn": 0, "words": "某人的秘密" * 200})
    assert status == 422 and told["type"].endswith("training-too-long")
    assert (
        told["errors"][0]["zh"]
        and told["errors"][0]["what"]
        and "秘密" not in json.dumps(told, ensure_ascii=False)
    )
    assert trainee.post(where, {"turn": 0, "words": "  "})[1]["type"].endswith("training-nothing-said")


def test_what_is_right_in_a_quiz_is_told_by_an_answer_alone(trainee: Asker) -> None:
    lesson = next(iter(read_curriculum().lessons.values()))
    where = f"training/lessons/{lesson.lesson_id}"
    status, told = trainee.post(f"{where}/read", {})
    assert status == 200 and {one["right"] for one in told["quiz"]} == {None}
    asked = lesson.quiz[0]
    assert asked.why.zh not in trainee.heard[-1]
    wrong = next(one.id for one in asked.options if one.id not in asked.right)
    status, told = trainee.post(f"{where}/answers", {"question_id": asked.id, "ticked": [wrong]})
    assert status == 200 and told["right"] is False and told["why"]["zh"] == asked.why.zh
    status, told = trainee.post(f"{where}/answers", {"question_id": asked.id, "ticked": sorted(asked.right)})
    assert told["right"] is True
    assert next(one for one in trainee.get(where)[1]["quiz"] if one["question_id"] == asked.id)["right"]
    status, told = trainee.post(f"{where}/answers", {"question_id": "no.such", "ticked": ["a"]})
    assert status == 404 and told["type"].endswith("no-training")


def test_an_exam_is_refused_with_what_comes_first(trainee: Asker) -> None:
    status, told = trainee.post("training/exams", {})
    assert status == 409 and told["type"].endswith("training-not-signed")
    status, told = trainee.post("training/secrecy", {"signature": "somebody"})
    assert status == 422 and told["type"].endswith("training-another-name")
    status, told = trainee.post("training/secrecy", {"signature": TRAINEE})
    assert status == 200 and told["signed_at"]
    status, told = trainee.post("training/exams", {})
    assert status == 409 and told["type"].endswith("training-not-learnt")
    assert trainee.get("training")[1]["exam_waits"]["zh"]


def test_the_way_from_the_commitment_to_the_licence_is_walked_over_the_api(
    desk: Desk, trainee: Asker
) -> None:
    trainee.post("training/secrecy", {"signature": TRAINEE})
    assert trainee.get("training/licence")[1]["holds"] is False
    Learner(desk.house, TRAINEE, desk.house.now()).learn_everything()
    status, exam = trainee.post("training/exams", {})
    assert status == 201 and exam["open"] and exam["result"] is None
    assert trainee.post("training/exams", {})[0] == 200, "a paper is drawn once"
    where = f"training/exams/{exam['exam_id']}"
    curriculum = read_curriculum()
    for asked in exam["questions"]:
        right = sorted(curriculum.question(asked["question_id"]).right)
        status, told = trainee.post(
            f"{where}/answers", {"question_id": asked["question_id"], "ticked": right}
        )
        assert status == 200
        assert {(one["right"], one["why"]) for one in told["questions"]} == {(None, None)}
    first = exam["questions"][0]["question_id"]
    assert trainee.post(f"{where}/answers", {"question_id": first, "ticked": ["a"]})[0] == 409
    assert trainee.post(f"{where}/hand-in", {})[1]["type"].endswith("training-not-finished")
    learner = Learner(desk.house, TRAINEE, desk.house.now())
    for part in exam["calls"]:
        status, talk = trainee.get(f"training/calls/{part['talk_id']}")
        assert (talk["persona_id"], talk["seed"], talk["scorecard"]) == (None, None, None)
        learner.talk(part["talk_id"])
        assert trainee.get(f"training/calls/{part['talk_id']}")[1]["scorecard"] is None
    status, exam = trainee.post(f"{where}/hand-in", {})
    assert status == 200 and exam["result"]["passed"] and exam["result"]["licensed"], exam["result"]
    assert {one["right"] for one in exam["questions"]} == {True}
    licence = trainee.get("training/licence")[1]
    assert licence["holds"] and licence["by_exam"] and licence["ends_at"].startswith("2027-03-02T00:00:00")
    assert trainee.post(f"{where}/hand-in", {})[1]["type"].endswith("training-no-exam")
    assert trainee.get("training/exams")[1][0]["passed"] is True
    assert trainee.get(f"training/calls/{exam['calls'][0]['talk_id']}")[1]["scorecard"]["total"] > 0
