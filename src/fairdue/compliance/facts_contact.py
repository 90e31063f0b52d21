"""The facts of a contact: where and when it would happen, how often there was one, and by which number.

Room: compliance. The counters are counted by ``operations``, each in the unit of its rule, where the person is.
"""

# ruff: noqa: RUF009 - the call declares a column with its label; the default it sets is always None
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from fairdue.casefile.contact_point import ContactKind, NumberSource
from fairdue.compliance.column import ColumnKind, column
from fairdue.compliance.facts_words import Jurisdiction, Nation, Reachability, Relation

_COUNT = ColumnKind.COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """The first part of the row: place, hour, counters, number and who would be reached."""

    jurisdiction: str | None = column(
        Jurisdiction, "适用法域", "the jurisdiction, such as CN", missing="everything is refused"
    )
    nation: Nation | None = column(Nation, "所在地区", "the part of the country", attested=True)
    zone: str | None = column(
        str, "对方所在时区", "the time zone of the person, such as Asia/Shanghai", attested=True
    )
    local_on: date | None = column(date, "对方所在地的日期", "the date where the person is")
    other_zone: str | None = column(
        str,
        "对方可能所在的另一时区",
        "a second time zone in which the person may be, such as America/Denver",
        attested=True,
        missing="nothing speaks for a second zone, so the first one counts",
    )
    # Wall-clock time without a zone: whoever gathers the facts has already applied the person's own zone.
    local_time: time | None = column(time, "对方所在地的时间", "the time of day where the person is")
    # Where a second zone is plausible (a number of one state, an address in another), else the same time again.
    other_local_time: time | None = column(
        time, "对方可能所在的另一时区的时间", "the time of day in the other zone where the person may be"
    )
    agreed_window: bool | None = column(
        bool,
        "此时此渠道在本人同意的时段内(有凭证、未撤回)",
        "inside a window that the debtor agreed to for this channel, evidenced and not revoked",
        missing="no agreement is on file, so it counts as not agreed",
    )
    inside_inconvenient_time: bool | None = column(
        bool,
        "对方说过此时不便",
        "the person said that this time is inconvenient",
        attested=True,
        assumed=False,
    )

    inconvenient_place: bool | None = column(
        bool,
        "对方说过此地点不便",
        "the person said that this place is inconvenient",
        attested=True,
        assumed=False,
    )

    # Per debtor, over the creditor and all of its agencies, in one calendar day where the person is.
    connected_notify_calls_today: int | None = column(
        _COUNT,
        "今日已接通的告知类电话次数",
        "connected notify calls to the debtor today, all agencies together",
    )
    effective_calls_today: int | None = column(
        _COUNT, "今日与本人的有效通话次数", "effective calls with the debtor today"
    )
    visits_today: int | None = column(_COUNT, "今日已上门次数", "visits to the debtor today")
    unanswered_attempts_on_number_today: int | None = column(
        _COUNT, "今日该号码未接通的拨打次数", "unanswered attempts on this number today"
    )
    calls_last_hour: int | None = column(
        _COUNT, "近一小时拨打本人的次数", "calls to the debtor in the last hour"
    )
    contacts_last_7_days: int | None = column(
        _COUNT, "近 7 日主动联系本人的次数", "contacts with the debtor that the house began in 7 days"
    )
    # Per person and debt, in the 7 consecutive days that end today; attempts count, connected or not.
    calls_about_debt_last_7_days: int | None = column(
        _COUNT, "近 7 日就该笔债务拨打的次数", "calls about this debt in 7 days"
    )
    call_window_reopens_on: date | None = column(
        date,
        "7 日窗口内最早一次拨打移出的日期",
        "the date on which the first of those calls leaves the 7 days",
    )
    had_conversation: bool | None = column(
        bool, "曾就该笔债务通过话", "there was a telephone conversation about this debt"
    )
    last_conversation_on: date | None = column(
        date, "最近一次通话的日期", "the date of the latest conversation"
    )
    contacts_with_third_party: int | None = column(
        _COUNT, "已联系该第三人的次数", "contacts with this third person so far"
    )
    third_party_asked_again: bool | None = column(
        bool,
        "该第三人请求再次联系",
        "this third person asked to be contacted again",
        attested=True,
        assumed=False,
    )

    contact_kind: ContactKind | None = column(ContactKind, "联系方式的种类", "the kind of number or address")
    number_usable: bool | None = column(
        bool, "联系方式可用(未知为无效或已停用)", "the contact point is not known as invalid or blocked"
    )
    number_source: NumberSource | None = column(
        NumberSource, "联系方式来源", "where the contact point came from"
    )
    channel_opted_out: bool | None = column(
        bool,
        "本人要求不用此渠道",
        "the person asked not to be reached by this medium",
        attested=True,
        assumed=False,
    )
    employer_prohibits_contact: bool | None = column(
        bool, "其单位不允许接听此类电话", "the employer prohibits such contact", attested=True, assumed=False
    )
    # A work mailbox is read by the employer. It is a column of its own, since no layout tells it from others.
    work_email: bool | None = column(
        bool,
        "邮箱由其单位提供",
        "the mailbox is provided by the employer",
        attested=True,
        assumed=False,
    )
    work_email_agreed: bool | None = column(
        bool,
        "本人曾用该单位邮箱联系或同意使用",
        "the person wrote from this work mailbox, or agreed to it",
        attested=True,
    )
    line_registered: bool | None = column(
        bool,
        "所用线路/账号已向委托方登记",
        "the line or account used is registered with the creditor",
        attested=True,
    )
    caller_id_owned: bool | None = column(
        bool, "主叫号码为本线路真实号码", "the caller number shown is the line's own", attested=True
    )
    esign_consent: bool | None = column(
        bool,
        "本人同意电子送达(E-SIGN)",
        "the person consented to electronic delivery (E-SIGN)",
        attested=True,
    )

    reachability: Reachability | None = column(
        Reachability, "本人可联状态", "whether the debtor can be reached"
    )
    own_number_invalid: bool | None = column(
        bool, "本人预留号码均无效", "every number the debtor left is invalid"
    )
    consecutive_failed_calls: int | None = column(
        _COUNT, "连续拨打本人预留手机失败次数", "failed calls in a row to the number the debtor left"
    )
    third_failed_call_on: date | None = column(
        date, "连续第三次失败的日期", "the date of the third failed call in a row"
    )
    consecutive_failed_days: int | None = column(
        _COUNT, "连续无法联系本人的天数", "days in a row on which the debtor could not be reached"
    )
    debtor_deceased_or_incapacitated: bool | None = column(
        bool, "本人已故或无/限制行为能力(有凭证)", "the debtor has died or lacks capacity, with evidence"
    )
    relation_to_debtor: Relation | None = column(
        Relation, "对方与本人的关系", "what the person is to the debtor", attested=True
    )
    third_party_refused: bool | None = column(
        bool, "该第三人已拒绝联系", "this third person said not to be contacted"
    )
    third_party_volunteered: bool | None = column(
        bool,
        "该第三人明确表示愿意代偿(有录音)",
        "this third person clearly offered to pay, on record",
        attested=True,
    )
    joint_liability_evidenced: bool | None = column(
        bool,
        "担保或共同债务有合同依据",
        "the guarantee or joint debt rests on a contract in the file",
        attested=True,
    )
    counterpart_is_minor: bool | None = column(
        bool, "对方是未成年人", "the person reached is a minor", attested=True, assumed=False
    )
    visit_notice_given: bool | None = column(
        bool, "上门前已充分通知", "adequate notice of the visit was given", attested=True
    )
    vulnerable: bool | None = column(
        bool, "已知处于脆弱状态", "the person is known to be vulnerable", attested=True, assumed=False
    )
    debtor_is_student: bool | None = column(
        bool, "债务人是在校学生", "the debtor is a student", attested=True, assumed=False
    )
