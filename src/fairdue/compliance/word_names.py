"""What the words of closed lists are called by people: kinds of act, purposes, claims, relations.

Room: compliance. Rule files and logs keep the words as they are; a person reads these names.

>>> word_name("purpose", "collect").en
'collecting'
"""

from __future__ import annotations

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.finding import HOLD_NAMES
from fairdue.foundation.bilingual import Bilingual

_YES_NO = {True: Bilingual("是", "yes"), False: Bilingual("否", "no")}

KIND_NAMES = {
    "place_call": Bilingual("拨打电话", "placing a call"),
    "send_message": Bilingual("发送短信或消息", "sending a message"),
    "send_letter": Bilingual("寄送信函", "sending a letter"),
    "send_email": Bilingual("发送电子邮件", "sending an e-mail"),
    "leave_voicemail": Bilingual("语音留言", "leaving a voicemail"),
    "contact_third_party": Bilingual("联系第三人", "contacting a third person"),
    "visit": Bilingual("上门", "visiting"),
    "reveal_sealed_contact": Bilingual("查看封存的联系方式", "revealing a sealed number"),
    "say_debt_fact": Bilingual("说出欠款信息", "saying a fact of the debt"),
    "say_sentence": Bilingual("说一句话术", "saying a sentence"),
    "state_amount": Bilingual("说出金额", "stating an amount"),
    "offer_plan": Bilingual("提出分期", "offering a plan"),
    "offer_relief": Bilingual("提出减免", "offering relief"),
    "record_contact": Bilingual("录音", "recording a contact"),
    "report_to_bureau": Bilingual("向征信机构报送", "reporting to a credit bureau"),
    "hand_to_agency": Bilingual("委托催收机构", "handing a case to an agency"),
    "export_data": Bilingual("导出数据", "exporting data"),
}
"""The kinds of outward act in words."""

