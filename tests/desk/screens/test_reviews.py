"""The pages of call review: whose they are, what a blind reviewer does not see, and what was typed is not lost."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue.casefile.call_review import ReviewFile, ReviewState, is_sampled
from fairdue.operations.call_reviews import import_transcript
from fairdue.operations.review_ports import ReviewWanted
from fairdue_desk.screens.permissions import Right, Staff
from fairdue_desk.screens.roles import Role
from review_calls import PUSHY, transcript

pytestmark = pytest.mark.django_db


def kept(desk: Desk, *, collector: str = "collector1", call_id: str = "T1") -> ReviewFile:
    taken = import_transcript(
        desk.house,
        name="c.json",
        data=transcript(PUSHY, call_id=call_id),
        collector=collector,
        as_of=desk.house.now(),
    )
    assert taken.review is not None
    return taken.review


def form(file: ReviewFile, *upheld: str, **more: str) -> dict[str, str]:
    """The form of a verdict that upholds these classes."""
    fields = {"step": "verdict", "passed": "no", "reason": "越过红线"}
    for one in file.review.findings:
        fields[f"f{one.number}"] = "yes" if one.code in upheld else "no"
        fields[f"r{one.number}"] = "" if one.code in upheld else "听录音不成立"
    return fields | more


def text(desk: Desk, username: str, file: ReviewFile, **how: str) -> str:
    return desk.client(username, **how).get(reverse("review", args=[file.review.review_id])).content.decode()


def post(desk: Desk, username: str, file: ReviewFile, fields: dict[str, str]) -> tuple[int, str]:
    answer = desk.client(username).post(reverse("review_step", args=[file.review.review_id]), fields)
    return answer.status_code, answer.content.decode()


def test_a_collector_sees_their_own_reviews_and_no_form_to_judge(desk: Desk) -> None:
    own, other = kept(desk), kept(desk, collector="collector2", call_id="T2")
    queue = desk.client("collector1").get(reverse("reviews")).content.decode()
    assert own.review.review_id in queue and other.review.review_id not in queue
    # The filter of another login changes nothing for whoever may see their own alone.
    queue = desk.client("collector1").get(reverse("reviews") + "?collector=collector2").content.decode()
    assert other.review.review_id not in queue
    assert 'name="passed"' not in text(desk, "collector1", own)
    answer = desk.client("collector1").get(reverse("review", args=[other.review.review_id]))
    assert answer.status_code == 403
    for fields in (form(own, "C02"), {"step": "take"}, {"step": "decide", "finding": "1", "granted": "yes"}):
        assert post(desk, "collector1", own, fields)[0] == 403
    assert desk.house.reviews.book.load(own.review.review_id).state is ReviewState.NEW


def test_leads_read_reviews_and_give_verdicts_only_where_the_house_lets_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(desk)
    assert 'name="passed"' not in text(desk, "lead", file)
    assert post(desk, "lead", file, form(file, "C02"))[0] == 403
    monkeypatch.setenv("FAIRDUE_LEADS_REVIEW", "1")
    assert 'name="passed"' in text(desk, "lead", file)
    assert post(desk, "lead", file, form(file, "C02"))[0] == 302
    assert not Staff("c", frozenset({Role.COLLECTOR})).reviews_calls
    assert Staff("c", frozenset({Role.COMPLIANCE})).may(Right.REVIEW_CALLS)


def test_a_reviewer_who_was_on_the_call_has_no_form_for_it(desk: Desk) -> None:
    file = kept(desk, collector="compliance")
    assert 'name="passed"' not in text(desk, "compliance", file)
    status, page = post(desk, "compliance", file, form(file, "C02"))
    assert status == 200 and "不能复核自己的通话" in page


def test_the_page_marks_the_words_and_names_rule_and_lawful_sentence(desk: Desk) -> None:
    file = kept(desk)
    page = text(desk, "compliance", file)
    assert "<mark>" in page and "告诉你单位领导" in page.replace("<mark>", "").replace("</mark>", "")
    assert "威胁联系/告知亲友、单位、邻里" in page and "小额贷款公司监督管理暂行办法" in page
    assert "您希望我们用哪个号码" in page
    english = text(desk, "compliance", file, language="en")
    assert "Threat to disclose to third parties" in english and "red line" in english


def test_a_refused_verdict_keeps_what_was_typed_and_says_what_is_missing(desk: Desk) -> None:
    file = kept(desk)
    fields = form(file, "C02", reason="我写了很久的理由", passed="yes")
    status, page = post(desk, "compliance", file, fields)
    assert status == 200 and "有成立的红线" in page and "我写了很久的理由" in page
    assert page.count("听录音不成立") == len(file.review.findings) - 1
    assert desk.house.reviews.book.load(file.review.review_id).first is None
    del fields[f"f{file.review.findings[0].number}"]
    status, page = post(desk, "compliance", file, fields)
    assert status == 200 and "每一条发现都要判定" in page
    status, page = post(desk, "compliance", file, form(file, "C02", passed=""))
    assert status == 200 and "请判定整通是否合格" in page
    status, page = post(desk, "compliance", file, form(file, "C02", add_turn1="x", add_code1="C12"))
    assert status == 200 and "新增发现须指明" in page


def test_a_blind_reviewer_sees_neither_verdict_nor_reasons_nor_drills(desk: Desk) -> None:
    second = get_user_model().objects.create_user("compliance2")
    second.groups.add(Group.objects.get(name=Role.COMPLIANCE.value))
    number = 0
    while not is_sampled((file := kept(desk, call_id=f"B{number}")).review.review_id):
        number += 1
    assert post(desk, "compliance", file, form(file, "C02", reason="只有第一位知道的理由"))[0] == 302
    page = text(desk, "compliance2", file)
    for hidden in ("只有第一位知道的理由", "听录音不成立", "整通不合格", "补练"):
        assert hidden not in page
    assert 'name="passed"' in page and "第二次复核" in page
    assert "只有第一位知道的理由" in text(desk, "collector1", file)
    queue = desk.client("compliance2").get(reverse("reviews") + "?show=blind").content.decode()
    assert file.review.review_id in queue
    assert post(desk, "compliance2", file, form(file, "C05"))[0] == 302
    page = desk.client("compliance").get(reverse("review_trends")).content.decode()
    assert "compliance · compliance2" in page
    assert (
        "compliance · compliance2"
        not in desk.client("collector1").get(reverse("review_trends")).content.decode()
    )


def test_an_appeal_goes_through_the_pages_to_another_person(desk: Desk) -> None:
    file = kept(desk)
    assert post(desk, "compliance", file, form(file, "C02"))[0] == 302
    number = next(one.number for one in file.review.findings if one.code == "C02")
    assert "我的补练" in desk.client("collector1").get(reverse("reviews")).content.decode()
    fields = {"step": "appeal", "finding": str(number), "words": "这句不是我说的"}
    assert post(desk, "collector1", file, fields)[0] == 302
    assert 'value="decide"' not in text(desk, "compliance", file)
    decide = {"step": "decide", "finding": str(number), "granted": "yes", "words": "录音里听不清"}
    status, page = post(desk, "compliance", file, decide)
    assert status == 200 and "第一位复核人以外的人" in page
    assert 'value="decide"' in text(desk, "lead", file)
    assert post(desk, "lead", file, decide)[0] == 302
    after = desk.house.reviews.book.load(file.review.review_id)
    assert after.upheld == () and "申诉后撤销" in text(desk, "collector1", file)
    assert "我的补练" not in desk.client("collector1").get(reverse("reviews")).content.decode()


def test_transcripts_are_read_in_from_the_page_with_the_fault_of_each(desk: Desk) -> None:
    client = desk.client("compliance")

    def send(*files: tuple[str, bytes], **fields: str) -> str:
        sent = [SimpleUploadedFile(name, data) for name, data in files]
        return client.post(reverse("reviews_read"), {"files": sent, **fields}).content.decode()

    assert "没有这个登录名" in send(("a.json", transcript()), collector="nobody")
    assert "请写明是谁打的" in send(("a.json", transcript()))
    assert "开始时间请写如" in send(("a.json", transcript()), started_at="yesterday")
    page = send(("a.json", transcript()), ("b.txt", b""), collector="collector1")
    assert "打开复核" in page and "未导入" in page
    (one,) = desk.house.reviews.book.listed(ReviewWanted())
    assert one.review.collector == "collector1"
    spoken = "".join(text for _, text in PUSHY)
    assert all(word not in client.get(reverse("reviews")).content.decode() for word in spoken.split("，"))


def test_the_page_of_a_call_is_kept_by_no_cache(desk: Desk) -> None:
    answer = desk.client("compliance").get(reverse("review", args=[kept(desk).review.review_id]))
    assert "no-store" in answer["Cache-Control"]
