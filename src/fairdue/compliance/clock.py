"""A clock: a duty that law sets a time for, outside any one contact: keep, answer, renew, stop, delete.

Room: compliance. The gate asks nothing here; whoever keeps records, answers complaints or trains people reads
the day from the same dated, cited rule that the screen shows.

>>> from datetime import date
>>> Clock(ClockKind.ANSWER_WITHIN, ClockStart.COMPLAINT_RECEIVED, Span(days=15)).due_on(date(2026, 3, 1))
datetime.date(2026, 3, 16)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.span import Span


class ClockKind(StrEnum):
    """What the time is for."""

    KEEP_AT_LEAST = "keep_at_least"  # not deleted before that day
    DELETE_AFTER = "delete_after"  # deleted from that day on, once nothing else keeps it
    ANSWER_WITHIN = "answer_within"  # done on that day at the latest
    RENEW_EVERY = "renew_every"  # valid before that day, due again on it
    STOP_FOR = "stop_for"  # nothing is done before that day
    ASK_WITHIN = "ask_within"  # a right that can be used up to and including that day
    NOT_AGAIN_BEFORE = "not_again_before"  # it cannot be had once more before that day


class ClockStart(StrEnum):
    """The event that sets the clock going."""

    CONTACT_ENDED = "contact_ended"
    CALL_RECORDED = "call_recorded"
    LAST_ACTIVITY = "last_activity"
    DEBT_SETTLED = "debt_settled"
    PURPOSE_ENDED = "purpose_ended"
    IMPACT_ASSESSED = "impact_assessed"
    AGENCY_EVALUATED = "agency_evaluated"
    COLLECTOR_TRAINED = "collector_trained"
    COMPLAINT_RECEIVED = "complaint_received"
    CREDIT_OBJECTION_RECEIVED = "credit_objection_received"
    DISPUTE_OPENED = "dispute_opened"
    HARDSHIP_STATED = "hardship_stated"
    BAD_RECORD_ENDED = "bad_record_ended"
    MESSAGE_CONSENT_GIVEN = "message_consent_given"
    VALIDATION_NOTICE_RECEIVED = "validation_notice_received"
    MORATORIUM_STARTED = "moratorium_started"
    CRISIS_TREATMENT_ENDED = "crisis_treatment_ended"
    EARLIER_MORATORIUM_ENDED = "earlier_moratorium_ended"


@dataclass(frozen=True, slots=True)
class Clock:
    """From an event, so long. ``span`` None: the duty ends with the event itself, on its day."""

    kind: ClockKind
    starts: ClockStart
    span: Span | None

    def due_on(self, started_on: date) -> date:
        """The day that the clock leads to; what it means there is said by its kind."""
        return started_on if self.span is None else self.span.after(started_on)


CLOCK_KIND_NAMES = {
    ClockKind.KEEP_AT_LEAST: Bilingual("至少保存", "keep at least"),
    ClockKind.DELETE_AFTER: Bilingual("期满删除", "delete after"),
    ClockKind.ANSWER_WITHIN: Bilingual("办结期限", "answer within"),
    ClockKind.RENEW_EVERY: Bilingual("定期更新", "renew every"),
    ClockKind.STOP_FOR: Bilingual("停止催收", "stop for"),
    ClockKind.ASK_WITHIN: Bilingual("可提出期限", "may be asked within"),
    ClockKind.NOT_AGAIN_BEFORE: Bilingual("再次取得的最短间隔", "not again before"),
}

CLOCK_START_NAMES = {
    ClockStart.CONTACT_ENDED: Bilingual("联系结束", "the contact ended"),
    ClockStart.CALL_RECORDED: Bilingual("录音形成", "the call was recorded"),
    ClockStart.LAST_ACTIVITY: Bilingual("最后一次催收活动", "the last collection activity"),
    ClockStart.DEBT_SETTLED: Bilingual("欠款结清", "the debt was settled"),
    ClockStart.PURPOSE_ENDED: Bilingual("处理目的实现", "the purpose ended"),
    ClockStart.IMPACT_ASSESSED: Bilingual("影响评估完成", "the impact was assessed"),
    ClockStart.AGENCY_EVALUATED: Bilingual("机构评价完成", "the agency was evaluated"),
    ClockStart.COLLECTOR_TRAINED: Bilingual("坐席培训考核合格", "the collector passed training"),
    ClockStart.COMPLAINT_RECEIVED: Bilingual("收到投诉", "the complaint was received"),
    ClockStart.CREDIT_OBJECTION_RECEIVED: Bilingual("收到征信异议", "the credit objection was received"),
    ClockStart.DISPUTE_OPENED: Bilingual("收到异议", "the dispute was opened"),
    ClockStart.HARDSHIP_STATED: Bilingual("收到困难申请", "the hardship was stated"),
    ClockStart.BAD_RECORD_ENDED: Bilingual("不良行为终止", "the bad behaviour ended"),
    ClockStart.MESSAGE_CONSENT_GIVEN: Bilingual("短信同意取得", "consent to messages was given"),
    ClockStart.VALIDATION_NOTICE_RECEIVED: Bilingual("收到核实通知", "the validation notice was received"),
    ClockStart.MORATORIUM_STARTED: Bilingual("暂停期开始", "the moratorium started"),
    ClockStart.CRISIS_TREATMENT_ENDED: Bilingual("危机治疗结束", "the crisis treatment ended"),
    ClockStart.EARLIER_MORATORIUM_ENDED: Bilingual("上次暂停期结束", "the earlier moratorium ended"),
}
