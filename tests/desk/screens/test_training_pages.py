"""The training pages say what matters: terms of the exam, why nothing was begun, what was right, and no secret."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from desk.screens.conftest import Desk
from desk.screens.test_training import TRAINEE, Learner
from fairdue.practice.exam_paper import licence_exam
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue_desk.screens.roles import Role
from fairdue_desk.screens.training_view import mistake_name


@pytest.fixture
def pupil(desk: Desk) -> Learner:
    """A collector whom nobody has licensed."""
    user = get_user_model().objects.create_user(TRAINEE)
    user.groups.add(Group.objects.get(name=Role.COLLECTOR.value))
    return Learner(desk.house, TRAINEE, desk.house.now())


def test_a_trainee_chooses_by_number_and_sees_the_kind_only_after_a_judged_call(
    desk: Desk, pupil: Learner
) -> None:
    client = desk.client(TRAINEE)
    page = client.get(reverse("training_customers")).content.decode()
    assert not any(one.name.zh in page or one.portrait.zh in page for one in shipped_personas())
    assert page.count('name="persona"') == len(shipped_personas())
    where = client.post(reverse("training_begin"), {"persona": "laid_off", "level": "easy"})["Location"]
    name = persona_named("laid_off").name.zh
    assert name not in client.get(where).content.decode()
    client.post(where + "say/", {"turn": "0", "words": "您好"})
    client.post(where + "end/")
    assert name in client.get(where).content.decode()
    page = client.get(reverse("training_customers")).content.decode()
    assert name in page and sum(one.name.zh in page for one in shipped_personas()) == 1
    assert name in desk.client("lead").get(reverse("training_customers")).content.decode()


def test_the_customers_stand_by_stage_and_can_be_searched(desk: Desk, pupil: Learner) -> None:
    client = desk.client(TRAINEE, language="en")
    page = client.get(reverse("training_customers")).content.decode()
    assert page.count('class="stage-name"') == 3
    found = client.get(reverse("training_customers"), {"q": "Customer 07"}).content.decode()
    assert found.count('name="persona"') == 1
    none = client.get(reverse("training_customers"), {"q": "laid off"}).content.decode()
    assert 'name="persona"' not in none and "No customer is found" in none


def test_another_customer_is_not_begun_beside_an_open_call_and_that_is_said(
    desk: Desk, pupil: Learner
) -> None:
    client = desk.client(TRAINEE)
    first = {"persona": "laid_off", "level": "easy"}
    where = client.post(reverse("training_begin"), first)["Location"]
    assert client.post(reverse("training_begin"), first)["Location"] == where, "the same one is taken up"
    other = client.post(reverse("training_begin"), {"persona": "forgot_bill", "level": "easy"})
    assert other["Location"] == reverse("training_customers")
    page = client.get(other["Location"]).content.decode()
    assert "新的没有开始" in page and f'href="{where}"' in page and f'action="{where}end/"' in page
    client.post(where + "end/")
    begun = client.post(reverse("training_begin"), {"persona": "forgot_bill", "level": "easy"})["Location"]
    assert begun not in (where, reverse("training_customers"))


def test_the_page_of_a_call_says_that_esc_leaves_the_field_first(desk: Desk, pupil: Learner) -> None:
    client = desk.client(TRAINEE)
    where = client.post(reverse("training_begin"), {"persona": "laid_off", "level": "easy"})["Location"]
    page = client.get(where).content.decode()
    assert re.search("<kbd>Esc</kbd> 离开输入框", page)


def test_the_exam_page_names_questions_calls_marks_and_waits(desk: Desk, pupil: Learner) -> None:
    terms = licence_exam()
    page = desk.client(TRAINEE, language="en").get(reverse("training_exam")).content.decode()
    assert f"{len(terms.calls)} practice calls" in page and f"reach {terms.call_pass} of 100" in page
    assert "questions" in page and f"{terms.quiz_pass} per cent" in page
    assert ", ".join(str(days) for days in terms.wait_days) in page


def test_what_keeps_a_paper_from_being_handed_in_stands_beside_the_button(desk: Desk, pupil: Learner) -> None:
    client = desk.client(TRAINEE)
    client.post(reverse("training_sign"), {"signature": TRAINEE})
    pupil.learn_everything()
    client.post(reverse("training_exam_begin"))
    page = client.post(reverse("training_exam_hand_in")).content.decode()
    assert page.count('role="alert"') == 1
    assert page.index('role="alert"') > page.index('name="as_it_is"')
    exam = pupil.record().open_exam
    assert exam is not None
    asked = pupil.ground.question(exam.question_ids[0])
    wrong = next(one.id for one in asked.options if one.id not in asked.right)
    client.post(reverse("training_exam_answer"), {"question": asked.id, "option": wrong})
    right = pupil.ground.question(exam.question_ids[1])
    client.post(reverse("training_exam_answer"), {"question": right.id, "option": [*right.right]})
    over = client.post(reverse("training_exam_hand_in"), {"as_it_is": "on"})
    result = client.get(over["Location"]).content.decode()
    assert result.count("答错</span>") == 1 and result.count("答对</span>") == 1
    assert result.count("未作答</span>") == len(exam.question_ids) - 2
    for page in (result, desk.client("lead").get(reverse("training_team")).content.decode()):
        assert not re.search(r"missed_trigger|quiz_below|not_answered|said_nothing", page)


@pytest.mark.parametrize("code", ["missed_trigger", "quiz_below", "not_answered", "said_the_same"])
def test_every_reason_has_words(code: str) -> None:
    assert mistake_name(code).zh != code and mistake_name(code).en != code
