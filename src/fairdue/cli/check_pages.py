"""What ``fairdue check`` prints of a script: the annotated report for people, and the same as one JSON object.

Room: cli.
"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fairdue.cli.check_lines import finding_json
from fairdue.compliance.wording.guard import Verdict
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.compliance.wording.wording_reference import SEVERITY_NAMES, ground_in_words
from fairdue.conversation.script import Place, ScriptSentence
from fairdue.conversation.script_check import JudgedSentence, ScriptReport
from fairdue.conversation.script_page import merged_spans
from fairdue.conversation.script_words import (
    DISCLAIMER,
    GROUND,
    INSTEAD,
    MISSING,
    VERDICT_NAMES,
    WHY,
    counts,
    heading,
    missing_facts,
    setting_line,
)
from fairdue.foundation.bilingual import Bilingual

_STYLES = {Verdict.VIOLATION: "bold red", Verdict.REVIEW: "bold yellow", Verdict.OK: "green"}


def print_report(report: ScriptReport, lang: str) -> None:
    """The report on a terminal: counts, classes, and every sentence that was found, annotated."""
    console = Console(highlight=False)
    console.print(Text(heading(report).in_language(lang), style="bold"))
    console.print(Text(counts(report).in_language(lang)), soft_wrap=True)
    console.print(Text(setting_line(report.setting).in_language(lang), style="dim"), soft_wrap=True)
    if report.is_clear:
        return
    console.print(_table(report, lang))
    for one in report.judged:
        if one.verdict is not Verdict.OK:
            _print_sentence(console, one, report, lang)
    console.print()
    console.print(Text(DISCLAIMER.in_language(lang), style="dim"))


def _table(report: ScriptReport, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    heads = (Bilingual("类别", "class"), Bilingual("严重程度", "severity"), Bilingual("句数", "sentences"))
    for head in heads:
        table.add_column(head.in_language(lang))
    for code, sentences in report.by_class().items():
        about = wording_class(code)
        severity = SEVERITY_NAMES[about.severity].in_language(lang)
        table.add_row(Text(f"{code} {about.name.in_language(lang)}"), severity, str(len(sentences)))
    return table


def _print_sentence(console: Console, one: JudgedSentence, report: ScriptReport, lang: str) -> None:
    colon = "：" if lang == "zh" else ": "
    place, verdict = (
        one.sentence.place.in_words().in_language(lang),
        VERDICT_NAMES[one.verdict].in_language(lang),
    )
    console.print()
    console.print(Text.assemble(f"{one.number}. {place}  ", (verdict, _STYLES[one.verdict])))
    console.print(
        Padding(
            _marked(one, underline=console.is_terminal and not console.no_color), (0, 0, 0, 3), expand=False
        )
    )

    def say(label: Bilingual, text: str, style: str = "") -> None:
        console.print(
            Padding(Text(f"{label.in_language(lang)}{colon}{text}", style=style), (0, 0, 0, 5), expand=False)
        )

    for finding in one.findings:
        about = wording_class(finding.code)
        console.print(
            Padding(
                Text(f"{finding.code} {about.name.in_language(lang)}", style="bold"),
                (0, 0, 0, 3),
                expand=False,
            )
        )
        say(WHY, about.why.in_language(lang))
        if one.verdict is Verdict.REVIEW:
            say(MISSING, missing_facts(about, report.setting).in_language(lang))
        say(GROUND, ground_in_words(about.grounds_in()[0]).in_language(lang))
        for sentence in about.instead:
            label = Bilingual(
                f"{INSTEAD.zh}（{sentence.purpose.zh}）", f"{INSTEAD.en}, {sentence.purpose.en}"
            )
            said = sentence.says.zh if lang == "zh" else f"{sentence.says.zh} ({sentence.says.en})"
            say(label, said, "green")


def _marked(one: JudgedSentence, *, underline: bool) -> Text:
    """The sentence with what was found underlined, or between arrows where nothing can be underlined."""
    text = one.sentence.text
    marked, end = Text(), 0
    for starts, ends in merged_spans(one):
        marked.append(text[end:starts])
        found = text[starts:ends]
        marked.append(found if underline else f"»{found}«", style=f"underline {_STYLES[one.verdict]}")
        end = ends
    marked.append(text[end:])
    return marked


def report_json(report: ScriptReport, lang: str) -> dict[str, object]:
    """The report as one JSON object; every sentence that was judged is in it."""
    return {
        "file": report.file,
        "setting": {
            "callee": report.setting.callee.value,
            "verified": report.setting.verified,
            "stage": report.setting.stage.value,
            "facts": dict(report.setting.facts),
        },
        "counts": {
            "judged": len(report.judged),
            **{verdict.value: len(report.with_verdict(verdict)) for verdict in Verdict},
            "not_judged": {"others": len(report.others), "not_chinese": len(report.foreign)},
        },
        "by_class": {code: len(sentences) for code, sentences in report.by_class().items()},
        "sentences": [_sentence_json(one, report, lang) for one in report.judged],
        "not_judged": [_place_json(one, lang) for one in (*report.others, *report.foreign)],
    }


def _sentence_json(one: JudgedSentence, report: ScriptReport, lang: str) -> dict[str, object]:
    text = one.sentence.text
    return {
        "number": one.number,
        **_place_json(one.sentence, lang),
        "verdict": one.verdict.value,
        "share": one.share,
        "findings": [
            finding_json(finding, text=text, setting=report.setting, verdict=one.verdict, lang=lang)
            for finding in one.findings
        ],
    }


def _place_json(sentence: ScriptSentence, lang: str) -> dict[str, object]:
    place: Place = sentence.place
    return {
        "place": place.in_words().in_language(lang),
        "kind": place.kind.value,
        "at": place.number,
        "column": place.column,
        "part": place.part,
        "speaker": sentence.speaker.value,
        "text": sentence.text,
    }
