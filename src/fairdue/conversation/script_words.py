"""The words of a report on a script, once for the terminal and the page: names, counts, what a fact would decide.

Room: conversation. It carries no sentence of the script.
"""

from __future__ import annotations

from fairdue.compliance.wording.guard import Verdict
from fairdue.compliance.wording.spoken_context import SpokenContext
from fairdue.compliance.wording.wording_class import WordingClass
from fairdue.compliance.wording.wording_reference import setting_in_words
from fairdue.conversation.script_check import ScriptReport
from fairdue.foundation.bilingual import Bilingual

VERDICT_NAMES = {
    Verdict.VIOLATION: Bilingual("违规", "violation"),
    Verdict.REVIEW: Bilingual("待复核", "to review"),
    Verdict.OK: Bilingual("未见问题", "nothing found"),
}
VERDICT_MEANINGS = {
    Verdict.VIOLATION: Bilingual("不要说，改用下面的话", "do not say it; use the sentence below it"),
    Verdict.REVIEW: Bilingual(
        "由事实决定：先核对下面列出的事实，核对之前不要说",
        "a fact decides: check what is listed, and do not say it before",
    ),
    Verdict.OK: Bilingual(
        "软件没有发现问题，不等于有人批准", "the software found nothing; that is no approval by a person"
    ),
}
WHY = Bilingual("为什么", "why")
GROUND = Bilingual("依据", "rests on")
INSTEAD = Bilingual("改说", "say instead")
MISSING = Bilingual("缺少的事实", "facts that are missing")
NOT_JUDGED = Bilingual("未检查：客户、第三人或系统的话", "not judged: customers, third persons, the system")
FOREIGN = Bilingual(
    "未检查：不含汉字，检查只懂中文", "not judged: no Chinese in it, and the guard knows Chinese"
)
DISCLAIMER = Bilingual(
    "这里说明软件检查到什么，不是法律意见；标为“未核实”的依据，引用前请对照原文。",
    "This says what the software found and is no legal advice; a ground that is not verified is to be compared with "
    "its text before it is cited.",
)


def heading(report: ScriptReport) -> Bilingual:
    """The first line of a report."""
    return Bilingual(f"话术检查：{report.file}", f"Wording check: {report.file}")


def counts(report: ScriptReport) -> Bilingual:
    """How many sentences were judged, and how they came out."""
    judged = len(report.judged)
    violations, reviews = (len(report.with_verdict(one)) for one in (Verdict.VIOLATION, Verdict.REVIEW))
    beside = len(report.others), len(report.foreign)
    return Bilingual(
        f"检查 {judged} 句：违规 {violations}，待复核 {reviews}，未见问题 {judged - violations - reviews}；"
        f"未检查 {sum(beside)} 句（客户等 {beside[0]}，非中文 {beside[1]}）",
        f"{judged} sentences judged: {violations} in violation, {reviews} to review, "
        f"{judged - violations - reviews} clear; {sum(beside)} not judged ({beside[0]} of customers and others, "
        f"{beside[1]} not Chinese)",
    )


def setting_line(setting: SpokenContext) -> Bilingual:
    """In what setting all sentences were judged, with the names of the facts that were given."""
    words = setting_in_words(setting)
    names = ", ".join(sorted(setting.facts))
    facts = Bilingual(f"；已给事实：{names}", f"; facts given: {names}") if names else Bilingual("", "")
    return Bilingual(f"场景：{words.zh}{facts.zh}", f"setting: {words.en}{facts.en}")


def missing_facts(about: WordingClass, setting: SpokenContext) -> Bilingual:
    """Which facts would decide a sentence held for review; where none is named, what decides in general."""
    facts = about.missing_facts(setting)
    if not facts:
        return about.decided_by
    return Bilingual(
        "；".join(f"{fact.says.zh}（{fact.name}）" for fact in facts),
        "; ".join(f"{fact.says.en} ({fact.name})" for fact in facts),
    )
