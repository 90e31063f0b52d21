"""The playbook's own sentences before the wording guard, each in the setting in which it is said.

Room: conversation. The places of a sentence are filled with made-up values of the demo, and the facts of that made-up
case are given, so that a true amount is known to be true.

>>> setting_of_sentence("third.stop").callee.value
'third_party'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fairdue.compliance.wording.guard import Judgement, Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage
from fairdue.conversation.origin import NOWHERE, Origin
from fairdue.conversation.wording import SentenceSpec, Slot, Wording, fill
from fairdue.foundation.bilingual import Bilingual, Language

DEMO_VALUES: dict[Slot, Bilingual] = {
    Slot.AGENCY: Bilingual("华信资产", "Huaxin Assets"),
    Slot.STAFF_NO: Bilingual("2207", "2207"),
    Slot.HOTLINE: Bilingual("400-000-0000", "400-000-0000"),
    Slot.CREDITOR: Bilingual("示例银行", "Example Bank"),
    Slot.NAME: Bilingual("王先生", "Mr Wang"),
    Slot.CALLBACK_AT: Bilingual("3月12日下午3点", "3 pm on 12 March"),
    Slot.SAID: Bilingual("下周发工资以后处理", "will settle it after payday next week"),
    Slot.VERIFIED_BY: Bilingual("姓名与预留手机尾号", "name and last four of the reserved mobile"),
    Slot.PRODUCT: Bilingual("信用卡", "credit card"),
    Slot.BALANCE: Bilingual("12850.36元", "CNY 12,850.36"),
    Slot.PRINCIPAL: Bilingual("11200元", "CNY 11,200"),
    Slot.INTEREST: Bilingual("1300.36元", "CNY 1,300.36"),
    Slot.PENALTY: Bilingual("350元", "CNY 350"),
    Slot.PLACED_AMOUNT: Bilingual("12850.36元", "CNY 12,850.36"),
    Slot.OVERDUE_ON: Bilingual("2026年1月25日", "25 January 2026"),
    Slot.OVERDUE_DAYS: Bilingual("45", "45"),
    Slot.OVERDUE_PERIODS: Bilingual("2", "2"),
    Slot.PAID_ON: Bilingual("3月8日", "8 March"),
    Slot.PAID_AMOUNT: Bilingual("3000元", "CNY 3,000"),
    Slot.PAID_CHANNEL: Bilingual("手机银行", "the bank's app"),
    Slot.CLAIM_CHECK_ON: Bilingual("3月14日", "14 March"),
    Slot.PROMISE_AMOUNT: Bilingual("3000元", "CNY 3,000"),
    Slot.PROMISE_ON: Bilingual("3月20日", "20 March"),
    Slot.PROMISE_AT: Bilingual("3月20日下午5点", "5 pm on 20 March"),
    Slot.PROMISE_CHECK_ON: Bilingual("3月21日", "21 March"),
    Slot.PAY_CHANNEL: Bilingual("手机银行", "the bank's app"),
    Slot.INSTALMENT: Bilingual("500元", "CNY 500"),
    Slot.REASON: Bilingual("收入下降或工资延发", "income fell or wages came late"),
    Slot.LAST_PROMISE_ON: Bilingual("3月6日", "6 March"),
    Slot.LAST_PROMISE_AMOUNT: Bilingual("3000元", "CNY 3,000"),
    Slot.LAST_CLAIM_ON: Bilingual("3月8日", "8 March"),
    Slot.LAST_CLAIM_AMOUNT: Bilingual("3000元", "CNY 3,000"),
    Slot.LAST_CLAIM_CHANNEL: Bilingual("手机银行", "the bank's app"),
    Slot.LAST_TALK_ON: Bilingual("3月4日", "4 March"),
    Slot.LAST_REASON: Bilingual("收入下降或工资延发", "income fell or wages came late"),
    Slot.PLAN_SHORT: Bilingual("3000元", "CNY 3,000"),
    Slot.PLAN_DUE_ON: Bilingual("3月10日", "10 March"),
}

_FACTS: dict[str, FactValue] = {
    "agency": "华信资产",
    "creditor": "示例银行",
    "agent_role": "agency_collector",
    "ledger_amount_fen": 1_285_036,
    "principal_fen": 1_120_000,
    "interest_fen": 130_036,
    "penalty_fen": 35_000,
    "agreed_amount_fen": 300_000,
}
_BEFORE_THE_CHECK = frozenset({"opening", "who", "verify", "callback", "language"})
_TO_OTHERS = frozenset({"third", "wrong", "minor", "agent"})


@dataclass(frozen=True, slots=True)
class SentenceJudged:
    """One sentence of the playbook in one language, as said, and what the guard says of it."""

    sentence_id: str
    language: Language
    text: str
    setting: SpokenContext
    judgement: Judgement
    origin: Origin = NOWHERE
    cleared: bool = False

    @property
    def is_flagged(self) -> bool:
        """Did the guard find anything?"""
        return self.judgement.verdict is not Verdict.OK

    @property
    def is_fault(self) -> bool:
        """May it not be said? A sure phrase is a fault whatever a person wrote beside it."""
        sure = self.judgement.share == 1.0
        return self.is_flagged and (sure or not self.cleared)


def setting_of_sentence(sentence_id: str) -> SpokenContext:
    """To whom and at which stage a sentence is said, by the first part of its id."""
    part = sentence_id.partition(".")[0]
    if part in _TO_OTHERS:
        return SpokenContext(Callee.THIRD_PARTY, False, Stage.OPENING, _FACTS)
    if part in _BEFORE_THE_CHECK:
        return SpokenContext(Callee.DEBTOR, False, Stage.OPENING, _FACTS)
    if part == "voice":
        return SpokenContext(Callee.UNKNOWN, False, Stage.VOICEMAIL, _FACTS)
    stage = {"note": Stage.NOTE, "close": Stage.CLOSING, "reason": Stage.INQUIRY}.get(part, Stage.NEGOTIATION)
    return SpokenContext(Callee.DEBTOR, True, stage, _FACTS)


def check_wording(wording: Wording, *, languages: Iterable[Language]) -> Iterator[SentenceJudged]:
    """Judge every sentence in every language, its places filled with the values of the demo."""
    wanted = tuple(languages)
    for sentence_id, sentence in wording.sentences.items():
        for language in wanted:
            setting, text = setting_of_sentence(sentence_id), as_in_the_demo(sentence, language)
            judgement = judge(text, setting)
            cleared = sentence.cleared is not None
            yield SentenceJudged(sentence_id, language, text, setting, judgement, sentence.origin, cleared)


def as_in_the_demo(sentence: SentenceSpec, language: Language) -> str:
    """The sentence with the values of the demo in its places."""
    values = {slot: words.in_language(language) for slot, words in DEMO_VALUES.items()}
    return fill(sentence.words.in_language(language), values)
