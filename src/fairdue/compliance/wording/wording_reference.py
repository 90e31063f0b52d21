"""The reference of wording: the 25 classes as one document, for whoever writes or checks what is said.

Room: compliance. Pure text from the same data that the reports show; the same data always gives the same text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairdue.compliance.explain import CONFIDENCE_TEXTS
from fairdue.compliance.register import Asks, Severity
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.compliance.wording.wording_class import DecidableFrom, Ground, LawfulSentence, WordingClass
from fairdue.foundation.bilingual import Bilingual, Language

SEVERITY_NAMES = {
    Severity.CRITICAL: Bilingual("极严重", "critical"),
    Severity.HIGH: Bilingual("严重", "high"),
    Severity.MEDIUM: Bilingual("中等", "medium"),
    Severity.LOW: Bilingual("较轻", "low"),
}
ACTION_NAMES = {
    Asks.BLOCK: Bilingual("不得说出", "not to be said"),
    Asks.HOLD_FOR_REVIEW: Bilingual("留待复核", "held for review"),
    Asks.WARN: Bilingual("提醒", "warned"),
    Asks.RECORD: Bilingual("记录", "recorded"),
}
DECIDABLE_NAMES = {
    DecidableFrom.TEXT: Bilingual("仅凭文字", "the words alone"),
    DecidableFrom.MOSTLY_TEXT: Bilingual("多半凭文字", "mostly the words"),
    DecidableFrom.PARTLY_TEXT: Bilingual("文字只够一部分", "the words in part"),
    DecidableFrom.SETTING: Bilingual("文字加听话人", "the words and who hears them"),
    DecidableFrom.STRUCTURE: Bilingual("前后顺序", "the order of what is said"),
    DecidableFrom.FACTS: Bilingual("文字加事实", "the words and the facts"),
}
CALLEE_NAMES = {
    Callee.DEBTOR: Bilingual("本人", "the customer"),
    Callee.THIRD_PARTY: Bilingual("第三人", "a third person"),
    Callee.UNKNOWN: Bilingual("身份未知", "somebody unknown"),
}
STAGE_NAMES = {
    Stage.OPENING: Bilingual("开场", "opening"),
    Stage.INQUIRY: Bilingual("询问", "inquiry"),
    Stage.NEGOTIATION: Bilingual("协商", "negotiation"),
    Stage.CLOSING: Bilingual("收尾", "closing"),
    Stage.VOICEMAIL: Bilingual("语音信箱", "voicemail"),
    Stage.SMS: Bilingual("短信", "text message"),
    Stage.NOTE: Bilingual("催记", "note"),
}

_TITLE = Bilingual("话术类别参考", "Classes of wording, for reading")
_INTRODUCTION = Bilingual(
    "本文由命令 `fairdue rulebook wording --lang zh` 生成，请勿手改：类别在 `src/fairdue_rulebook/wording`，"
    "改了就重新生成。每类写明是什么、为什么不能说、依据及读到的程度、由哪些事实决定，以及可以改说什么。"
    "标为“未核实”的依据没有人对照过原文，引用前请先核对。这里说明软件检查什么，不是法律意见。",
    "Printed by `fairdue rulebook wording --lang en`; not edited by hand. The classes lie in "
    "`src/fairdue_rulebook/wording`; print it anew when one changes. Each says what it is, why it must not be said, "
    "what it rests on and how well that was read, which facts decide, and what may be said instead. A ground that is "
    "marked not verified was compared with its text by nobody; check it before you cite it. It says what the software "
    "checks; it is no legal advice.",
)


def setting_in_words(setting: SpokenContext) -> Bilingual:
    """The setting of a sentence: to whom, at which stage, verified or not."""
    callee, stage = CALLEE_NAMES[setting.callee], STAGE_NAMES[setting.stage]
    verified = Bilingual("已核身", "verified") if setting.verified else Bilingual("未核身", "not verified")
    return Bilingual(
        f"对{callee.zh}，{stage.zh}，{verified.zh}", f"to {callee.en}, {stage.en}, {verified.en}"
    )


def ground_in_words(ground: Ground) -> Bilingual:
    """A ground with how well it was read and the conduct rules it was read with."""
    how = CONFIDENCE_TEXTS[ground.confidence]
    rules = ", ".join(ground.conduct_ids)
    return Bilingual(
        f"{ground.says.zh}；{how.zh}" + (f"（{rules}）" if rules else ""),
        f"{ground.says.en}; {how.en}" + (f" ({rules})" if rules else ""),
    )


def wording_reference(classes: Sequence[WordingClass], *, language: Language) -> str:
    """The document in one language, ending with a line break."""
    return "\n".join(_document(classes, language)) + "\n"


def _document(classes: Sequence[WordingClass], language: Language) -> Iterator[str]:
    yield f"# {_TITLE.in_language(language)}"
    yield ""
    yield _INTRODUCTION.in_language(language)
    yield ""
    head = [
        Bilingual("编号", "id"),
        Bilingual("类别", "class"),
        Bilingual("严重程度", "severity"),
        Bilingual("凭什么判断", "decided from"),
    ]
    yield "| " + " | ".join(cell.in_language(language) for cell in head) + " |"
    yield "| --- | --- | --- | --- |"
    for one in classes:
        severity, decidable = SEVERITY_NAMES[one.severity], DECIDABLE_NAMES[one.decidable_from]
        cells = [one.class_id, *(cell.in_language(language) for cell in (one.name, severity, decidable))]
        yield "| " + " | ".join(map(_plain, cells)) + " |"
    for one in classes:
        yield from _class(one, language)


def _class(one: WordingClass, language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "

    def line(label: Bilingual, text: Bilingual) -> str:
        return f"- {label.in_language(language)}{colon}{_plain(text.in_language(language))}"

    yield ""
    yield f"## {one.class_id} {_plain(one.name.in_language(language))}"
    yield ""
    yield _plain(one.definition.in_language(language))
    yield ""
    yield line(Bilingual("为什么", "why"), one.why)
    yield line(Bilingual("代码", "code"), Bilingual(one.code, one.code))
    yield line(Bilingual("严重程度", "severity"), SEVERITY_NAMES[one.severity])
    yield line(Bilingual("处理", "what is done"), ACTION_NAMES[one.action])
    yield line(Bilingual("凭什么判断", "decided from"), DECIDABLE_NAMES[one.decidable_from])
    yield line(Bilingual("由什么决定", "what decides"), one.decided_by)
    if one.facts:
        yield f"- {Bilingual('事实', 'facts').in_language(language)}{colon.rstrip()}"
        for fact in one.facts:
            yield f"  - `{fact.name}`{colon}{_plain(fact.says.in_language(language))}"
    yield f"- {Bilingual('依据', 'grounds').in_language(language)}{colon.rstrip()}"
    for ground in one.grounds:
        yield f"  - {_plain(ground_in_words(ground).in_language(language))}"
    yield f"- {Bilingual('可以改说', 'say instead').in_language(language)}{colon.rstrip()}"
    for sentence in one.instead:
        yield f"  - {_plain(_sentence(sentence).in_language(language))}"


def _sentence(sentence: LawfulSentence) -> Bilingual:
    setting = Bilingual("", "")
    if sentence.setting != SpokenContext():
        words = setting_in_words(sentence.setting)
        setting = Bilingual(f"（{words.zh}）", f" ({words.en})")
    return Bilingual(
        f"{sentence.purpose.zh}{setting.zh}：“{sentence.says.zh}”",
        f'{sentence.purpose.en}{setting.en}: "{sentence.says.en}"',
    )


def _plain(text: str) -> str:
    """The text as Markdown reads it as text: what would begin a link, a tag or a table cell is escaped."""
    for mark in ("\\", "[", "]", "<", ">", "|", "*"):
        text = text.replace(mark, f"\\{mark}")
    return text
