"""A decision in words: the lines that a person reads, in order, with every source and how well it was read.

Room: compliance. The same lines serve the screen, the command line and the evidence pack.
"""

from __future__ import annotations

import re
from typing import assert_never

from fairdue.compliance.decision import Decision, Defer, Duty, Outcome, Permit, Refuse, TraceLine
from fairdue.compliance.rule import Confidence, Effect
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Citation, Reason

DUTY_TEXTS = {
    Duty.RECORD_THE_CALL: Bilingual("全程录音", "record from beginning to end"),
    Duty.ANNOUNCE_AGENCY_AND_PRINCIPAL: Bilingual(
        "说明机构名称和受谁委托", "say the agency's name and on whose behalf it acts"
    ),
    Duty.ANNOUNCE_RECORDING: Bilingual("告知正在录音", "say that it is recorded"),
    Duty.VERIFY_IDENTITY_BEFORE_DEBT: Bilingual(
        "先核实身份，再谈欠款", "verify the identity before the debt is mentioned"
    ),
    Duty.NO_DEBT_FACTS: Bilingual("不提任何欠款信息", "mention no fact of the debt"),
    Duty.REGISTER_ATTEMPT: Bilingual("如实登记本次联系", "register the attempt truthfully"),
    Duty.STAY_OUT_OF_HOME_AND_WORKPLACE: Bilingual(
        "不进入住宅和办公区域", "do not enter the home or the workplace"
    ),
    Duty.ANNOUNCE_SYNTHETIC_VOICE: Bilingual("提示是合成语音", "say that the voice is synthetic"),
    Duty.IDENTIFY_ONESELF_ONLY: Bilingual(
        "只说本人姓名，并说明在核实联系方式",
        "give one's own name and say that contact details are being confirmed",
    ),
    Duty.NAME_EMPLOYER_ONLY_IF_ASKED: Bilingual(
        "对方明确问起才说所在机构", "name the employer only if expressly asked"
    ),
    Duty.EXPLAIN_PURPOSE_OF_VISIT: Bilingual("说明来意", "explain the purpose of the visit"),
    Duty.LEAVE_ON_REQUEST: Bilingual("对方要求即离开", "leave when asked to"),
    Duty.LIMITED_CONTENT_ONLY: Bilingual("留言只含限定内容", "leave limited content only"),
    Duty.PLAIN_ENVELOPE: Bilingual("信封不显示催收内容", "nothing on the outside tells of a debt"),
    Duty.TELL_ARREARS_AND_BALANCE: Bilingual("告知逾期金额与余额", "tell the arrears and the balance"),
    Duty.KEEP_RECORDING_UNTIL_SETTLED: Bilingual(
        "录音保存至欠款结清", "keep the recording until the debt is settled"
    ),
    Duty.CONSIDER_FORBEARANCE: Bilingual("考虑宽限与适当安排", "consider forbearance"),
}

CONFIDENCE_TEXTS = {
    Confidence.SOURCE: Bilingual("已读法条原文", "read in the text itself"),
    Confidence.COPY: Bilingual("据转载文本", "read in somebody else's copy"),
    Confidence.PRESS: Bilingual("据媒体报道，未见原文", "known from press reports, the text was not seen"),
    Confidence.DERIVED: Bilingual("由已读条文推出", "derived from texts that were read"),
    Confidence.POLICY: Bilingual("内部政策", "policy of the house"),
    Confidence.RECALLED: Bilingual("仅凭记忆，未核实", "only recalled, not verified"),
    Confidence.UNVERIFIED: Bilingual("未核实", "not verified"),
}

OUTCOME_TEXTS = {
    Outcome.PASSED: Bilingual("符合", "passed"),
    Outcome.NOT_APPLICABLE: Bilingual("不适用", "does not apply"),
    Outcome.DEFER: Bilingual("需等待", "wait"),
    Outcome.REFUSE: Bilingual("不允许", "refused"),
    Outcome.WARN: Bilingual("提醒", "warning"),
    Outcome.UNKNOWN: Bilingual("事实不明", "not known"),
    Outcome.OVERRIDDEN: Bilingual("已豁免", "set aside"),
}

_ARTICLE_NOT_READ = ("not verified", "未核", "recalled", "not found")
_ARTICLE_NUMBERS = re.compile(r"Art\. ?(\d+(?:(?:-|, ?)\d+)*)")
_ARTICLE_REMARKS = {
    " (number inferred from order)": "（条号按次序推断）",
    " (second number inferred)": "（第二个条号为推断）",
    " (inferred)": "（条号为推断）",
    "as listed": "如名单所列",
    "whole": "全文",
    "n/a": "无条款",
}
_ARTICLE_NOT_VERIFIED = Bilingual("条号未核实", "the article number was not verified")


_READING_ORDER = {
    Outcome.REFUSE: 0,
    Outcome.UNKNOWN: 0,
    Outcome.DEFER: 1,
    Outcome.OVERRIDDEN: 2,
    Outcome.WARN: 3,
    Outcome.PASSED: 5,
    Outcome.NOT_APPLICABLE: 6,
}
_DUTY_PLACE = 4
_DUTY_TEXT = Bilingual("须履行", "duty")


