"""``fairdue practice``: talk with a simulated customer in the terminal, or list whom there is to talk with.

Room: cli. The customer's lines go to stdout, everything else to stderr, so that a talk can be kept with ``>``. Nothing
is stored and no database is read. Whom the practice calls is invented. In the end stand the score by dimension and the
debrief, on stderr, or with ``--json`` in the call's object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language
from fairdue.feedback.call import Call, Speaker
from fairdue.feedback.debrief import DebriefThing, debrief
from fairdue.feedback.scorecard import Scorecard, score_call
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.money import show_yuan
from fairdue.practice.persona import Level, Persona
from fairdue.practice.persona_reading import shipped_personas
from fairdue.practice.simulated_party import CONNECTED, HUNG_UP, SILENCE, Talk, open_talk, say

_FIRST_MOMENT = "2026-03-11T10:20:00+08:00"
"""The moment of a practice call unless another is named, so that a seed gives the same call every day."""
_MOST_NEAR = 5
_STAFF_NO = "6027"
_OF_THE_LINE = {
    CONNECTED: Bilingual(CONNECTED, "connected"),
    HUNG_UP: Bilingual(HUNG_UP, "the other side hung up"),
    SILENCE: Bilingual(SILENCE, "you said nothing"),
}
"""What the telephone itself tells; what a machine says on the line stays as it was said."""
_SPEAKERS = {
    Speaker.DEBTOR: Bilingual("客户", "customer"),
    Speaker.THIRD_PARTY: Bilingual("接听人", "other person"),
    Speaker.SYSTEM: Bilingual("电话", "telephone"),
}


@app.command(name="practice")
def practice(
    persona: str | None = None,
    /,
    *,
    level: Annotated[
        Level, Parameter(help="how hard the customer makes it: easy, middle or hard")
    ] = Level.EASY,
    seed: Annotated[int, Parameter(help="the same seed and the same words give the same call")] = 1,
    at: Annotated[str, Parameter(help="the moment of the call, ISO with its zone")] = _FIRST_MOMENT,
    as_json: Annotated[
        bool,
        Parameter(name="--json", negative="", help="print the call as JSON in the end, and nothing else"),
    ] = False,
) -> int:
    """Practise a call with a simulated customer; without a name, list the customers.

    Every line that is typed is a turn of yours; an empty one is a silence. The end of the input hangs up.

    Parameters
    ----------
    persona
        The customer to call, as the list names it.
    """
    if persona is None:
        _list()
        return 0
    talk = open_talk(_named(persona), level=level, seed=seed, as_of=_moment(at))
    _tell(talk)
    shown = _show(talk, 0, quiet=as_json)
    for words in _lines():
        talk = say(talk, words)
        shown = _show(talk, shown, quiet=as_json)
        if talk.ended:
            break
    call = talk.as_call()
    card = score_call(call)
    things = debrief(card, replace(call, facts={**call.facts, "staff_no": _STAFF_NO}))
    if as_json:
        told = {"scorecard": card.as_json(), "debrief": [_thing_as_json(one) for one in things]}
        print(json.dumps(call_as_json(call) | told, ensure_ascii=False))
    else:
        _tell_score(card, things)
    return 0


def _list() -> None:
    tongue = language()
    for one in shipped_personas():
        print(f"{one.persona_id:<20} {one.name.in_language(tongue)}")
        print(f"{'':<20} {one.portrait.in_language(tongue)}")


def _named(wanted: str) -> Persona:
    known = {one.persona_id: one for one in shipped_personas()}
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=_MOST_NEAR, cutoff=0.4) or sorted(known)[:_MOST_NEAR]
    said = Bilingual(
        f"没有名为 {wanted[:40]} 的客户；相近的有 {'、'.join(near)}；fairdue practice 列出全部",
        f"there is no customer {wanted[:40]}; near it: {', '.join(near)}; fairdue practice lists them all",
    )
    raise ExpectedFailure(said.in_language(language()), code=2)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.utcoffset() is not None:
            return moment.astimezone(CHINA)
    except (ValueError, OverflowError):
        pass
    said = Bilingual(
        f"--at 应为带时区的时刻，如 {_FIRST_MOMENT}",
        f"--at must be a moment with its zone, like {_FIRST_MOMENT}",
    )
    raise ExpectedFailure(said.in_language(language()), code=2)


def _tell(talk: Talk) -> None:
    """The collector's card, on stderr."""
    case, tongue = talk.case, language()
    lines = (
        Bilingual(
            f"客户 {case.debtor}（{case.sex}）  身份证后四位 {case.last_four}",
            f"customer {case.debtor} ({case.sex})  last four of the identity number {case.last_four}",
        ),
        Bilingual(
            f"{case.creditor} {case.product}  应还 {show_yuan(case.ledger_amount_fen)} 元"
            f"（本金 {show_yuan(case.principal_fen)}）",
            f"{case.creditor} {case.product}  due CNY {show_yuan(case.ledger_amount_fen)}"
            f" (principal {show_yuan(case.principal_fen)})",
        ),
        Bilingual(
            f"到期日 {case.due_on}，逾期 {case.days_past_due} 天；您是 {case.agency} 的坐席，工号 {_STAFF_NO}",
            f"due on {case.due_on}, {case.days_past_due} days past due; you call for {case.agency}, staff number {_STAFF_NO}",
        ),
    )
    for line in lines:
        print(line.in_language(tongue), file=sys.stderr)


