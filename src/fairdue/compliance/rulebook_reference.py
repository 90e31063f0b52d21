"""The reference: the whole rulebook as one document, an instrument a section, for whoever reads on paper.

Room: compliance. Pure text from the same data that the gate asks; the same rulebook always gives the same text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from fairdue.compliance.check_words import TREATMENT_NAMES
from fairdue.compliance.coverage import Coverage
from fairdue.compliance.rule import Rule, Treatment
from fairdue.compliance.rule_lines import case_lines, in_reading_order, lines_of_rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.word_names import word_name
from fairdue.compliance.worked_cases import ClockCase, WorkedCase
from fairdue.foundation.bilingual import Bilingual, Language

_TITLE = Bilingual("规则库参考", "The rulebook, for reading")
_INTRODUCTION = Bilingual(
    "本文由命令 `fairdue rulebook reference --language zh` 生成，请勿手改：规则在 `src/fairdue_rulebook`，"
    "改了规则就重新生成。每条写明处理方式、适用情形、自何日起检查什么、依据及读到的程度，以及案例。"
    "这里说明软件检查什么，不是法律意见。",
    "Printed by `fairdue rulebook reference --language en`; not edited by hand. The rules lie in "
    "`src/fairdue_rulebook`; print it anew when one changes. Each rule says what is done about it, when it applies, "
    "what is checked since when, where that is written and how well it was read, and its worked cases. It says what "
    "the software checks; it is no legal advice.",
)
_PACKS = {
    "cn": word_name("jurisdiction", "CN"),
    "us": word_name("jurisdiction", "US"),
    "gb": word_name("jurisdiction", "GB"),
    "house": Bilingual("内部政策", "Policy of the house"),
}
_CASES = Bilingual("案例", "Cases")


def rulebook_reference(
    rulebook: Rulebook,
    *,
    account: Coverage,
    cases: Sequence[WorkedCase | ClockCase],
    language: Language,
) -> str:
    """The document in one language, ending with a line break."""
    return "\n".join(_document(rulebook, account, cases, language)) + "\n"


def _document(
    rulebook: Rulebook, account: Coverage, cases: Sequence[WorkedCase | ClockCase], language: Language
) -> Iterator[str]:
    yield f"# {_TITLE.in_language(language)}"
    yield ""
    yield _INTRODUCTION.in_language(language)
    yield ""
    yield from _table(account, language)
    of_rule: dict[str, list[WorkedCase | ClockCase]] = defaultdict(list)
    for case in cases:
        of_rule[case.rule_id].append(case)
    section = ("", "")
    for rule in _by_instrument(rulebook):
        here = (rule.pack, rule.references[-1].title)
        if here != section:
            place = _PACKS.get(rule.pack, Bilingual(rule.pack, rule.pack)).in_language(language)
            yield ""
            yield f"## {place} · {here[1]}"
            section = here
        yield from _rule(rule, of_rule[rule.rule_id], language)


def _by_instrument(rulebook: Rulebook) -> tuple[Rule, ...]:
    """Pack by pack, the instruments in the order of their strongest rule, their rules together."""
    first: dict[tuple[str, str], int] = {}
    ordered = in_reading_order(rulebook.rules)
    for place, rule in enumerate(ordered):
        first.setdefault((rule.pack, rule.references[-1].title), place)
    return tuple(sorted(ordered, key=lambda rule: first[rule.pack, rule.references[-1].title]))


def _table(account: Coverage, language: Language) -> Iterator[str]:
    head = [Bilingual("清单规则", "conduct rules"), *TREATMENT_NAMES.values(), Bilingual("合计", "all")]
    yield "| " + " | ".join(cell.in_language(language) for cell in head) + " |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    for pack in account.packs:
        counts = [account.count(pack=pack, treatment=treatment) for treatment in Treatment]
        cells = [_PACKS[pack].in_language(language), *map(str, counts), str(sum(counts))]
        yield "| " + " | ".join(cells) + " |"


def _rule(rule: Rule, cases: list[WorkedCase | ClockCase], language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "
    yield ""
    yield f"### `{rule.rule_id}`"
    yield ""
    yield _plain(rule.says.in_language(language))
    yield ""
    for line in lines_of_rule(rule):
        yield f"- {line.label.in_language(language)}{colon}{_plain(line.text.in_language(language))}"
    if cases:
        yield f"- {_CASES.in_language(language)}{colon.rstrip()}"
        for text in case_lines(rule, cases):
            yield f"  - {_plain(text.in_language(language))}"


def _plain(text: str) -> str:
    """The text as Markdown reads it as text: what would begin a link, a tag or a table cell is escaped."""
    for mark in ("\\", "[", "]", "<", ">", "|", "*"):
        text = text.replace(mark, f"\\{mark}")
    return text
