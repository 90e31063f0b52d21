"""The pages of feedback files, columns, returned cases, commission and runs."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from desk.screens.conftest import Desk
from desk.screens.portfolio import CREDITOR
from fairdue.casefile.case import CaseStatus
from fairdue.operations.day_run import close_days
from fairdue_desk.rows.models import Case, CaseEvent, CommissionSettled, Export, OwnTemplate, SentFile

pytestmark = pytest.mark.django_db


def page(desk: Desk, name: str, who: str = "lead", language: str = "zh-hans", **query: str) -> str:
    answer = desk.client(who, language=language).get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_look_shows_the_rows_of_the_file_and_nothing_leaves(desk: Desk) -> None:
    shown = page(desk, "feedback", creditor=CREDITOR, template="example_bank", look="1")
    for person in (desk.own, desk.others, desk.free):
        assert person.case_no in shown
    assert "个案序列号" in shown and not Export.objects.exists()


def test_a_file_is_taken_in_its_own_shape_and_stands_in_the_list_with_its_totals(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk.client("lead")
    form = {"creditor": CREDITOR, "template": "example_finance"}
    answer = client.post(reverse("feedback_take"), form)
    assert (answer["Content-Type"], answer["Content-Disposition"][-5:]) == ("text/csv", '.csv"')
    assert answer.content.decode("gb18030").count("\r\n") == 5
    sent = SentFile.objects.get()
    assert (sent.rows, sent.actor, sent.moves_chain) == (3, "lead", True)
    assert sent.digest[:10] in page(desk, "feedback")
    monkeypatch.setenv("FAIRDUE_TODAY", "2026-03-02T10:40")
    assert client.post(reverse("feedback_take"), form).content.count(b"\r\n") == 2, "nothing is new since"
    whole = client.post(reverse("feedback_take"), form | {"whole": "on"})
    assert whole.content.count(b"\r\n") == 5


def test_a_form_that_names_nothing_is_sent_back_with_a_word(desk: Desk) -> None:
    for form in (
        {},
        {"creditor": "无此", "template": "example_bank"},
        {"creditor": CREDITOR, "template": "x"},
    ):
        answer = desk.client("lead").post(reverse("feedback_take"), form, follow=True)
        assert "请选择委托方和模板" in answer.content.decode()


COLUMNS = {
    "template": "example_bank",
    "creditor": CREDITOR,
    "name": "风控部用",
    "id": "risk",
    "use-note": "on",
    "place-note": "2",
    "header-note": "备注",
    "use-case_no": "on",
    "place-case_no": "1",
    "header-case_no": "编号",
    "header-balance": "不选",
}


def test_columns_are_chosen_ordered_renamed_looked_at_and_saved_as_a_template_of_the_house(
    desk: Desk,
) -> None:
    client = desk.client("lead")
    looked = client.post(reverse("feedback_columns"), COLUMNS | {"look": "1"}).content.decode()
    headers = re.findall(r"<th[^>]*>([^<]*)</th>", looked)
    assert headers == ["编号", "备注"] and not OwnTemplate.objects.exists()
    client.post(reverse("feedback_columns"), COLUMNS | {"save": "1"})
    assert OwnTemplate.objects.get().template_id == "own_risk"
    taken = client.post(reverse("feedback_take"), {"creditor": CREDITOR, "template": "own_risk"})
    sheet = openpyxl.load_workbook(BytesIO(taken.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["编号", "备注"] and sheet.max_row == 4


def test_what_cannot_be_a_template_is_said_and_nothing_is_saved(desk: Desk) -> None:
    for wrong in ({"id": "Risk 1"}, {"header-note": "编号"}, {"header-note": " "}, {"name": " "}):
        answer = desk.client("lead").post(reverse("feedback_columns"), COLUMNS | {"save": "1"} | wrong)
        assert "模板不能保存" in answer.content.decode(), wrong
    assert not OwnTemplate.objects.exists()


def test_a_list_is_looked_at_first_and_returned_with_the_button_and_numbers_stand_in_no_address(
    desk: Desk,
) -> None:
    client, url = desk.client("lead"), reverse("feedback_return")
    form = {"creditor": CREDITOR, "reason": "on_list", "numbers": f"{desk.own.case_no}\nT99999"}
    looked = client.post(url, form).content.decode()
    assert "退 1 件" in looked and "T99999" in looked
    assert 'method="get"' not in looked
    assert Case.objects.get(case_id=desk.own.case_id).status == "open"
    done = client.post(url, form | {"do": "1"}).content.decode()
    assert "已退案 1 件" in done
    assert desk.house.book.load(desk.own.case_id).status is CaseStatus.RETURNED
    again = client.post(url, form | {"do": "1"}).content.decode()
    assert "案件已退" in again


def test_a_reason_that_finds_nothing_by_itself_asks_for_numbers(desk: Desk) -> None:
    answer = desk.client("lead").post(reverse("feedback_return"), {"creditor": CREDITOR, "reason": "on_list"})
    assert "须填写案件编号" in answer.content.decode()


def test_a_request_to_keep_is_recorded_and_its_answer_moves_the_day(desk: Desk) -> None:
    client, url = desk.client("lead"), reverse("feedback_keep")
    ask = {"number": desk.own.case_no, "what": "ask", "ground": "negotiation", "until": "2026-05-30"}
    assert "已登记" in client.post(url, ask, follow=True).content.decode()
    client.post(url, {"number": desk.own.case_no, "what": "granted"})
    assert str(desk.house.book.load(desk.own.case_id).account.return_by) == "2026-05-30"
    assert CaseEvent.objects.filter(kind__startswith="Keep").count() == 2
    for wrong, says in (
        ({"number": "X", "what": "ask"}, "没有这个编号"),
        (ask | {"until": "soon"}, "请填写"),
        (ask | {"until": "2027-05-30"}, "不超过 90 天"),
        ({"number": desk.own.case_no, "what": "refused"}, "没有待答复"),
    ):
        assert says in client.post(url, wrong, follow=True).content.decode()


def test_the_commission_is_looked_at_taken_and_settled_once(desk: Desk) -> None:
    from fairdue.operations.place import place_file

    line = f"流水号,案件编号,还款日期,还款金额,还款渠道\nP1,{desk.own.case_no},2026-02-25,1000.00,微信\n"
    report = place_file(
        desk.house,
        name="p.csv",
        content=line.encode(),
        as_of=desk.house.now(),
        actor="admin",
        creditor=CREDITOR,
    )
    assert report.posted == 1
    period = {"creditor": CREDITOR, "from": "2026-02-01", "until": "2026-03-01"}
    looked = page(desk, "feedback_commission", look="1", **period)
    assert desk.own.case_no in looked and "8.00%" in looked and "80.00" in looked and "CN-OUT-06" in looked
    client, url = desk.client("lead"), reverse("commission_take")
    assert openpyxl.load_workbook(BytesIO(client.post(url, period).content))["佣金明细"].max_row == 2
    settled = client.post(url, period | {"settle": "1"}, follow=True).content.decode()
    assert "该期佣金已结算" in settled and CommissionSettled.objects.get().commission_fen == 8_000
    assert "不能结算" in client.post(url, period | {"settle": "1"}, follow=True).content.decode()
    assert "截止日" in client.post(url, period | {"until": "2026-01-01"}, follow=True).content.decode()


def test_a_creditor_without_terms_is_told_so_and_a_collector_sees_no_commission(desk: Desk) -> None:
    Case.objects.update(creditor="某行")
    assert "没有适用的佣金费率" in page(desk, "feedback_commission", creditor="某行", look="1")
    for who in ("collector1", "compliance"):
        assert desk.client(who).get(reverse("feedback_commission")).status_code == 403


def test_runs_show_each_step_with_what_it_counted(
    desk: Desk, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "fairdue end-of-day" in page(desk, "day_runs", who="admin")
    monkeypatch.setenv("FAIRDUE_OUTBOX", str(tmp_path))
    close_days(desk.house, on=desk.house.now().date(), actor="end-of-day")
    shown = page(desk, "day_runs")
    assert "反馈文件" in shown and "已日终" in shown and "36 项指标" in shown
    assert "Money ties" in page(desk, "day_runs", language="en")
    assert "2026-03-02-1" in page(desk, "feedback"), "a file of the day leads to its run"
