"""A decision in words: the lines that a person reads, in order, with every source and how well it was read.

Room: compliance. The same lines serve the screen, the command line and the evidence pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from fairdue.compliance.decision import Decision, Defer, Duty, Outcome, Permit, Refuse, TraceLine
from fairdue.compliance.rule import Confidence
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
}

CONFIDENCE_TEXTS = {
    Confidence.SOURCE: Bilingual("已读法条原文", "read in the text itself"),
    Confidence.COPY: Bilingual("据转载文本", "read in somebody else's copy"),
    Confidence.PRESS: Bilingual("据媒体报道，未见原文", "known from press reports, the text was not seen"),
    Confidence.DERIVED: Bilingual("由已读条文推出", "derived from texts that were read"),
    Confidence.POLICY: Bilingual("内部政策", "policy of the house"),
    Confidence.RECALLED: Bilingual("仅凭记忆，未核实", "only recalled, not verified"),
}

OUTCOME_TEXTS = {
    Outcome.PASSED: Bilingual("符合", "passed"),
    Outcome.NOT_APPLICABLE: Bilingual("不适用", "does not apply"),
    Outcome.DEFER: Bilingual("需等待", "wait"),
    Outcome.REFUSE: Bilingual("不允许", "refused"),
    Outcome.WARN: Bilingual("提醒", "warning"),
    Outcome.UNKNOWN: Bilingual("事实不明", "not known"),
}

_ARTICLE_NOT_READ = ("not verified", "未核", "recalled", "not found")
_ARTICLE_NOT_VERIFIED = Bilingual("条号未核实", "the article number was not verified")


def explain(decision: Decision, *, language: str = "zh", whole_trace: bool = True) -> tuple[str, ...]:
    """The decision as lines: the answer, its reasons or duties, and then what every rule said.

    ``whole_trace`` false leaves out the rules that do not apply.
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
    lines += _trace_lines(decision.trace, language, whole_trace)
    return tuple(lines)


def show_citation(citation: Citation, *, language: str) -> str:
    """Title, article and confidence, saying plainly when the number of the article was not verified."""
    parts = [citation.title]
    if any(mark in citation.article.lower() for mark in _ARTICLE_NOT_READ):
        place = _read_part(citation.article)
        parts += [place] if place else []
        parts.append(_ARTICLE_NOT_VERIFIED.in_language(language))
    else:
        parts.append(citation.article)
    parts.append(CONFIDENCE_TEXTS[Confidence(citation.confidence)].in_language(language))
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


def _trace_lines(trace: tuple[TraceLine, ...], language: str, whole: bool) -> Iterator[str]:
    for line in trace:
        if whole or line.outcome is not Outcome.NOT_APPLICABLE:
            outcome = OUTCOME_TEXTS[line.outcome].in_language(language)
            source = f" [{show_citation(line.citation, language=language)}]" if line.citation else ""
            yield f"  {outcome} · {line.rule_id} · {line.text.in_language(language)}{source}"
