"""Why a step of a review, or reading a transcript in, is not done: one reason each, in both languages.

Room: operations.
"""

from __future__ import annotations

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason


def _no(code: str, zh: str, en: str) -> Reason:
    return Reason(f"operations.review.{code}", Bilingual(zh, en))


TOO_LARGE = _no("too_large", "文件超过 5 MB，请按通话拆开。", "The file is over 5 MB; split it call by call.")
NO_CASE = _no(
    "no_case",
    "没有这个案件号；请核对，或留空作为独立通话导入。",
    "No case has this number; check it, or leave it empty and the call stands free.",
)
MANY_CASES = _no(
    "many_cases",
    "这个案件号在多家委托方都有；请改填案件内部编号。",
    "Several creditors have this case number; give the id of the case instead.",
)
AHEAD = _no(
    "ahead",
    "通话开始时间不能在现在之后。",
    "A call that begins after now cannot have been held; mend its time.",
)
WHOSE_CALL = _no(
    "whose_call",
    "请写明是谁打的：没有对上本案的外呼记录。",
    "Name who called: no attempt on a case tells it.",
)
NOT_YOURS = _no("not_yours", "只能看自己的通话。", "You see reviews of your own calls only.")
OWN_CALL = _no("own_call", "不能复核自己的通话。", "Nobody reviews a call of their own.")
DECIDED = _no(
    "decided",
    "这通电话已有复核结论；要更正请写补充说明。",
    "This call has its verdict; a correction is an annotation.",
)
UNANSWERED = _no(
    "unanswered", "每一条发现都要判定成立或不成立。", "Say of every finding whether it is upheld."
)
NO_REASON = _no(
    "no_reason",
    "判“不成立”、新增发现或“不合格”都要写理由。",
    "Give a reason where a finding is not upheld, is added, or the call does not pass.",
)
RED_LINE_PASSED = _no(
    "red_line_passed",
    "有成立的红线，整通不能判合格。",
    "A red line stands, so the call as a whole does not pass.",
)
NO_SUCH_TURN = _no(
    "no_such_turn",
    "新增发现须指明催收员的一句话和一个类别。",
    "What you add names a turn of the collector and a class of wording.",
)
TOO_LONG = _no("too_long", "最多 2000 字，请写要点。", "At most 2,000 characters; write the gist.")
NO_VERDICT = _no("no_verdict", "还没有复核结论。", "There is no verdict yet.")
NOT_YOUR_CALL = _no(
    "not_your_call", "只有当事催收员可以申诉。", "Only the collector whose call it is may appeal."
)
NOTHING_UPHELD = _no(
    "nothing_upheld", "只能对成立的发现申诉。", "An appeal is against a finding that was upheld."
)
APPEALED = _no("appealed", "每条发现只能申诉一次。", "A finding is appealed against once.")
TOO_LATE = _no("too_late", "申诉期限已过。", "The time to appeal is over.")
NO_WORDS_WRITTEN = _no("no_words", "请写下理由。", "Write down why.")
NO_APPEAL = _no("no_appeal", "没有等待裁定的申诉。", "No appeal waits for a decision.")
SAME_PERSON = _no(
    "same_person",
    "申诉由第一位复核人以外的人裁定。",
    "An appeal is decided by another person than the first reviewer.",
)
