"""``fairdue matters``: complaints, disputes, hardships and credit objections with their clocks.

Room: cli. ``FAIRDUE_ACTOR`` says who acts. What the customer said and was answered is printed by ``show`` alone.
"""

from __future__ import annotations

import json as json_text
import sys
from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from fairdue.casefile.matter import DecidingRole, MatterKind
from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.compliance.explain import show_citation
from fairdue.followup.matter_watch import MATTER_WORDS, STEP_WORDS, say_clock
from fairdue.foundation.civil import DateUnreadable, civil_date, read_date
from fairdue.foundation.reason import Reason
from fairdue.operations import matters as work
from fairdue.operations.matters import MatterLine

NOT_PERMITTED = 3
Json = Annotated[bool, Parameter(name="--json")]

matters = App(
    name="matters", help="Complaints, disputes, hardships and credit objections, with their clocks."
)
app.command(matters)


@matters.command(name="list")
def list_matters(
    *,
    kind: str | None = None,
    handler: str | None = None,
    creditor: str | None = None,
    closed: bool = False,
    json: Json = False,
) -> int:
    """List the open matters, the earliest day first; what is late is never left out.

    Parameters
    ----------
    kind
        Only complaints, disputes, hardships or credit objections: complaint, dispute, hardship, credit_objection.
    handler
        Only this handler's; "" for those that nobody handles.
    creditor
        Only this creditor's.
    closed
        Those that are closed instead.
    json
        Print one JSON object a line.
    """
    house = open_house()
    found = work.matter_queue(
        house,
        as_of=house.now(),
        kind=None if kind is None else _kind(kind),
        handler=handler,
        creditor=creditor,
        closed=closed,
    )
    for line in found:
        print(_as_json(line) if json else _as_text(line))
    return 0


@matters.command
def show(matter_id: str, *, json: Json = False) -> int:
    """Show one matter: its clock with the rule, what was said, each step, what comes next.

    Parameters
    ----------
    matter_id
        The id, from ``fairdue matters list``.
    json
        Print one JSON object, with what was said and answered.
    """
    house = open_house()
    line = work.find_matter(house, matter_id=matter_id, as_of=house.now())
    if json:
        print(_as_json(line, whole=True))
        return 0
    print(_as_text(line))
    clock, matter = line.due.clock, line.due.matter
    if clock.now is not None:
        print(f"  {clock.now.rule.says.in_language(language())}")
        print(f"  [{clock.now.rule.rule_id}: {show_citation(clock.now.citation, language=language())}]")
    for text in (matter.said, matter.answer):
        if text:
            print(f"  {text}")
    return 0


@matters.command
def receive(
    case: str, kind: str, *, said: str, on: str | None = None, creditor: str | None = None, json: Json = False
) -> int:
    """Take in a matter that came by letter, by the creditor or by an authority; collecting stops for it.

    Parameters
    ----------
    case
        A case id or case number.
    kind
        complaint, dispute, hardship or credit_objection.
    said
        What the customer said.
    on
        The day it reached the house, when that was before today; the clock runs from it.
    creditor
        Which creditor's, when several use the same case number.
    json
        Print the matter as one JSON object.
    """
    house = open_house()
    answer = work.receive_matter(
        house,
        case_id=house.book.resolve(case, creditor=creditor),
        kind=_kind(kind),
        said=said,
        received_on=None if on is None else _day(on, "--on"),
        as_of=house.now(),
        actor=actor(),
    )
    return _tell(answer, json=json)


@matters.command
def acknowledge(matter_id: str, *, json: Json = False) -> int:
    """Record that the customer was told that the matter was received."""
    house = open_house()
    answer = work.acknowledge_matter(house, matter_id=matter_id, as_of=house.now(), actor=actor())
    return _tell(answer, json=json)


@matters.command
def assign(matter_id: str, handler: str, *, json: Json = False) -> int:
    """Name who handles the matter from now on."""
    house = open_house()
    answer = work.assign_matter(house, matter_id=matter_id, handler=handler, as_of=house.now(), actor=actor())
    return _tell(answer, json=json)


@matters.command
def extend(matter_id: str, *, reason: str, json: Json = False) -> int:
    """Ask for the next extension that the rule knows, while the day has not passed.

    Parameters
    ----------
    matter_id
        The id, from ``fairdue matters list``.
    reason
        Why more time is needed.
    json
        Print the matter as one JSON object.
    """
    house = open_house()
    answer = work.extend_matter(house, matter_id=matter_id, reason=reason, as_of=house.now(), actor=actor())
    return _tell(answer, json=json)


