"""Why a step of a matter, or the release of a hold, is not taken: one reason each, in both languages.

Room: operations.
"""

from __future__ import annotations

from fairdue.casefile.hold import Hold
from fairdue.casefile.matter import DecidingRole, Matter
from fairdue.followup.matter_watch import MATTER_WORDS, MatterDue
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason


def _no(code: str, zh: str, en: str) -> Reason:
    return Reason(f"operations.matter.{code}", Bilingual(zh, en))


NOTHING_SAID = _no("nothing_said", "请写下客户说了什么。", "Write down what the customer said.")
AHEAD = _no("ahead", "收到日不能在今天之后。", "The day of receipt does not lie ahead.")
CLOSED = _no(
    "closed", "该事项已办结，不再变动。", "The matter is closed; nothing is added to it. Take in a new one."
)
ACKNOWLEDGED = _no("acknowledged", "已告知过客户受理。", "The customer was told of the receipt already.")
NO_HANDLER = _no("no_handler", "请写明由谁办理。", "Name who handles it.")
NO_REASON = _no("no_reason", "延期须写明理由。", "An extension needs a written reason.")
PENDING = _no(
    "pending",
    "已有一次延期在等审批或告知，先办完它。",
    "An extension waits to be approved or told; finish that one first.",
)
NOTHING_TO_APPROVE = _no("nothing_to_approve", "没有等待审批的延期。", "No extension waits for approval.")
NOTHING_TO_TELL = _no("nothing_to_tell", "没有等待告知的延期。", "No extension waits to be told.")
NOT_APPROVED = _no(
    "not_approved",
    "这次延期须先由另一人审批。",
    "A second person must approve this extension before the customer is told.",
)
ONE_PERSON = _no(
    "one_person",
    "申请延期的人不能自己审批。",
    "Whoever asked for the extension cannot approve it; another lead or compliance does.",
)
NO_CHANNEL = _no(
    "no_channel", "请写明以什么方式告知的。", "Say how the customer was told: letter, message, call."
)
TOLD_WHEN = _no(
    "told_when",
    "告知日须在申请（或审批）之后、今天以前。",
    "The day of telling lies between the asking, or the approval, and today.",
)
ANSWERED = _no("answered", "已经答复，期限不再计算。", "It was answered; the clock has stopped.")
NO_ANSWER_TEXT = _no(
    "no_answer_text", "请写下给客户的答复。", "Write down the answer that the customer was given."
)
NOT_ANSWERED = _no(
    "not_answered", "先作出决定并答复客户，才能办结。", "Decide and answer the customer first; then close it."
)

NO_HOLD = _no("no_hold", "没有这项停催，或已经解除。", "There is no such hold, or it has ended already.")
CLAIM_OPEN = _no(
    "claim_open",
    "查账还没有结果：查账了结时自动解除，不由人手解除。",
    "The claimed payment is not resolved; resolving it releases the hold, no person does.",
)


def too_late(due: MatterDue) -> Reason:
    """The day has passed, so nothing extends it."""
    rule = due.clock.now
    return Reason(
        "operations.matter.too_late",
        Bilingual(
            f"期限 {due.due_on} 已过，不能再延期：请尽快答复，迟了几天会如实记录。",
            f"The day {due.due_on} has passed and is not extended: answer now; how late it was stays on record.",
        ),
        None if rule is None else rule.citation,
    )


def no_further(due: MatterDue) -> Reason:
    """The rule knows no further extension."""
    rule = due.clock.now
    return Reason(
        "operations.matter.no_further",
        Bilingual(
            f"没有规则允许再延期，须在 {due.due_on} 前答复。",
            f"No rule allows a further extension; answer by {due.due_on}.",
        ),
        None if rule is None else rule.citation,
    )


def matter_open(matter: Matter) -> Reason:
    """The hold belongs to a matter that is open."""
    kind = MATTER_WORDS[matter.kind]
    return _no(
        "matter_open",
        f"{kind.zh}（{matter.matter_id}）还没有办结：办结时自动解除停催。",
        f"The {kind.en} {matter.matter_id} is open; closing it releases the hold.",
    )


def not_by(hold: Hold, roles: frozenset[DecidingRole]) -> Reason:
    """Another role releases holds of this kind."""
    zh = "、".join(sorted("合规" if role is DecidingRole.COMPLIANCE else "组长" for role in roles))
    en = " or ".join(sorted(roles))
    return _no(
        "not_by", f"这类停催只能由{zh}解除。", f"A hold of the kind {hold.kind} is released by {en} only."
    )
