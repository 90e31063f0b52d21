"""Where the records of an evidence pack come from: decisions, statements, sentences shown, and the knowledge used.

Room: operations. It reads and judges nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from fairdue.casefile import happening as h
from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.correction import TurnTakenBack
from fairdue.casefile.event import StoredEvent, open_event
from fairdue.casefile.fold import apply_event
from fairdue.compliance.facts import FACT_COLUMNS
from fairdue.compliance.rulebook import Rulebook
from fairdue.conversation.engine import open_session, prompt_of
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.heard import read_heard
from fairdue.conversation.moves import find_choice, take
from fairdue.conversation.session import Session
from fairdue.conversation.taking_back import session_at
from fairdue.feedback.evidence.pack_records import DecisionLine, RuleLine, StatementLine, WordingLine
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId
from fairdue.operations.flow_versions import FlowVersionLost, flow_of_call
from fairdue.operations.house import House
from fairdue.operations.ports import DecisionRecord
from fairdue.operations.whereabouts import batch_scope


def decision_lines(
    house: House, case_id: CaseId, shown_from: datetime | None, shown_until: datetime | None
) -> tuple[DecisionLine, ...]:
    """The gate's answers on a case, the oldest first, each with its whole trace."""
    records = sorted(house.ledger.decisions_of(case_id), key=lambda one: (one.at, one.decision_id))
    return tuple(_decision(one) for one in records if _within(one.at, shown_from, shown_until))


def _within(at: datetime, shown_from: datetime | None, shown_until: datetime | None) -> bool:
    return (shown_from is None or shown_from <= at) and (shown_until is None or at < shown_until)


def _decision(record: DecisionRecord) -> DecisionLine:
    trace = tuple(
        RuleLine(
            rule=str(line["rule"]),
            outcome=str(line["outcome"]),
            text=Bilingual(str(line["zh"]), str(line["en"])),
            title=line["title"],
            article=line["article"],
            confidence=line["confidence"],
        )
        for line in json.loads(record.trace)
    )
    return DecisionLine(
        decision_id=record.decision_id,
        at=_moment(record.at),
        actor=record.actor,
        action=record.action,
        verdict=record.verdict,
        rules=record.rules,
        trace=trace,
        until=None if record.until is None else _moment(record.until),
        permit_id=record.permit_id,
    )


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat(sep=" ", timespec="seconds")


def statement_lines(
    house: House, case: CaseFile, decisions: Sequence[DecisionLine]
) -> tuple[StatementLine, ...]:
    """What people vouched for about this case, its creditor, the house and whoever acted, where it stood at a decision.

    Which of them one answer rested on is not stored; all that stood when it was given are listed with it.
    """
    account = case.account
    scopes = {
        Scope(ScopeKind.HOUSE),
        Scope(ScopeKind.CREDITOR, account.creditor),
        Scope(ScopeKind.CASE, case.case_id),
    }
    scopes |= {Scope(ScopeKind.STAFF, line.actor) for line in decisions}
    scopes |= {Scope(ScopeKind.LINE, channel.line.name) for channel in house.channels.values()}
    scopes |= {Scope(ScopeKind.CONTACT, point.contact_point_id) for point in case.contact_points}
    if account.batch_no:
        scopes.add(batch_scope(account.creditor, account.batch_no))
    lines = []
    for one in house.attestations.listed():
        stood = tuple(
            f"D{number}"
            for number, line in enumerate(decisions, 1)
            if one.holds_at(datetime.fromisoformat(line.at)) and _may_concern(one, line)
        )
        if one.scope in scopes and stood:
            lines.append(_statement(one, stood))
    return tuple(sorted(lines, key=lambda line: (line.stated_at, line.attestation_id)))


def _may_concern(one: Attestation, line: DecisionLine) -> bool:
    return one.scope.kind is not ScopeKind.STAFF or one.scope.name == line.actor


