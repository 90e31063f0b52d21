"""The pages of training, over the test client: what they show, what they refuse, and what they never give away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona_reading import shipped_personas

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_training_opens(desk: Desk, language: str) -> None:
    client = desk.client("collector1", language=language)
    for name in ("training", "training_customers", "training_exam"):
        assert client.get(reverse(name)).status_code == 200, name
    for lesson in read_curriculum().lessons:
        assert client.get(reverse("training_lesson", args=[lesson])).status_code == 200
        client.post(reverse("training_read", args=[lesson]))
        assert "quiz" in client.get(reverse("training_lesson", args=[lesson])).content.decode()
    persona = shipped_personas()[0].persona_id
    begun = client.post(reverse("training_begin"), {"persona": persona, "level": "easy"})
    page = client.get(begun["Location"])
    assert page.status_code == 200
    said = client.post(
        begun["Location"] + "say/", {"turn": "0", "words": "您好，我是华信资产的工作人员，请问是本人吗？"}
    )
    assert said.status_code == 302
    over = client.post(begun["Location"] + "end/")
    assert over["Location"] == begun["Location"]
    assert client.get(begun["Location"]).status_code == 200
    lead = desk.client("lead", language=language)
    assert lead.get(reverse("training_team")).status_code == 200
    assert lead.get(reverse("training_person", args=["collector1"])).status_code == 200
