"""The invariants of a soak: what must hold whatever anybody proposes, each with its sentence in both languages.

Room: practice. ``soak_oracle`` judges proposals by them, ``soak_books`` what was stored.
"""

from __future__ import annotations

from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual


class Invariant(StrEnum):
    """One thing that must never happen."""

    ONE_PERMIT = "one_permit"
    ADDRESS = "address"
    SPENT_ONCE = "spent_once"
    FORGED = "forged"
    REVEALED = "revealed"
    TALK_CAP = "talk_cap"
    NOTIFY_CAP = "notify_cap"
    NUMBER_CAP = "number_cap"
    VISIT_CAP = "visit_cap"
    VISIT_PARTY = "visit_party"
    WEEKLY = "weekly"
    QUIET_HOURS = "quiet_hours"
    SERVICE_HOURS = "service_hours"
    WHEREABOUTS = "whereabouts"
    THIRD_AS_DEBTOR = "third_as_debtor"
    DEBTOR_AS_THIRD = "debtor_as_third"
    FOREIGN_NUMBER = "foreign_number"
    SPOILT_NUMBER = "spoilt_number"
    NOT_LOST = "not_lost"
    NO_HEIR_YET = "no_heir_yet"
    REFUSED_THIRD = "refused_third"
    THIRD_ASKED_TO_PAY = "third_asked_to_pay"
    DEBT_TO_OTHERS = "debt_to_others"
    UNVERIFIED = "unverified"
    THREAT = "threat"
    HOLD = "hold"
    HANDED_ON = "handed_on"
    CLOSED = "closed"
    PLAN = "plan"
    LICENCE = "licence"
    LISTING = "listing"
    LINE = "line"
    MINOR = "minor"
    US_SEVEN_CALLS = "us_seven_calls"
    US_SILENCE = "us_silence"
    US_HOURS = "us_hours"
    US_THIRD_ONCE = "us_third_once"
    US_CEASE = "us_cease"
    OPTED_OUT = "opted_out"
    INCONVENIENT = "inconvenient"
    CHAIN = "chain"
    LEDGER = "ledger"
    COUNTERS = "counters"
    ROLLED_BACK = "rolled_back"