def explain(
    decision: Decision,
    *,
    language: str = "zh",
    whole_trace: bool = True,
    rulebook: Rulebook | None = None,
) -> tuple[str, ...]:
    """The decision as lines: the answer, its reasons or duties, and then what every rule said.

    ``whole_trace`` false leaves out the rules that do not apply. With the ``rulebook`` that was asked, the rules
    that lay duties stand together and say so; without it they stand among those that were passed.
    """
    lines = [_headline(decision).in_language(language)]
    match decision:
        case Permit():
            lines += [f"  - {DUTY_TEXTS[duty].in_language(language)}" for duty in decision.duties]
        case Defer() | Refuse():
            lines += [_reason_line(reason, language) for reason in decision.reasons]
        case _:
            assert_never(decision)
    lines.append(Bilingual("逐条：", "Rule by rule:").in_language(language))
    duties = _rules_of_duty(rulebook)
    for line in reading_order(decision.trace, rulebook=rulebook):
        if whole_trace or line.outcome is not Outcome.NOT_APPLICABLE:
            lines.append(_trace_line(line, language, line.rule_id in duties))
    return tuple(lines)


def reading_order(trace: tuple[TraceLine, ...], *, rulebook: Rulebook | None = None) -> tuple[TraceLine, ...]:
    """First what refuses, then what asks to wait, what was set aside, warnings, duties, what was passed, the rest.

    Within each the order of the rulebook stays: law before policy.
    """
    duties = _rules_of_duty(rulebook)

    def place(line: TraceLine) -> int:
        laid = line.outcome is Outcome.PASSED and line.rule_id in duties
        return _DUTY_PLACE if laid else _READING_ORDER[line.outcome]

    return tuple(sorted(trace, key=place))


def _rules_of_duty(rulebook: Rulebook | None) -> frozenset[str]:
    rules = rulebook.rules if rulebook is not None else ()
    return frozenset(rule.rule_id for rule in rules if rule.effect is Effect.DUTY)


def show_citation(citation: Citation, *, language: str) -> str:
    """Title, article and confidence, saying plainly when the number of the article was not verified."""
    return _joined([citation.title, show_place(citation, language=language)], language)


def show_place(citation: Citation, *, language: str) -> str:
    """Article and confidence without the title, for where the title stands above."""
    how = CONFIDENCE_TEXTS[Confidence(citation.confidence)].in_language(language)
    return _joined([show_article(citation, language=language), how], language)


def show_article(citation: Citation, *, language: str) -> str:
    """The article as far as it was read, saying plainly when its number was not verified."""
    parts = []
    if any(mark in citation.article.lower() for mark in _ARTICLE_NOT_READ):
        place = _read_part(citation.article)
        parts += [_article(place, language)] if place else []
        parts.append(_ARTICLE_NOT_VERIFIED.in_language(language))
    else:
        parts.append(_article(citation.article, language))
    return _joined(parts, language)


def _article(written: str, language: str) -> str:
    """An article as people write it in this language; the register keeps its numbers and remarks in English."""
    if not language.startswith("zh"):
        return written
    for english, chinese in _ARTICLE_REMARKS.items():
        written = written.replace(english, chinese)
    return _ARTICLE_NUMBERS.sub(
        lambda found: f"第{found[1].replace('-', '–').replace(', ', '、').replace(',', '、')}条", written
    )


def _joined(parts: list[str], language: str) -> str:
    return ("；" if language.startswith("zh") else "; ").join(parts)


def _read_part(article: str) -> str:
    """What stands of an article before the remark that the rest was not verified: ``§5.3``."""
    head = article.split("(", 1)[0].strip()
    return "" if any(mark in head.lower() for mark in _ARTICLE_NOT_READ) else head


def _headline(decision: Decision) -> Bilingual:
    match decision:
        case Permit():
            return Bilingual("允许。须遵守：", "Permitted, with these duties:")
        case Defer():
            # With its offset: whoever asked may keep another zone than the person who is to be called.
            at = decision.until.isoformat(sep=" ", timespec="minutes")
            return Bilingual(f"现在不可以；{at} 起可再问。原因：", f"Not now; ask again from {at}. Because:")
        case Refuse():
            return Bilingual("不允许。原因：", "Refused. Because:")
        case _:
            assert_never(decision)


def _reason_line(reason: Reason, language: str) -> str:
    line = f"  - {reason.text.in_language(language)}"
    if reason.citation is None:
        return f"{line} [{reason.code}]"
    return f"{line} [{show_citation(reason.citation, language=language)}]"


def _trace_line(line: TraceLine, language: str, duty: bool) -> str:
    laid = duty and line.outcome is Outcome.PASSED
    outcome = (_DUTY_TEXT if laid else OUTCOME_TEXTS[line.outcome]).in_language(language)
    source = f" [{show_citation(line.citation, language=language)}]" if line.citation else ""
    return f"  {outcome} · {line.rule_id} · {line.text.in_language(language)}{source}"