def _statement(one: Attestation, stood: tuple[str, ...]) -> StatementLine:
    column = FACT_COLUMNS.get(one.column)
    label = Bilingual(one.column, one.column) if column is None else column.label
    ends_at = one.period.ends_at
    return StatementLine(
        attestation_id=one.attestation_id,
        fact=one.column,
        label=label,
        value=one.value,
        scope=f"{one.scope.kind.value} {one.scope.name}".strip(),
        evidence=one.evidence,
        stated_by=one.stated_by,
        stated_at=_moment(one.stated_at),
        starts_at=_moment(one.period.starts_at),
        ends_at=None if ends_at is None else _moment(ends_at),
        withdrawn_at=None if one.withdrawn_at is None else _moment(one.withdrawn_at),
        withdrawn_by=one.withdrawn_by,
        stood_at=stood,
    )


def wording_lines(
    house: House, rows: Sequence[StoredEvent], shown_from: datetime | None, shown_until: datetime | None
) -> tuple[WordingLine, ...]:
    """The sentences that the guided calls of a log showed, replayed from their stored turns.

    Each call is replayed on the version of the flow that it was held on, by whoever spoke. One whose version is lost, or
    whose turns do not fit it, is left out: what cannot be replayed is not guessed.
    """
    return tuple(line for at, line in _replayed(house, rows) if _within(at, shown_from, shown_until))


def _replayed(house: House, rows: Sequence[StoredEvent]) -> Iterator[tuple[datetime, WordingLine]]:
    case: CaseFile | None = None
    session: Session | None = None
    shows = False
    for event in map(open_event, rows):
        # What a turn led to is stored with it; its screen is drawn when all of that is known.
        if (
            shows
            and session is not None
            and case is not None
            and (
                isinstance(event.happened, h.TurnTaken | h.CallOpened | TurnTakenBack)
                or event.at != case.last_event_at
            )
        ):
            yield from _shown(session, case, case.last_event_at)
            shows = False
        case = replay([event]) if case is None else apply_event(case, event)
        match event.happened:
            case h.CallOpened():
                session = _opened(house, case)
                shows = session is not None
            case TurnTakenBack() if session is not None and event.happened.turn == len(session.heards):
                session = session_at(session=session, turn=event.happened.turn - 1)
                shows = True
            case h.TurnTaken() if session is not None:
                heard = read_heard(event.happened.heard)
                choice = None if session.closed else find_choice(session, heard.choice)
                session = None if choice is None else take(session=session, choice=choice, heard=heard)
                shows = session is not None
    if shows and session is not None and case is not None:
        yield from _shown(session, case, case.last_event_at)


def _opened(house: House, case: CaseFile) -> Session | None:
    """The call that has just begun, as it was shown then; None where its version of the flow is lost."""
    call = case.open_call
    assert call is not None, "a call was just opened"
    try:
        flow = flow_of_call(house, call)
    except (FlowVersionLost, FlowFault):
        return None
    return open_session(
        case=case,
        speaker=replace(house.speaker, staff_no=call.staff_no or house.speaker.staff_no),
        session_id=call.session_id,
        attempt_id=call.attempt_id,
        flow=flow,
        as_of=call.opened_at,
        note_language=house.note_language,
    )


def _shown(session: Session, case: CaseFile, at: datetime) -> Iterator[tuple[datetime, WordingLine]]:
    zh = prompt_of(session=session, case=case, as_of=at, language="zh")
    en = prompt_of(session=session, case=case, as_of=at, language="en")
    for one, other in zip(zh.say, en.say, strict=True):
        approved_on = session.flow.wording.sentences[one.sentence_id].approved_on
        yield (
            at,
            WordingLine(
                session_id=session.session_id,
                turn=len(session.heards),
                at=_moment(at),
                step=zh.step,
                sentence_id=one.sentence_id,
                approved_on=approved_on.isoformat(),
                text=Bilingual(one.text, other.text),
            ),
        )


def knowledge_digest(package: str, rulebook: Rulebook | None = None) -> str:
    """The first 16 hexadecimal digits over all YAML files of a package, and over the rules that a house added."""
    digest = hashlib.sha256(_digest_of_package(package).encode())
    for rule in rulebook.rules if rulebook is not None else ():
        digest.update(f"{rule.rule_id}\n".encode())
    return digest.hexdigest()[:16]


@cache
def _digest_of_package(package: str) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(_yaml_files(resources.files(package), "")):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _yaml_files(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _yaml_files(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield f"{path}{entry.name}", entry.read_bytes()