SAYS: dict[Invariant, Bilingual] = {
    Invariant.ONE_PERMIT: Bilingual(
        "每次送达恰有一张已用的许可，且就是为此行为而发。",
        "Every delivery has exactly one spent permit, given for that very act.",
    ),
    Invariant.ADDRESS: Bilingual(
        "送达的号码就是本案本人的号码。", "What is delivered goes to a number of that case's own debtor."
    ),
    Invariant.SPENT_ONCE: Bilingual("一张许可只用一次。", "A permit opens one contact."),
    Invariant.FORGED: Bilingual(
        "许可只由闸门发出，不能伪造。", "Only the gate makes permits; none is forged."
    ),
    Invariant.REVEALED: Bilingual(
        "封存的联系人只凭许可揭示。", "A sealed contact is opened behind a permit of its own, or not at all."
    ),
    Invariant.TALK_CAP: Bilingual(
        "与本人的有效通话每日不超过 3 次。", "Effective calls with one debtor are at most 3 a day."
    ),
    Invariant.NOTIFY_CAP: Bilingual(
        "接通的告知电话每日不超过 3 次。", "Connected calls that only tell are at most 3 a day."
    ),
    Invariant.NUMBER_CAP: Bilingual(
        "同一号码未接通的拨打每日不超过 6 次，不论号码属于几人。",
        "Unanswered attempts on one number are at most 6 a day, however many people share it.",
    ),
    Invariant.VISIT_CAP: Bilingual("上门每日不超过 1 次。", "There is at most 1 visit a day."),
    Invariant.VISIT_PARTY: Bilingual("上门由 2 至 3 人进行。", "A visit is made by 2 or 3 people."),
    Invariant.WEEKLY: Bilingual(
        "7 日内主动联系不超过 14 次，除非两人书面豁免。",
        "The house begins at most 14 contacts in 7 days, unless two persons set that aside.",
    ),
    Invariant.QUIET_HOURS: Bilingual(
        "22:00 至 8:00 无同意不催收。",
        "Nobody is contacted to collect from 22:00 to 08:00 without a consent.",
    ),
    Invariant.SERVICE_HOURS: Bilingual(
        "服务类电话和上门也避开夜间。", "Calls and visits of service keep clear of the night as well."
    ),
    Invariant.WHEREABOUTS: Bilingual(
        "不知道对方在哪个时区，就不打扰。", "Who is in a zone that nobody knows is not disturbed."
    ),
    Invariant.THIRD_AS_DEBTOR: Bilingual(
        "第三人的号码不当作本人的号码使用。", "A third person's number is never used as the debtor's."
    ),
    Invariant.DEBTOR_AS_THIRD: Bilingual(
        "本人的号码不当作第三人的号码使用。", "The debtor's number is never used as a third person's."
    ),
    Invariant.FOREIGN_NUMBER: Bilingual(
        "别案的号码不用于本案。", "A number of another case is never used for this one."
    ),
    Invariant.SPOILT_NUMBER: Bilingual(
        "无效或已停用的号码不再使用。", "A number known as invalid or blocked is not used."
    ),
    Invariant.NOT_LOST: Bilingual(
        "失联条件未满足，不联系第三人。", "No third person before the debtor is lost by the stated condition."
    ),
    Invariant.NO_HEIR_YET: Bilingual(
        "无死亡或失能凭证，不联系继承人、监护人。",
        "No heir or guardian without a death or an incapacity on file.",
    ),
    Invariant.REFUSED_THIRD: Bilingual(
        "拒绝的第三人不再联系。", "A third person who said no is not contacted."
    ),
    Invariant.THIRD_ASKED_TO_PAY: Bilingual("不向第三人催收。", "No third person is asked to pay."),
    Invariant.DEBT_TO_OTHERS: Bilingual("不向第三人透露欠款。", "No third person hears a fact of the debt."),
    Invariant.UNVERIFIED: Bilingual(
        "核实身份前不谈欠款。", "No fact of the debt before the identity is verified."
    ),
    Invariant.THREAT: Bilingual("不威胁、不辱骂、不曝光。", "No threat, insult or exposure."),
    Invariant.HOLD: Bilingual("暂停期间不做所停的事。", "Nothing that a hold stops is done while it stands."),
    Invariant.HANDED_ON: Bilingual(
        "争议等暂停期间不报送、不转交。", "Nothing is reported or handed on during a dispute or the like."
    ),
    Invariant.CLOSED: Bilingual("已收回、结案的案件不再催收。", "Nothing on closed and recalled cases."),
    Invariant.PLAN: Bilingual("分期履行期间不催收。", "Nobody who keeps a plan is asked to pay."),
    Invariant.LICENCE: Bilingual("无资格的坐席不拨打。", "Nobody dials without a licence that holds."),
    Invariant.LISTING: Bilingual("未公示的机构不联系。", "No agency contacts anybody before it is listed."),
    Invariant.LINE: Bilingual("未登记的线路不使用。", "A line that is not registered is not used."),
    Invariant.MINOR: Bilingual("不联系未成年人。", "No minor is contacted."),
    Invariant.US_SEVEN_CALLS: Bilingual(
        "美国：每笔债务 7 日内拨打不超过 7 次。", "US: at most 7 calls about a debt in 7 days."
    ),
    Invariant.US_SILENCE: Bilingual(
        "美国：通话后 7 日内不再拨打。", "US: no call within 7 days of a conversation."
    ),
    Invariant.US_HOURS: Bilingual(
        "美国：只在当地 8 至 21 时联系。", "US: contact only from 8 to 21 where the person is."
    ),
    Invariant.US_THIRD_ONCE: Bilingual("美国：第三人只联系一次。", "US: a third person is asked once."),
    Invariant.US_CEASE: Bilingual(
        "美国：要求停止或有代理人的，一律不联系。",
        "US: after a cease request, or with an attorney, nothing goes out.",
    ),
    Invariant.OPTED_OUT: Bilingual("退订的渠道不用。", "A medium that was opted out of is not used."),
    Invariant.INCONVENIENT: Bilingual(
        "说过不便的时间不联系。", "No contact at a time said to be inconvenient."
    ),
    Invariant.CHAIN: Bilingual(
        "日志链完整，回放等于状态。", "Every log is whole, and its replay is the state."
    ),
    Invariant.LEDGER: Bilingual("台账与日志逐条一致。", "The ledger's attempts are the log's, one by one."),
    Invariant.COUNTERS: Bilingual("计数不少于日志。", "The counters are never below what the log holds."),
    Invariant.ROLLED_BACK: Bilingual(
        "失败的事务不留痕迹。", "A transaction that fails leaves nothing behind."
    ),
}
"""What each invariant says."""
