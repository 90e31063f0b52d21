"""``fairdue talk CASE``: a guided call in the terminal, by keyboard alone.

Room: cli. The screen is talk and goes to stderr; the record of the finished call is data and goes to
stdout. When the input ends or the machine dies, the call stays open and the same command takes it up.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from fairdue.cli.app import app
from fairdue.cli.explaining import names_of, print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.objection_aid import show_objections, words_heard
from fairdue.compliance.decision import Defer, Refuse
from fairdue.conversation.heard import Heard
from fairdue.conversation.prompt import AskKind, Prompt
from fairdue.conversation.typed_answer import hear
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.converse import CallUnderWay, NoNumber, begin_call, take_turn
from fairdue.operations.house import House

NOT_PERMITTED = 3


@app.command
def talk(case: str, *, creditor: str | None = None, number: int | None = None) -> int:
    """Hold a guided call on a case, or take an interrupted one up again.

    Parameters
    ----------
    case
        A case id or case number.
    creditor
        Which creditor's, when several use the same case number.
    number
        Which of the customer's numbers to dial, counted from 1; the first usable one otherwise.
    """
    house = open_house()
    case_id = house.book.resolve(case, creditor=creditor)
    point = None
    if number is not None:
        points = house.book.load(case_id).contact_points
        if not 1 <= number <= len(points):
            raise ExpectedFailure(f"the case has {len(points)} numbers; choose one of them", code=2)
        point = points[number - 1].contact_point_id
    try:
        begun = begin_call(
            house,
            case_id=case_id,
            contact_point_id=point,
            as_of=house.now(),
            actor=actor(),
            language=language(),
        )
    except (NoNumber, ValueError) as error:
        raise ExpectedFailure(str(error), code=NOT_PERMITTED) from error
    if isinstance(begun, Defer | Refuse):
        names = names_of(house.book.load(case_id), actor=actor())
        print_decision(begun, Console(stderr=True), language(), names=names)
        return NOT_PERMITTED
    return _hold(house, begun, Console(stderr=True, highlight=False))


def _hold(house: House, call: CallUnderWay, screen: Console) -> int:
    while not call.closed:
        _show(call.prompt, call.complaints, screen)
        heard = _ask(call, screen, house.now())
        if heard is None:
            screen.print(
                _said(
                    "通话仍开着,再次运行同一命令即可接着进行。",
                    "The call stays open; run the same command to go on.",
                )
            )
            return 1
        call = take_turn(
            house,
            case_id=call.case.case_id,
            heard=heard,
            as_of=house.now(),
            actor=actor(),
            language=language(),
        )
    screen.print(Panel(call.prompt.note, title=f"{_said('结果', 'Result')} {call.prompt.code}"))
    print(
        json.dumps(
            {
                "case_id": call.case.case_id,
                "case_no": call.case.account.case_no,
                "code": call.prompt.code,
                "note": call.prompt.note,
            },
            ensure_ascii=False,
        )
    )
    return 0


def _show(prompt: Prompt, complaints: tuple[Bilingual, ...], screen: Console) -> None:
    screen.rule(f"{prompt.stage_name} · {prompt.title}")
    for sentence in prompt.say:
        screen.print(Text(f"  {sentence.text}", style="bold"))
        if sentence.hint:
            screen.print(Text(f"    {sentence.hint}", style="dim"))
    for warning in prompt.never_say:
        screen.print(Text(f"  × {warning}", style="red"))
    for complaint in complaints:
        screen.print(Text(f"  ! {complaint.in_language(language())}", style="yellow"))
    for choice in prompt.choices:
        screen.print(Text(f"  [{choice.key}] {choice.label}", style="magenta" if choice.care else ""))


def _ask(call: CallUnderWay, screen: Console, now: datetime) -> Heard | None:
    """Read one choice and what it asks for; None when the input ended."""
    by_key = {choice.choice_id: choice for choice in call.prompt.choices}
    by_key |= {choice.key.lower(): choice for choice in call.prompt.choices}
    while True:
        line = _line(screen, "> ")
        if line is None:
            return None
        choice = by_key.get(line.strip().lower())
        if choice is None and (words := words_heard(line, ask=lambda label: _line(screen, label))):
            show_objections(words, call=call, now=now, screen=screen)
            continue
        if choice is None:
            screen.print(
                _said(
                    "请输入方括号里的键；o 或 ?加客户的话，查怎么应对。",
                    "Type one of the keys in brackets; o, or ? and the customer's words, shows answers.",
                ),
                markup=False,
            )
            continue
        typed: dict[AskKind, str] = {}
        for ask, label in zip(choice.asks, choice.ask_labels, strict=True):
            answer = _line(screen, f"  {label}: ")
            if answer is None:
                return None
            typed[ask] = answer
        return hear(session=call.session, choice_id=choice.choice_id, typed=typed, as_of=now)


def _line(screen: Console, prompt: str) -> str | None:
    screen.print(prompt, end="", markup=False)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _said(zh: str, en: str) -> str:
    return Bilingual(zh, en).in_language(language())
