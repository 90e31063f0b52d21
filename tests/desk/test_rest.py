"""The REST API: who may ask what, problems that teach, pages that hold everything, and no person anywhere."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from desk.screens.conftest import Desk, desk, moment
from desk.test_rest_calls import OPEN_TO_WORK
from desk.test_rest_reviews import OPEN_TO_REVIEW
from desk.test_rest_training import OPEN_TO_TRAIN
from fairdue.operations.standing_ports import UnknownToken
from fairdue_desk.rows.models import AccessToken, Decision

pytestmark = pytest.mark.django_db
__all__ = ["desk", "moment"]

ROLES = ("collector1", "lead", "compliance", "admin")
OPEN_TO = {
    "measures": ("lead", "compliance", "admin"),
    "measures/dictionary": ("lead", "compliance", "admin"),
    "measures/board": ("lead", "compliance", "admin"),
    "measures/coverage/rows": ("lead", "compliance", "admin"),
    "measures/charts/funnel": ("lead", "compliance", "admin"),
    "diary": ("collector1", "lead", "compliance"),
    "cases": ("collector1", "lead", "compliance"),
    "cases/{own}": ("collector1", "lead", "compliance"),
    "cases/{own}/timeline": ("collector1", "lead", "compliance"),
    "cases/{own}/explain": ("collector1", "lead", "compliance"),
    "payments": ("collector1", "lead", "compliance"),
    "flows": ("collector1", "lead", "compliance", "admin"),
    "training": ("collector1", "lead", "compliance"),
    "training/licence": ("collector1", "lead", "compliance"),
    "training/licences": ("lead", "compliance"),
    "training/secrecy": ("collector1", "lead", "compliance"),
    "training/personas": ("collector1", "lead", "compliance"),
    "training/lessons": ("collector1", "lead", "compliance"),
    "training/calls": ("collector1", "lead", "compliance"),
    "training/exams": ("collector1", "lead", "compliance"),
    "reviews": ("collector1", "lead", "compliance"),
    "reviews/trends": ("collector1", "lead", "compliance"),
    "reviews/calibration": ("lead", "compliance"),
}


def get(client: Client, path: str, query: str = "", **headers: str) -> tuple[int, object]:
    answer = client.get(f"/api/v1/{path}{query}", headers=headers)
    assert answer["Content-Type"].startswith(
        "application/json" if answer.status_code == 200 else "application/problem+json"
    ), (path, answer.content[:200])
    return answer.status_code, json.loads(answer.content)


@pytest.mark.parametrize("path", OPEN_TO)
def test_an_address_answers_its_roles_and_tells_the_others_which_right_is_missing(
    desk: Desk, path: str
) -> None:
    for username in ROLES:
        status, body = get(desk.client(username), path.format(own=desk.own.case_id))
        assert status == (200 if username in OPEN_TO[path] else 403), (username, body)
        if status == 403:
            assert isinstance(body, dict) and "right" in body["detail"] and body["status"] == 403


def test_every_address_of_the_description_is_in_the_table_of_roles() -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    known = {
        path.replace("{own}", "{case_id}")
        .replace("measures/coverage/rows", "measures/{measure_id}/rows")
        .replace("charts/funnel", "charts/{name}")
        for path in OPEN_TO
    } | {"payments/{payment_id}", "words/judge"}
    # The addresses of a guided call have a table of their own, with what to send to each.
    calls = {path.format(session="{session_id}") for _, path in OPEN_TO_WORK}
    known |= {f"cases/{{case_id}}/{path}".replace("history/0", "history/{move}") for path in calls}
    known |= {
        path.format(lesson="{lesson_id}", talk="{talk_id}", exam="{exam_id}") for _, path in OPEN_TO_TRAIN
    }
    known |= {path.format(review="{review_id}", number="{number}") for _, path in OPEN_TO_REVIEW}
    assert {path.removeprefix("/api/v1/") for path in paths} == known


def test_without_a_login_there_is_a_problem_and_no_page() -> None:
    for path in OPEN_TO:
        status, body = get(Client(), path.format(own="c0"))
        assert status == 401 and isinstance(body, dict) and "fairdue token create" in body["detail"]


def test_a_token_opens_what_its_login_may_and_ends_when_revoked(desk: Desk) -> None:
    tokens, now = desk.house.tokens, desk.house.now()
    clear, record = tokens.create(
        username="lead", label="night job", at=now, ends_at=now + timedelta(days=1), actor="admin"
    )
    bearer = {"Authorization": f"Bearer {clear}"}
    assert get(Client(), "measures", **bearer)[0] == 200
    assert clear not in str(list(AccessToken.objects.values()))
    assert get(Client(), "measures", Authorization=f"Bearer {clear[:-1]}x")[0] == 401
    assert tokens.holder(clear, at=now + timedelta(days=1)) is None
    get_user_model().objects.filter(username="lead").update(is_active=False)
    assert get(Client(), "measures", **bearer)[0] == 401
    get_user_model().objects.filter(username="lead").update(is_active=True)
    first = tokens.revoke(record.token_id, at=now, actor="admin")
    assert (
        tokens.revoke(record.token_id, at=now + timedelta(hours=1), actor="x").revoked_at == first.revoked_at
    )
    assert get(Client(), "measures", **bearer)[0] == 401
    with pytest.raises(UnknownToken):
        tokens.create(username="nobody", label="", at=now, ends_at=now, actor="admin")


def test_a_colleagues_case_is_refused_and_an_unknown_one_is_not_there(desk: Desk) -> None:
    client = desk.client("collector1")
    for tail in ("", "/timeline", "/explain"):
        assert get(client, f"cases/{desk.others.case_id}{tail}")[0] == 403
        assert get(client, f"cases/cnone{tail}")[0] == 404
    assert get(client, "payments/none")[0] == 404


def test_the_pages_of_a_list_hold_everything_once(desk: Desk) -> None:
    seen, after = [], ""
    while True:
        _, body = get(desk.client("lead"), "cases", f"?limit=2&after={after}")
        assert isinstance(body, dict)
        seen += [case["case_id"] for case in body["cases"]]
        after = body["after"]
        if not after:
            break
    assert sorted(seen) == sorted(one.case_id for one in (desk.own, desk.others, desk.free))
    _, mine = get(desk.client("collector1"), "cases")
    assert isinstance(mine, dict) and desk.others.case_id not in str(mine)


def test_asking_what_the_gate_would_say_records_nothing(desk: Desk) -> None:
    _, body = get(desk.client("collector1"), f"cases/{desk.own.case_id}/explain")
    assert isinstance(body, dict) and body["verdict"] in ("permit", "defer", "refuse") and body["trace"]
    assert Decision.objects.count() == 0


def test_no_answer_holds_a_name_or_a_number_of_a_person(desk: Desk) -> None:
    for path in OPEN_TO:
        answer = desk.client("lead").get(f"/api/v1/{path.format(own=desk.own.case_id)}").content.decode()
        for person in (desk.own, desk.others, desk.free):
            assert person.name not in answer and person.mobile not in answer, path


def test_rows_add_up_to_the_number_of_the_same_period(desk: Desk) -> None:
    client, period = desk.client("lead"), "?from=2026-02-01&to=2026-03-02"
    _, numbers = get(client, "measures", period)
    assert isinstance(numbers, dict)
    for value in numbers["measures"]:
        _, page = get(client, f"measures/{value['id']}/rows", period)
        assert isinstance(page, dict)
        if value["no_value"] is None:
            assert [str(page["numerator"]), str(page["denominator"])] == [
                value["numerator"],
                value["denominator"],
            ]


def test_a_ranking_by_money_first_is_refused_with_its_source(desk: Desk) -> None:
    for by in ("recovery_amount", "commission_base", "recovery_amount&by=complaint_rate"):
        status, body = get(desk.client("lead"), "measures/board", f"?by={by}")
        assert status == 422 and isinstance(body, dict) and "CN-OUT-06" in body["detail"], by
    # Nobody here differs in complaints, so what stands next would decide it all.
    assert get(desk.client("lead"), "measures/board", "?by=complaint_rate&by=recovery_amount")[0] == 422
    assert get(desk.client("lead"), "measures/board", "?by=complaint_rate")[0] == 200
    assert get(desk.client("lead"), "measures/board", "?by=coverage")[0] == 422


@pytest.mark.parametrize(
    "query",
    ["?from=x&to=y", "?from=2026-03-02&to=2026-03-01", "?from=2026-03-01", "?from=2020-01-01&to=2026-03-01"],
)
def test_a_senseless_period_is_a_problem_that_says_what_is_expected(desk: Desk, query: str) -> None:
    status, body = get(desk.client("lead"), "measures", query)
    assert status == 422 and isinstance(body, dict) and "day" in body["detail"] + str(body.get("errors"))


def test_an_unreadable_parameter_is_named_and_not_repeated(desk: Desk) -> None:
    status, body = get(desk.client("lead"), "cases", "?limit=13800000000")
    assert status == 422 and isinstance(body, dict)
    assert "limit" in body["errors"][0]["where"] and "13800000000" not in str(body)


def test_the_page_of_the_api_is_served_from_here_alone(desk: Desk) -> None:
    answer = desk.client("lead").get("/api/v1/docs")
    page = answer.content.decode()
    assert answer.status_code == 200 and "https://" not in page and "//cdn" not in page
    assert Client().get("/api/v1/docs").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_over_a_real_server_a_token_reads_and_a_wrong_one_is_told_why(
    desk: Desk, live_server: object
) -> None:
    now = desk.house.now()
    clear, _ = desk.house.tokens.create(
        username="lead", label="", at=now, ends_at=now + timedelta(days=1), actor="admin"
    )

    def asked(token: str) -> tuple[int, str, bytes]:
        request = Request(f"{live_server}/api/v1/measures", headers={"Authorization": f"Bearer {token}"})
        try:
            with urlopen(request) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except HTTPError as error:
            return error.code, error.headers["Content-Type"], error.read()

    status, _, body = asked(clear)
    assert status == 200 and len(json.loads(body)["measures"]) == 36
    status, kind, body = asked("fdt_no")
    assert (status, kind) == (401, "application/problem+json") and b"token create" in body