@matters.command
def approve(matter_id: str, *, role: DecidingRole, json: Json = False) -> int:
    """Approve the extension that waits, as another person than asked for it.

    Parameters
    ----------
    matter_id
        The id, from ``fairdue matters list``.
    role
        In which role: lead or compliance. The shell takes the word for it, as it takes ``FAIRDUE_ACTOR``.
    json
        Print the matter as one JSON object.
    """
    house = open_house()
    answer = work.approve_extension(house, matter_id=matter_id, role=role, as_of=house.now(), actor=actor())
    return _tell(answer, json=json)


@matters.command
def told(matter_id: str, *, channel: str, on: str | None = None, json: Json = False) -> int:
    """Record that the customer was told of the extension; from then on it counts.

    Parameters
    ----------
    matter_id
        The id, from ``fairdue matters list``.
    channel
        How: letter, sms, phone, email.
    on
        The day; today otherwise.
    json
        Print the matter as one JSON object.
    """
    house = open_house()
    now = house.now()
    told_on = civil_date(now) if on is None else _day(on, "--on")
    answer = work.tell_extension(
        house, matter_id=matter_id, told_on=told_on, channel=channel, as_of=now, actor=actor()
    )
    return _tell(answer, json=json)


@matters.command
def answer(matter_id: str, *, upheld: bool, text: str, json: Json = False) -> int:
    """Record the decision and the words with which the customer was answered.

    Parameters
    ----------
    matter_id
        The id, from ``fairdue matters list``.
    upheld
        Whether the customer was right: --upheld or --no-upheld.
    text
        The answer that the customer was given.
    json
        Print the matter as one JSON object.
    """
    house = open_house()
    outcome = work.answer_matter(
        house, matter_id=matter_id, upheld=upheld, answer=text, as_of=house.now(), actor=actor()
    )
    return _tell(outcome, json=json)


@matters.command
def close(matter_id: str, *, json: Json = False) -> int:
    """Close an answered matter; the hold that it opened is released."""
    house = open_house()
    return _tell(work.close_matter(house, matter_id=matter_id, as_of=house.now(), actor=actor()), json=json)


def _kind(word: str) -> MatterKind:
    if word not in set(MatterKind):
        raise ExpectedFailure(f"there is no kind {word!r}; there are {', '.join(MatterKind)}", code=2)
    return MatterKind(word)


def _day(word: str, option: str) -> date:
    try:
        return read_date(word)
    except DateUnreadable as error:
        raise ExpectedFailure(f"{option}: {error}; write it like 2026-03-02", code=2) from error


def _tell(outcome: MatterLine | Reason, *, json: bool) -> int:
    if isinstance(outcome, Reason):
        source = f" [{show_citation(outcome.citation, language=language())}]" if outcome.citation else ""
        print(f"{outcome.text.in_language(language())}{source}", file=sys.stderr)
        return NOT_PERMITTED
    print(_as_json(outcome) if json else _as_text(outcome))
    return 0


def _as_text(line: MatterLine) -> str:
    due, matter = line.due, line.due.matter
    lang = language()
    return "  ".join(
        (
            f"{due.due_on.isoformat() if due.due_on else '----------'}",
            f"{say_clock(due).in_language(lang)}",
            matter.matter_id,
            MATTER_WORDS[matter.kind].in_language(lang),
            line.case.account.case_no,
            matter.handler or "-",
            STEP_WORDS[due.next_step].in_language(lang),
        )
    )


def _as_json(line: MatterLine, *, whole: bool = False) -> str:
    due, matter, clock = line.due, line.due.matter, line.due.clock
    record: dict[str, object] = {
        "matter_id": matter.matter_id,
        "kind": matter.kind.value,
        "status": matter.status.value,
        "case_id": line.case.case_id,
        "case_no": line.case.account.case_no,
        "creditor": line.case.account.creditor,
        "handler": matter.handler,
        "received_on": matter.received_on.isoformat(),
        "acknowledge_by": clock.acknowledge_by.isoformat(),
        "due_on": due.due_on.isoformat() if due.due_on else None,
        "answer_by": due.answer_by.isoformat() if due.answer_by else None,
        "rule": clock.now.rule.rule_id if clock.now else None,
        "confidence": clock.now.citation.confidence if clock.now else None,
        "days_left": clock.days_left,
        "days_late": clock.days_late,
        "pace": due.pace.value,
        "next_step": due.next_step.value,
        "told": sorted(due.told),
        "upheld": matter.upheld,
        "hold": due.hold.hold_id if due.hold else None,
    }
    if whole:
        record |= {"said": matter.said, "answer": matter.answer}
    return json_text.dumps(record, ensure_ascii=False)
