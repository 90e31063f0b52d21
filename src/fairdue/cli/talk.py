"""``fairdue talk CASE``: a guided call in the terminal, by keyboard alone.

Room: cli. The screen is talk and goes to stderr; the record of the finished call is data and goes to
stdout. When the input ends or the machine dies, the call stays open and the same command takes it up.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from fairdue.cli.app import app
from fairdue.cli.explaining import print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.compliance.decision import Defer, Refuse
from fairdue.conversation.heard import Heard
from fairdue.conversation.prompt import AskKind, Choice, Prompt
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import MoneyUnreadable, read_money
from fairdue.operations.converse import CallUnderWay, NoNumber, begin_call, take_turn
from fairdue.operations.house import House
from fairdue.understanding.spoken_channel import read_channel
from fairdue.understanding.spoken_date import read_spoken_date
from fairdue.understanding.spoken_money import read_spoken_money
from fairdue.understanding.spoken_time import read_spoken_moment

NOT_PERMITTED = 3

_TYPE_AGAIN = {
    AskKind.AMOUNT: Bilingual("金额没看懂,请写如 3500 或 三千五", "that is no amount; write 3500"),
    AskKind.DATE: Bilingual(
        "日期没看懂,请写如 3月15日、周五、明天", "that is no date; write 2026-03-15 or Friday"
    ),
    AskKind.TIME: Bilingual("时间没看懂,请写如 明天上午十点", "that is no time; write 2026-03-15 10:00"),
    AskKind.CHANNEL: Bilingual(
        "渠道没看懂,请写如 手机银行、微信、柜面", "that is no channel; write app, wechat, counter"
    ),
    AskKind.TEXT: Bilingual("请写几个字", "write a few words"),
}


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
    except NoNumber as error:
        raise ExpectedFailure(str(error), code=NOT_PERMITTED) from error
    if isinstance(begun, Defer | Refuse):
        print_decision(begun, Console(stderr=True), language())
        return NOT_PERMITTED
    return _hold(house, begun, Console(stderr=True, highlight=False))


def _hold(house: House, call: CallUnderWay, screen: Console) -> int:
    while not call.closed:
        _show(call.prompt, call.complaints, screen)
        heard = _ask(call.prompt, screen, house.now())
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


def _ask(prompt: Prompt, screen: Console, now: datetime) -> Heard | None:
    """Read one choice and what it asks for; None when the input ended."""
    by_key = {choice.key.lower(): choice for choice in prompt.choices}
    by_key |= {choice.choice_id: choice for choice in prompt.choices}
    while True:
        line = _line(screen, "> ")
        if line is None:
            return None
        choice = by_key.get(line.strip().lower())
        if choice is None:
            screen.print(_said("请输入方括号里的键。", "Type one of the keys in brackets."))
            continue
        return _fill(choice, screen, now)


def _fill(choice: Choice, screen: Console, now: datetime) -> Heard | None:
    heard = Heard(choice.choice_id)
    labels = dict(zip(choice.asks, choice.ask_labels, strict=False))
    for ask in choice.asks:
        while True:
            line = _line(screen, f"  {labels.get(ask, ask.value)}: ")
            if line is None:
                return None
            if not line.strip() and ask in choice.optional:
                break
            filled = _read(heard, ask, line.strip(), now)
            if filled is not None:
                heard = filled
                break
            screen.print(_TYPE_AGAIN[ask].in_language(language()))
    return heard


def _read(heard: Heard, ask: AskKind, text: str, now: datetime) -> Heard | None:
    match ask:
        case AskKind.AMOUNT:
            fen = _amount(text)
            return None if fen is None else replace(heard, amount_fen=fen)
        case AskKind.DATE:
            on = read_spoken_date(text, reference=now)
            return None if on is None else replace(heard, on=on)
        case AskKind.TIME:
            at = read_spoken_moment(text, reference=now)
            return None if at is None else replace(heard, at=at)
        case AskKind.CHANNEL:
            channel = read_channel(text)
            return None if channel is None else replace(heard, channel=channel.value)
        case AskKind.TEXT:
            return replace(heard, text=text) if text else None


def _amount(text: str) -> int | None:
    try:
        return read_money(text)
    except MoneyUnreadable:
        return read_spoken_money(text)


def _line(screen: Console, prompt: str) -> str | None:
    screen.print(prompt, end="", markup=False)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _said(zh: str, en: str) -> str:
    return Bilingual(zh, en).in_language(language())