def _show(talk: Talk, shown: int, *, quiet: bool) -> int:
    """Print the turns since ``shown`` that are not the collector's; how many there are now."""
    for turn in talk.turns[shown:]:
        if turn.speaker is Speaker.AGENT:
            continue
        said = _OF_THE_LINE.get(turn.text, Bilingual(turn.text, turn.text)).in_language(language())
        line = f"{_SPEAKERS[turn.speaker].in_language(language())}: {said}"
        aside = quiet or turn.speaker is Speaker.SYSTEM
        print(line, file=sys.stderr if aside else sys.stdout, flush=True)
    return len(talk.turns)


def _tell_score(card: Scorecard, things: tuple[DebriefThing, ...]) -> None:
    """The total, the dimensions and the debrief, on stderr."""
    tongue = language()
    passed = Bilingual("合格", "pass") if card.passed else Bilingual("还不够", "not yet")
    total = Bilingual(f"总分 {card.total}，{passed.zh}", f"total {card.total}, {passed.en}")
    lines = ["", total.in_language(tongue)]
    lines += [
        f"  {one.name.in_language(tongue)} {one.share}" for one in card.dimensions if one.share is not None
    ]
    better = Bilingual("可以这样说：", "better: ").in_language(tongue)
    for one in things:
        lines.append(f"{'+' if one.praise else '-'} {one.says.in_language(tongue)}")
        if one.quote:
            lines.append(f"    「{one.quote}」")
        if one.better is not None:
            lines.append(f"    {better}{one.better.in_language(tongue)}")
    for line in lines:
        print(line, file=sys.stderr)


def _thing_as_json(one: DebriefThing) -> dict[str, object]:
    """One thing of the debrief, in the shape of the desk's REST service, with its quote."""
    return {
        "praise": one.praise,
        "code": one.code,
        "turn": one.turn,
        "quote": one.quote,
        "says": {"zh": one.says.zh, "en": one.says.en},
        "better": {"zh": one.better.zh, "en": one.better.en} if one.better is not None else None,
    }


def _lines() -> Iterator[str]:
    asks = sys.stdin.isatty()
    while True:
        if asks:
            print(Bilingual("您: ", "you: ").in_language(language()), end="", file=sys.stderr, flush=True)
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError as error:
            said = Bilingual("输入不是 UTF-8", "the input is not UTF-8")
            raise ExpectedFailure(said.in_language(language()), code=2) from error
        if not line:
            return
        yield line.rstrip("\r\n")


def call_as_json(call: Call) -> dict[str, object]:
    """A call in the JSON shape that ``fairdue review`` reads."""
    return {
        "id": call.call_id,
        "case": dict(call.facts),
        "started_at": call.started_at.isoformat(),
        "turns": [
            {"i": turn.number, "speaker": turn.speaker.value, "text": turn.text, "t_s": turn.seconds}
            for turn in call.turns
        ],
    }