_NAMES: dict[str, dict[str, Bilingual]] = {
    "kind": KIND_NAMES,
    "jurisdiction": {
        "CN": Bilingual("中国", "China"),
        "US": Bilingual("美国", "the United States"),
        "GB": Bilingual("英国", "the United Kingdom"),
    },
    "nation": {
        "england_or_wales": Bilingual("英格兰或威尔士", "England or Wales"),
        "scotland": Bilingual("苏格兰", "Scotland"),
        "northern_ireland": Bilingual("北爱尔兰", "Northern Ireland"),
        "elsewhere": Bilingual("其他地方", "elsewhere"),
    },
    "contact_kind": {
        "mobile": Bilingual("手机", "a mobile"),
        "home_phone": Bilingual("住宅电话", "a phone at home"),
        "work_phone": Bilingual("单位电话", "a phone at work"),
        "email": Bilingual("电子邮箱", "an e-mail address"),
    },
    "number_source": {
        "reserved_by_debtor": Bilingual("债务人预留", "left by the debtor"),
        "contract": Bilingual("合同载明", "named in the contract"),
        "debtor_authorised": Bilingual("债务人授权提供", "given with the debtor's leave"),
        "lawful_public": Bilingual("合法公开", "lawfully public"),
        "told_by_reserved_contact": Bilingual("预留联系人告知", "told by a contact the debtor had named"),
        "authorised_credit_bureau": Bilingual("经授权的征信渠道", "a credit bureau with authority"),
        "unknown": Bilingual("来源不明", "of unknown origin"),
    },
    "reachability": {
        "reachable": Bilingual("可联系", "reachable"),
        "trying": Bilingual("正在尝试", "being tried"),
        "unreachable": Bilingual("失联", "unreachable"),
    },
    "relation_to_debtor": {
        "self": Bilingual("本人", "the debtor"),
        "spouse": Bilingual("配偶", "the spouse"),
        "parent": Bilingual("父母", "a parent"),
        "child": Bilingual("子女", "a child"),
        "relative": Bilingual("亲属", "a relative"),
        "colleague": Bilingual("同事", "a colleague"),
        "other": Bilingual("其他人", "somebody else"),
    },
    "holds": {hold.value: HOLD_NAMES[hold] for hold in HoldKind},
    "product_kind": {
        "credit_card": Bilingual("信用卡", "a credit card"),
        "online_consumer_loan": Bilingual("网络消费信贷", "an online consumer loan"),
        "consumer_loan": Bilingual("消费贷款", "a consumer loan"),
        "other": Bilingual("其他产品", "another product"),
    },
    "acting_as": {
        "creditor": Bilingual("债权人自己", "the creditor itself"),
        "agency": Bilingual("受托机构", "an agency"),
        "debt_buyer": Bilingual("债权受让人", "a debt buyer"),
    },
    "lender_kind": {
        "bank": Bilingual("银行", "a bank"),
        "consumer_finance": Bilingual("消费金融公司", "a consumer finance company"),
        "microloan": Bilingual("小额贷款公司", "a microloan company"),
        "private": Bilingual("民间出借人", "a private lender"),
        "other": Bilingual("其他出借人", "another lender"),
    },
    "channel": {
        "phone": Bilingual("电话", "phone"),
        "sms": Bilingual("短信", "text message"),
        "instant_message": Bilingual("即时消息", "instant message"),
        "email": Bilingual("电子邮件", "e-mail"),
        "letter": Bilingual("信函", "letter"),
        "in_person": Bilingual("当面", "in person"),
        "none": Bilingual("不经渠道", "no channel"),
    },
    "purpose": {
        "collect": Bilingual("催收", "collecting"),
        "notify": Bilingual("通知", "giving notice"),
        "service": Bilingual("客户服务", "serving the customer"),
        "restore_contact": Bilingual("恢复联系", "restoring contact"),
        "reach_heir_or_guardian": Bilingual("联系继承人或监护人", "reaching an heir or guardian"),
    },
    "initiated_by": {
        "agent": Bilingual("催收方发起", "the house began it"),
        "customer": Bilingual("客户发起", "the customer began it"),
    },
    "callee_role": {
        "debtor": Bilingual("债务人", "the debtor"),
        "guarantor": Bilingual("担保人", "a guarantor"),
        "co_debtor": Bilingual("共同债务人", "a co-debtor"),
        "third_party": Bilingual("第三人", "a third person"),
        "unknown": Bilingual("身份不明", "somebody unknown"),
    },
    "call_type": {
        "interactive": Bilingual("对话通话", "a call in which two talk"),
        "notify": Bilingual("通知通话", "a call that only tells"),
    },
    "third_party_intent": {
        "ask_contact_details": Bilingual("询问联系方式", "asking for contact details"),
        "ask_to_relay": Bilingual("请求转告", "asking to relay"),
    },
    "document": {
        "collection_letter": Bilingual("催收函", "a collection letter"),
        "collection_message": Bilingual("催收消息", "a collection message"),
        "validation_notice": Bilingual("债务核实通知", "a validation notice"),
        "dispute_reply": Bilingual("异议答复", "a reply to a dispute"),
        "final_notice": Bilingual("最后通知", "a final notice"),
        "receipt": Bilingual("收据", "a receipt"),
        "plan_agreement": Bilingual("分期协议", "a plan agreement"),
        "arrears_statement": Bilingual("欠款结单", "a statement of arrears"),
    },
    "spoken_as": {
        "own_organisation": Bilingual("本机构", "one's own organisation"),
        "principal": Bilingual("委托方", "the principal"),
        "individual": Bilingual("个人", "an individual"),
        "lawyer": Bilingual("律师", "a lawyer"),
        "government": Bilingual("政府机关", "a government office"),
        "court_or_police": Bilingual("法院或公安", "a court or the police"),
        "credit_bureau": Bilingual("征信机构", "a credit bureau"),
        "other_identity": Bilingual("其他身份", "another identity"),
    },
    "claims": {
        "debt_fact": Bilingual("欠款信息", "a fact of the debt"),
        "amount": Bilingual("金额", "an amount"),
        "contract_consequence": Bilingual("合同后果", "a consequence under the contract"),
        "litigation": Bilingual("诉讼", "litigation"),
        "legal_action_taken": Bilingual("已采取的法律行动", "legal action taken"),
        "criminal_consequence": Bilingual("刑事后果", "criminal consequences"),
        "defaulter_list": Bilingual("失信名单", "the list of defaulters"),
        "credit_record": Bilingual("征信记录", "the credit record"),
        "credit_repair_programme": Bilingual("信用修复安排", "the credit repair programme"),
        "relief": Bilingual("减免", "relief"),
        "heir_liability": Bilingual("继承人的责任", "an heir's liability"),
        "deadline": Bilingual("期限", "a deadline"),
        "bodily_threat": Bilingual("人身威胁", "a bodily threat"),
        "insult": Bilingual("侮辱", "an insult"),
        "public_exposure": Bilingual("公开曝光", "public exposure"),
        "soft_violence": Bilingual("软暴力", "harassment without force"),
        "third_party_pressure": Bilingual("向第三人施压", "pressure through a third person"),
        "false_pretext": Bilingual("虚假借口", "a false pretext"),
        "borrow_or_sell": Bilingual("叫人借钱或变卖", "telling to borrow or to sell"),
        "unreasonable_payment": Bilingual("不合理的还款要求", "an unreasonable demand for payment"),
        "partial_settlement": Bilingual("部分结清", "a partial settlement"),
        "marketing": Bilingual("营销", "marketing"),
        "legal_process_document": Bilingual("形似法律文书", "looking like a paper of a court"),
    },
}


def word_name(column: str, word: str | bool) -> Bilingual:
    """What one value of a column is called; a word without a name of its own is shown with blanks in it."""
    if isinstance(word, bool):
        return _YES_NO[word]
    name = _NAMES.get(column, {}).get(word)
    return name if name is not None else Bilingual(word.replace("_", " "), word.replace("_", " "))


def has_name(column: str, word: str) -> bool:
    """Has this word of a closed list a name in both languages?"""
    return word in _NAMES.get(column, {})
