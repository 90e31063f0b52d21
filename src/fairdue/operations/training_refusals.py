"""Why a step of training is not taken, in words that say what to do instead.

Room: operations. Each is a value, as every refusal; days are filled in where one is named.
"""

from __future__ import annotations

from datetime import date, datetime

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.reason import Reason


def _no(code: str, zh: str, en: str) -> Reason:
    return Reason(f"operations.training.{code}", Bilingual(zh, en))


ANOTHER_NAME = _no(
    "another_name",
    "请输入您自己的登录名作为签名；没有人替别人签署。",
    "Type your own login as the signature; nobody signs for somebody else.",
)
NOTHING_TICKED = _no("nothing_ticked", "请先选一个答案。", "Choose an answer first.")
NO_BECAUSE = _no(
    "no_because",
    "请写明为什么安排这次练习，学员看得到。",
    "Say why this drill is set; the trainee will read it.",
)
IN_EXAM = _no(
    "in_exam",
    "考试还没有交卷，先完成考试。",
    "An exam is under way; finish it first.",
)
QUIZ_CLOSED = _no(
    "quiz_closed",
    "考试期间课程小测关闭：题目可能就在试卷上。交卷后再答。",
    "While an exam is open the quizzes are closed, as the paper asks from them. Hand it in, then answer here.",
)
SEED_CHOSEN = _no(
    "seed_chosen",
    "计入课程或指定练习的通话由系统抽取，不能自选种子；自由练习可以。",
    "A call that counts for a lesson or a drill that was set is drawn; choose a seed in free practice only.",
)
CALL_OVER = _no("call_over", "这通练习电话已经结束。", "This practice call is over.")
ANOTHER_TURN = _no(
    "another_turn",
    "这句话属于上一步，没有重复说；请看现在的对话。",
    "Those words belonged to an earlier step and were not said twice; look at the call as it stands.",
)
NOTHING_SAID = _no("nothing_said", "请先写下您要说的话。", "Write what you want to say first.")
TOO_LONG = _no(
    "too_long",
    "一次说得太长（最多 600 字），请分几句说。",
    "That is too long for one utterance (600 characters at most); say it in several.",
)
REWRITTEN = _no(
    "rewritten",
    "这位练习客户的资料在通话期间更新过，本次不计成绩；请重新开始。",
    "This practice customer was rewritten while you were talking; nothing counts for or against you. Begin anew.",
)
NOT_SIGNED = _no(
    "not_signed",
    "请先签署保密承诺。",
    "Sign the commitment to secrecy first.",
)
NO_EXAM = _no("no_exam", "没有正在进行的考试。", "No exam is under way.")
NO_QUESTION = _no("no_question", "试卷上没有这道题。", "The paper has no such question.")
ANSWERED = _no(
    "answered",
    "这道题已经作答；第一次的答案有效。",
    "This question has its answer; the first one stands.",
)
NOT_FINISHED = _no(
    "not_finished",
    "还有题目未作答或通话未结束；确定交卷请勾选“按现状交卷”。",
    "Some question has no answer or some call is not ended; tick “hand in as it is” to hand in all the same.",
)
NO_REASON = _no(
    "no_reason",
    "撤回上岗资格要写明理由。",
    "A licence is withdrawn with a reason; write it down.",
)
NO_LICENCE = _no(
    "no_licence",
    "此人现在没有有效的上岗资格。",
    "This person holds no licence now.",
)
DENIED = _no(
    "denied",
    "有人已声明您现在没有上岗资格；该声明撤回前不能考试，请找组长或合规。",
    "Somebody has stated that you hold no licence; while that stands no exam is sat. Ask your lead or compliance.",
)
RETAKE_DAY = _no(
    "retake_day",
    "重考日应在今天或以后，并在一年之内。",
    "The day from which a new exam may be sat is today or later, and within a year.",
)


def not_learnt(missing: Bilingual) -> Reason:
    """What must be learnt before the exam."""
    return _no("not_learnt", missing.zh, missing.en)


def too_early(opens_on: date, why: Bilingual) -> Reason:
    """The exam opens on a day, and why not before."""
    return _no(
        "too_early",
        f"{why.zh}，{opens_on:%Y-%m-%d} 起可以考试。",
        f"{why.en}; the exam opens on {opens_on:%Y-%m-%d}.",
    )


def licence_holds(ends_at: datetime, opens_on: date) -> Reason:
    """The licence still holds, and from when on it may be renewed."""
    return too_early(
        opens_on,
        Bilingual(
            f"上岗资格有效至 {civil_date(ends_at):%Y-%m-%d}（当日零时止），到期前才能续考",
            f"The licence holds until {civil_date(ends_at):%Y-%m-%d}, 00:00, and is renewed shortly before",
        ),
    )
