"""Lists that page by key, files that are tried before they are placed, workbooks that go out."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.screens.conftest import Desk
from desk.screens.portfolio import CREDITOR, MadeUp, csv_of, made_up, place
from fairdue.compliance.word_names import word_name
from fairdue_desk.rows.models import Case, Decision, PlacedFile
from fairdue_desk.screens.records import record_callback

pytestmark = pytest.mark.django_db


def sent(content: bytes, name: str = "new.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("tab", ["all", "callbacks"])
def test_pages_cut_by_key_show_every_case_once(desk: Desk, tab: str) -> None:
    people = [MadeUp(number) for number in range(10, 105)]
    place(desk.house, people)
    now = desk.house.now()
    for person in people:
        # All at one moment, so that only the case id tells the pages apart.
        due = now.replace(hour=15)
        assert (
            record_callback(desk.house, case_id=person.case_id, due_at=due, as_of=now, actor="test") is None
        )
    client, url, seen = desk.client("lead"), reverse("work_list") + f"?show={tab}", []
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r'data-case="(\w+)"', page)
        more = re.search(r'href="(\?show=\w+&amp;after=[^"]+)"', page)
        url = reverse("work_list") + more[1].replace("&amp;", "&") if more else ""
    expected = {person.case_id for person in people} | (
        {desk.own.case_id, desk.others.case_id, desk.free.case_id} if tab == "all" else set()
    )
    assert len(seen) == len(set(seen)) and set(seen) == expected


def test_a_strange_key_in_the_address_begins_at_the_start(desk: Desk) -> None:
    for after in ("nonsense", "2026-03-02", "9999-99-99~x", "2026-03-02T10:00:00~c"):
        for tab in ("promises", "callbacks", "all"):
            page = desk.client("lead").get(reverse("work_list"), {"show": tab, "after": after})
            assert page.status_code == 200
        assert desk.client("lead").get(reverse("decisions"), {"after": after}).status_code == 200


def test_a_dry_run_stores_nothing_and_the_same_file_can_then_be_placed(desk: Desk) -> None:
    content = csv_of([*made_up(3), MadeUp(7), MadeUp(8)])
    client, url = desk.client("admin"), reverse("files_read")
    page = client.post(url, {"files": sent(content), "do": "try"}).content.decode()
    assert Case.objects.count() == 3 and "试读，未保存" in page and digest_of(content) in page
    page = client.post(
        url,
        {"files": sent(content), "do": "place", "tried": digest_of(content)},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert Case.objects.count() == 5 and "已保存" in page
    assert PlacedFile.objects.filter(digest=digest_of(content)).exists()


def test_a_file_that_was_not_tried_is_tried_first(desk: Desk) -> None:
    tried, other = csv_of([MadeUp(7)]), csv_of([MadeUp(8)])
    page = desk.client("admin").post(
        reverse("files_read"), {"files": sent(other), "do": "place", "tried": digest_of(tried)}
    )
    assert Case.objects.count() == 3 and "先重新试读" in page.content.decode()


def test_a_rejected_line_is_named_with_column_reason_and_remedy(desk: Desk) -> None:
    broken = csv_of([MadeUp(7), MadeUp(8)]).replace(MadeUp(8).amount.encode(), "不详".encode())
    page = desk.client("admin").post(reverse("files_read"), {"files": sent(broken)}).content.decode()
    assert re.search(r'<td class="num">3</td><td>委案金额</td>', page)
    assert MadeUp(8).name not in page


def test_a_file_of_another_kind_is_refused_in_words_and_nothing_is_stored(desk: Desk) -> None:
    before = PlacedFile.objects.count()
    content = b"\x00\x01\x02 not a table"
    page = desk.client("admin").post(
        reverse("files_read"),
        {"files": sent(content, "x.csv"), "do": "place", "tried": digest_of(content)},
    )
    assert page.status_code == 200 and "无法读取" in page.content.decode()
    assert PlacedFile.objects.count() == before


def test_the_receipt_is_a_workbook_about_the_file_that_was_sent(desk: Desk) -> None:
    content = csv_of(made_up(3))
    answer = desk.client("admin").post(
        reverse("files_acknowledgement"), {"files": sent(content), "of": digest_of(content)}
    )
    assert answer["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert [row[1].value for row in book.worksheets[1].iter_rows(min_row=2)] == [
        p.case_no for p in made_up(3)
    ]


def test_the_feedback_file_goes_out_in_the_chosen_template(desk: Desk) -> None:
    for template, ending, rows in (
        ("example_bank", "xlsx", 4),
        ("example_return", "xlsx", 1),
        ("example_finance", "csv", 5),
    ):
        answer = desk.client("lead").post(
            reverse("feedback_file"), {"creditor": CREDITOR, "template": template}
        )
        assert answer["Content-Disposition"].endswith(f'.{ending}"'), template
        if ending == "csv":
            assert len(answer.content.decode("gb18030").splitlines()) == rows
        else:
            assert openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].max_row == rows
    strange = desk.client("lead").post(reverse("feedback_file"), {"creditor": "无此", "template": "none"})
    assert strange.status_code == 302


def test_measures_take_a_period_and_refuse_a_senseless_one(desk: Desk) -> None:
    client, url = desk.client("lead"), reverse("measures")
    assert "接通率" in client.get(url, {"from": "2026-02-01", "to": "2026-03-02"}).content.decode()
    for first, last in (("2026-03-02", "2026-02-01"), ("2020-01-01", "2026-03-02"), ("x", "")):
        assert "请选择起止日期" in client.get(url, {"from": first, "to": last}).content.decode()


def test_decisions_can_be_narrowed_to_what_was_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.client("collector1").post(reverse("call_begin", args=[desk.own.case_id]))
    contact = desk.house.book.load(desk.free.case_id).sealed_contacts[0].contact_point_id
    desk.client("lead").post(
        reverse("case_sealed", args=[desk.free.case_id]), {"contact": contact, "purpose": "restore_contact"}
    )
    assert Decision.objects.count() == 2
    page = desk.client("compliance").get(reverse("decisions"), {"verdict": "refuse"}).content.decode()
    assert page.count('class="line-link"') == 1 and word_name("kind", "reveal_sealed_contact").zh in page
