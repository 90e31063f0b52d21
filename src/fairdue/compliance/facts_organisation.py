"""The facts of the house, its staff and its principals: who acts, for whom, and what is registered.

Room: compliance. Nearly all of these are attested: a person states them, with evidence, for a scope and a period.
"""

# ruff: noqa: RUF009 - the call declares a column with its label; the default it sets is always None
from __future__ import annotations

from dataclasses import dataclass

from fairdue.compliance.column import column
from fairdue.compliance.facts_case import CaseFacts
from fairdue.compliance.facts_words import ActingAs, LenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts(CaseFacts):
    """The third part of the row: who acts, and under which arrangements."""

    acting_as: ActingAs | None = column(
        ActingAs, "以何身份催收", "what the house is to the debt", attested=True
    )
    lender_kind: LenderKind | None = column(LenderKind, "出借机构种类", "the kind of lender", attested=True)
    collector_licensed: bool | None = column(
        bool,
        "坐席持有有效上岗资格(培训考核合格、已签保密承诺)",
        "the collector holds a valid licence to dial (trained, examined, bound to secrecy)",
        attested=True,
    )
    speaker_is_lawyer: bool | None = column(
        bool, "说话人持有律师执业证", "the speaker is a licensed lawyer", attested=True
    )

    agency_listed: bool | None = column(
        bool,
        "外部机构在委托方公示名单内",
        "the agency stands on the creditor's published list",
        attested=True,
    )
    debtor_told_of_agency: bool | None = column(
        bool, "已告知本人将委托外部机构", "the debtor was told that an agency is commissioned", attested=True
    )
    agency_information_published: bool | None = column(
        bool, "委托方公开了委外机构信息", "the creditor publishes who its agencies are", attested=True
    )
    agency_has_penalty_record: bool | None = column(
        bool, "该机构有暴力催收等违法记录", "the agency has a record of unlawful collection", attested=True
    )
    delegation_terms_agreed: bool | None = column(
        bool,
        "委托处理约定齐全(目的、期限、方式、保护措施)",
        "the terms of delegated processing are agreed",
        attested=True,
    )
    subdelegation_consented: bool | None = column(
        bool, "转委托已获同意", "handing on to a subcontractor was consented to", attested=True
    )
    pay_scheme_balanced: bool | None = column(
        bool, "考核不单以回收金额提成", "pay does not hang on the recovered amount alone", attested=True
    )

    export_recipient_listed: bool | None = column(
        bool, "数据接收方在获准名单内", "the recipient of the data is on the approved list", attested=True
    )
    export_within_purpose: bool | None = column(
        bool, "导出在既定目的之内(有登记)", "the export is within a recorded purpose", attested=True
    )
    legal_basis_recorded: bool | None = column(
        bool, "处理个人信息有登记的合法性基础", "a legal basis for the processing is recorded", attested=True
    )
    separate_consent_given: bool | None = column(
        bool, "敏感信息已取得单独同意", "separate consent for sensitive data was given", attested=True
    )
    impact_assessed: bool | None = column(
        bool, "已作个人信息保护影响评估", "a privacy impact assessment was made", attested=True
    )
    human_review_offered: bool | None = column(
        bool,
        "自动决策可说明并可人工复核",
        "the automated decision is explained and can be reviewed by a person",
        attested=True,
    )
