"""What is known at the moment of asking: one flat row of typed columns, the same for Python and for SQL.

Room: compliance. Whoever asks the gate gathers these from the case file and the ledgers; nothing is looked
up here. None always means *not known*, never *no*: a rule that needs a column it does not have answers
that it is unknown, and the gate refuses. The one exception is said in the column's own text.

>>> Facts(jurisdiction="CN", effective_calls_today=2).effective_calls_today
2
>>> column_label("effective_calls_today").en
'effective calls with the debtor today'
"""

# ruff: noqa: RUF009 - the call below declares a column with its label; the default it sets is always None
from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, time
from enum import StrEnum
from typing import Any

from fairdue.casefile.hold import HoldKind
from fairdue.foundation.bilingual import Bilingual


class Reachability(StrEnum):
    """Where the reachability of the debtor stands; the state machine lives in ``followup``."""

    REACHABLE = "reachable"
    TRYING = "trying"
    UNREACHABLE = "unreachable"


def _column(zh: str, en: str, *, missing: str = "the rules that need it refuse") -> Any:
    return field(default=None, metadata={"label": Bilingual(zh, en), "missing": missing})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One row of facts about one proposed act, as of one moment; every column may be unknown (None).

    Raises ValueError for a count below zero and for a ``local_time`` that carries a zone.
    """

    jurisdiction: str | None = _column(
        "适用法域", "the jurisdiction, such as CN", missing="everything is refused"
    )
    local_on: date | None = _column("对方所在地的日期", "the date where the person is")
    # Wall-clock time without a zone: whoever gathers the facts has already applied the person's own zone.
    local_time: time | None = _column("对方所在地的时间", "the time of day where the person is")
    agreed_window: bool | None = _column(
        "此时此渠道在本人同意的时段内(有凭证、未撤回)",
        "inside a window that the debtor agreed to for this channel, evidenced and not revoked",
        missing="no agreement is on file, so it counts as not agreed",
    )

    case_open: bool | None = _column("案件在办", "the case is open")
    holds: frozenset[HoldKind] | None = _column("当前生效的暂停", "the holds active now")
    arrangement_performing: bool | None = _column("已签分期协议且正在履行", "a signed plan is being kept")

    # Per debtor, over the creditor and all of its agencies, in one calendar day where the person is.
    connected_notify_calls_today: int | None = _column(
        "今日已接通的告知类电话次数", "connected notify calls to the debtor today, all agencies together"
    )
    effective_calls_today: int | None = _column(
        "今日与本人的有效通话次数", "effective calls with the debtor today"
    )
    visits_today: int | None = _column("今日已上门次数", "visits to the debtor today")
    unanswered_attempts_on_number_today: int | None = _column(
        "今日该号码未接通的拨打次数", "unanswered attempts on this number today"
    )

    number_usable: bool | None = _column(
        "联系方式可用(未知为无效或已停用)", "the contact point is not known as invalid or blocked"
    )
    number_source_lawful: bool | None = _column(
        "联系方式来源合法", "the contact point came from a lawful source"
    )

    reachability: Reachability | None = _column("本人可联状态", "whether the debtor can be reached")
    own_number_invalid: bool | None = _column("本人预留号码均无效", "every number the debtor left is invalid")
    consecutive_failed_calls: int | None = _column(
        "连续拨打本人预留手机失败次数", "failed calls in a row to the number the debtor left"
    )
    third_failed_call_on: date | None = _column(
        "连续第三次失败的日期", "the date of the third failed call in a row"
    )
    consecutive_failed_days: int | None = _column(
        "连续无法联系本人的天数", "days in a row on which the debtor could not be reached"
    )
    debtor_deceased_or_incapacitated: bool | None = _column(
        "本人已故或无/限制行为能力(有凭证)", "the debtor has died or lacks capacity, with evidence"
    )
    third_party_refused: bool | None = _column(
        "该第三人已拒绝联系", "this third person said not to be contacted"
    )
    third_party_volunteered: bool | None = _column(
        "该第三人明确表示愿意代偿(有录音)", "this third person clearly offered to pay, on record"
    )
    joint_liability_evidenced: bool | None = _column(
        "担保或共同债务有合同依据", "the guarantee or joint debt rests on a contract in the file"
    )

    identity_verified: bool | None = _column(
        "本次联系中已核实身份", "the identity was verified in the present contact"
    )
    bureau_notice_given: bool | None = _column(
        "报送不良信息前已告知本人", "the debtor was told before the bad record is reported"
    )
    agency_listed: bool | None = _column(
        "外部机构在委托方公示名单内", "the agency stands on the creditor's published list"
    )
    debtor_told_of_agency: bool | None = _column(
        "已告知本人将委托外部机构", "the debtor was told that an agency will be commissioned"
    )
    export_recipient_listed: bool | None = _column(
        "数据接收方在获准名单内", "the recipient of the data is on the approved list"
    )

    def __post_init__(self) -> None:
        for name in _COUNTS:
            count = getattr(self, name)
            if count is not None and count < 0:
                raise ValueError(f"{name} counts from 0; {count} is below it")
        if self.local_time is not None and self.local_time.tzinfo is not None:
            raise ValueError(
                "local_time is the time on the wall where the person is; hand it in without a zone"
            )


_COUNTS = (
    "connected_notify_calls_today",
    "effective_calls_today",
    "visits_today",
    "unanswered_attempts_on_number_today",
    "consecutive_failed_calls",
    "consecutive_failed_days",
)

_COLUMNS = {column.name: column for column in fields(Facts)}


def column_label(name: str) -> Bilingual:
    """What a column means, in words; KeyError for a name that is no column of Facts."""
    label = _COLUMNS[name].metadata["label"]
    assert isinstance(label, Bilingual)
    return label


def missing_meaning(name: str) -> str:
    """What a missing value of this column leads to."""
    return str(_COLUMNS[name].metadata["missing"])
