"""The report over many calls: worst first, quoted and escaped, under its own policy, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import pickle
import re

from core.feedback.call_builder import GOOD, call_of
from fairdue.feedback.full_review import review_fully
from fairdue.feedback.review_report import write_report
from fairdue.feedback.review_report_row import FailedFile, ReportRow, row_of
from fairdue.feedback.transcript import Transcript, read_transcript
from fairdue.foundation.bilingual import Bilingual

BAD = GOOD.replace(
    "D 可以的。", "D 没钱<b>真的</b>。\nA <script>x</script>今天不还我就天天打到你还为止。\nD 你别这样。"
)


def _row(dialogue: str, file: str, **facts: str) -> ReportRow:
    return row_of(review_fully(Transcript(call_of(dialogue, **facts))), file=file)


def _page(*rows: ReportRow, language: str = "zh") -> str:
    failed = [
        FailedFile("bad & worse.bin", Bilingual("坏了", "broken"), Bilingual("重新导出", "export it again"))
    ]
    return write_report(rows, failed, language=language, title="calls").decode()


def test_the_worst_call_comes_first_with_its_sentence_its_rule_and_how_that_was_read() -> None:
    page = _page(_row(GOOD, "good.txt"), _row(BAD, "bad.txt"))
    assert page.index("bad.txt") < page.index("good.txt")
    assert "C14" in page and "<mark>" in page and 'id="rule-C14"' in page
    assert "依据：" in page and "已读法条原文" in page
    assert "bad &amp; worse.bin" in page and "broken" in page


def test_no_word_of_a_call_becomes_markup_and_nothing_is_fetched() -> None:
    page = _page(_row(BAD, "<img src=x>.txt"))
    assert "<script" not in page and "<img" not in page and "<b>真的" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert " style=" not in page


def test_the_policy_allows_this_very_style_and_nothing_else() -> None:
    page = _page(_row(GOOD, "good.txt"))
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#x27;sha256-{digest}&#x27;" in page
    assert "default-src &#x27;none&#x27;" in page


def test_both_languages_are_there_and_the_asked_one_is_shown_first() -> None:
    page = _page(_row(BAD, "bad.txt"), language="en")
    assert 'id="en" checked' in page and 'id="zh" checked' not in page
    assert page.count('lang="zh"') == page.count('lang="en"') - 1  # The page itself is in English.


def test_the_same_rows_give_the_same_bytes_in_any_order() -> None:
    one, two = _row(GOOD, "good.txt"), _row(BAD, "bad.txt")
    assert _page(one, two) == _page(two, one)
    assert "<h1>" in _page()


def test_what_could_not_be_judged_stands_in_the_card_and_a_recorded_result_beside_the_proposed() -> None:
    found, _ = read_transcript("坐席：您好\n客户：嗯\n".encode(), name="a.txt")
    assert found is not None
    page = _page(row_of(review_fully(found), file="a.txt"), _row(GOOD, "b.txt", recorded_result="HS"))
    assert "不知道通话日期" in page
    assert "记录为" in page


def test_a_row_goes_to_another_process_and_holds_only_the_sentences_of_findings() -> None:
    row = _row(BAD, "bad.txt", collector="c7")
    assert pickle.loads(pickle.dumps(row)) == row
    assert "三零二一" not in repr(row) and all("三零二一" not in quote.before for quote in row.quotes)
    trend = row.for_trend()
    assert trend is not None and trend.collector == "c7" and "C14" in trend.codes
