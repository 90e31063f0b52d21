"""The aid in ``fairdue talk``: type what the customer just said and read how it may be answered. Nothing is kept.

Room: cli. ``?不想还`` asks at once; ``o`` alone asks for the words first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rich.console import Console
from rich.text import Text

from fairdue.cli.house import language
from fairdue.conversation.objection_ranking import RankedObjection, Ranking, rank_objections
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.converse import CallUnderWay

_ASKED = ("?", "？")
_WHAT_WAS_SAID = Bilingual("  客户刚才说：", "  The customer just said: ")
_NOTHING = Bilingual("没有找到合适的；按流程继续。", "Nothing fits; go on with the flow.")
_FIRST = Bilingual("先走", "comes first")
_ASK = Bilingual("再问", "then ask")
_NEVER = Bilingual("绝不说", "never say")


def words_heard(line: str, *, ask: Callable[[str], str | None]) -> str:
    """The customer's words in a typed line: after a question mark, or asked for when it is ``o``; else ""."""
    typed = line.strip()
    if typed.startswith(_ASKED):
        return typed[1:].strip()
    if typed.lower() == "o":
        return (ask(_WHAT_WAS_SAID.in_language(language())) or "").strip()
    return ""


def show_objections(words: str, *, call: CallUnderWay, now: datetime, screen: Console) -> None:
    """Print the objections that fit, with what may be said now."""
    ranking = rank_objections(words, session=call.session, case=call.case, as_of=now, language=language())
    print_ranking(ranking, screen)


def print_ranking(ranking: Ranking, screen: Console) -> None:
    """Print a ranking: the safety flow first, then each objection."""
    lang = language()
    if ranking.first is not None:
        key = f"[{ranking.first.key}] " if ranking.first.key else ""
        told = f"  ! {_FIRST.in_language(lang)}: {key}{ranking.first.label.in_language(lang)}"
        screen.print(Text(f"{told} ({ranking.first.why.in_language(lang)})", style="magenta"))
    for one in ranking.ranked:
        _print_one(one, lang, screen)
    if not ranking.ranked:
        screen.print(Text(f"  {_NOTHING.in_language(lang)}", style="dim"))


def _print_one(one: RankedObjection, lang: str, screen: Console) -> None:
    screen.print(
        Text(f"  · {one.objection.name.in_language(lang)}  ({one.reason.in_language(lang)})", style="cyan")
    )
    screen.print(Text(f"    {one.objection.behind.in_language(lang)}", style="dim"))
    for answer in one.answers:
        law = f"  ({', '.join(answer.rests_on)})" if answer.rests_on else ""
        screen.print(Text(f"    {answer.text}{law}", style="bold"))
    if one.ask is not None:
        screen.print(Text(f"    {_ASK.in_language(lang)}: {one.ask.text}", style="bold"))
    if one.withheld is not None:
        screen.print(Text(f"    ! {one.withheld.in_language(lang)}", style="yellow"))
    for never in one.objection.never:
        shown = f"    × {_NEVER.in_language(lang)}: {never.words.in_language(lang)} ({never.code})"
        screen.print(Text(shown, style="red"))
    screen.print(Text(f"    → {one.leads_to.in_language(lang)}", style="dim"))
