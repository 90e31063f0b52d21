"""The facts of the debt and of what may be said about it: money, notices, plans, disputes, lawsuits.

Room: compliance.
"""

# ruff: noqa: RUF009 - the call declares a column with its label; the default it sets is always None
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.column import ColumnKind, column
from fairdue.compliance.facts_contact import ContactFacts
from fairdue.compliance.facts_words import ProductKind

_COUNT, _FEN = ColumnKind.COUNT, ColumnKind.FEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts(ContactFacts):
    """The second part of the row: the debt itself."""

    case_open: bool | None = column(bool, "案件在办", "the case is open")
    holds: frozenset[HoldKind] | None = column(
        ColumnKind.WORDS, "当前生效的暂停", "the holds active now", words=HoldKind
    )
    arrangement_performing: bool | None = column(
        bool, "已签分期协议且正在履行", "a signed plan is being kept"
    )
    identity_verified: bool | None = column(
        bool, "本次联系中已核实身份", "the identity was verified in the present contact"
    )
    product_kind: ProductKind | None = column(ProductKind, "产品种类", "the kind of loan")

    principal_fen: int | None = column(_FEN, "本金", "the principal")
    balance_fen: int | None = column(_FEN, "账面应还金额", "what the books say is owed")
    debt_known_illegal: bool | None = column(
        bool,
        "已知为非法债务(高利放贷等)",
        "the debt is known to be illegal, such as usury",
        attested=True,
        assumed=False,
    )
    amount_authorised: bool | None = column(
        bool, "金额有合同或法律依据", "contract or law authorises the amount", attested=True
    )
    rates_match_contract: bool | None = column(
        bool, "利率、违约金与合同一致", "rates and penalties are those of the contract", attested=True
    )
    rate_within_private_cap: bool | None = column(
        bool,
        "利率不超过合同成立时一年期LPR四倍",
        "the rate is within four times the one-year LPR",
        attested=True,
    )
    debt_assigned: bool | None = column(
        bool, "债权已转让", "the debt was assigned to another creditor", attested=True, assumed=False
    )
    assignment_notice_given: bool | None = column(
        bool, "已通知债务人债权转让", "the debtor was told of the assignment", attested=True
    )
    limitation_runs_from_known: bool | None = column(
        bool, "诉讼时效已开始计算", "a limitation period has begun to run", attested=True
    )
    limitation_runs_from_on: date | None = column(
        date,
        "诉讼时效起算或最近中断之日",
        "the day from which limitation runs, or was last interrupted",
        attested=True,
    )
    limitation_expired: bool | None = column(
        bool, "诉讼时效已届满", "the limitation period has expired", attested=True
    )
    barred_and_declined: bool | None = column(
        bool,
        "本人表示因时效届满不还",
        "the person said they will not pay because the debt is barred",
        attested=True,
        assumed=False,
    )

    offer_approved: bool | None = column(bool, "方案有审批单", "the offer carries an approval", attested=True)
    plan_contents_complete: bool | None = column(
        bool, "分期协议六类内容齐全", "the plan has all six contents", attested=True
    )
    hardship_evidenced: bool | None = column(
        bool,
        "欠款超出还款能力且仍有还款意愿(有凭证)",
        "the debt exceeds the means to pay and the will is there, evidenced",
        attested=True,
    )
    letter_contents_complete: bool | None = column(
        bool, "催收函七类内容齐全", "the collection letter has all seven contents", attested=True
    )
    wording_cleared: bool | None = column(
        bool, "话术已审批并通过文字检查", "the wording is approved and passed the wording check"
    )
    remainder_explained: bool | None = column(
        bool,
        "已说明部分清偿后余额仍在",
        "it was said clearly what remains after a part settlement",
        attested=True,
    )
    proposal_refused_without_reason: bool | None = column(
        bool,
        "合理的还款提议被无理由拒绝",
        "a reasonable proposal was refused without a reason",
        attested=True,
        assumed=False,
    )

    legal_action_logged: bool | None = column(
        bool, "法律行动有案号或记录", "the legal action is on file", attested=True
    )
    legal_action_intended: bool | None = column(
        bool, "已决定采取所说的法律行动", "the legal action spoken of is decided and lawful", attested=True
    )
    contract_consequence_grounded: bool | None = column(
        bool,
        "所说的合同后果有约定且条件具备",
        "the contract has the consequence spoken of, and its conditions are met",
        attested=True,
    )
    enforcement_case_open: bool | None = column(
        bool, "法院执行案件已立案", "a court enforcement case is open", attested=True
    )
    effective_notices: int | None = column(
        _COUNT, "有效催收次数(有收悉凭证)", "effective written notices with proof of receipt", attested=True
    )
    days_between_notices: int | None = column(
        _COUNT, "两次有效催收相隔天数", "days between the two effective notices", attested=True
    )
    second_notice_given: bool | None = column(
        bool, "已作第二次有效催收", "the second effective notice was given", attested=True
    )
    second_notice_on: date | None = column(
        date, "第二次有效催收的日期", "the date of the second effective notice", attested=True
    )
    unlawful_intent_evidenced: bool | None = column(
        bool, "非法占有目的有证据", "unlawful intent is evidenced, beyond not having paid", attested=True
    )
    legal_department_approved: bool | None = column(
        bool, "法务已书面批准该表述", "the legal department approved the statement in writing", attested=True
    )

    bureau_notice_given: bool | None = column(
        bool,
        "报送不良信息前已告知本人",
        "the debtor was told before the bad record is reported",
        attested=True,
    )
    bureau_consent_given: bool | None = column(
        bool, "本人书面同意提供信贷信息", "the debtor consented in writing to credit reporting", attested=True
    )
    spoken_about_debt: bool | None = column(
        bool, "已与本人谈过该笔债务", "the debt was spoken about with the person"
    )
    debt_letter_sent: bool | None = column(
        bool, "已寄送债务通知", "a letter or message about the debt was sent", attested=True
    )
    debt_letter_sent_on: date | None = column(
        date, "债务通知寄出日期", "the date on which that letter was sent", attested=True
    )
    debt_letter_returned: bool | None = column(
        bool, "债务通知被退回", "that letter came back undeliverable", attested=True
    )
    initial_communication_made: bool | None = column(
        bool, "已有首次催收沟通", "there was an initial communication"
    )
    initial_communication_on: date | None = column(
        date, "首次催收沟通日期", "the date of the initial communication"
    )
    validation_information_given: bool | None = column(
        bool, "已提供债务核实信息", "the validation information was given", attested=True
    )
    validation_contents_complete: bool | None = column(
        bool, "债务核实通知内容齐全", "the validation notice is complete", attested=True
    )
    voicemail_limited: bool | None = column(
        bool, "语音留言只含限定内容", "the voicemail has the limited content only", attested=True
    )
