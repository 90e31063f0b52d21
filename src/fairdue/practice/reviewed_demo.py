"""The reviewed calls of a demo: invented transcripts laid on calls that were held, and what compliance said to some.

Room: practice. Everything goes through the operations that a real house uses; the transcripts stand in
``fairdue_playbook/training/demo_calls.yaml``, those that are wrong on purpose marked as such.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from fairdue.casefile.call_review import ReviewFile
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Speaker
from fairdue.feedback.red_lines import crosses_red_line
from fairdue.foundation.ids import CaseId
from fairdue.foundation.money import show_yuan
from fairdue.foundation.strict_yaml import read_yaml
from fairdue.operations.call_reviews import import_transcript, review_awaiting
from fairdue.operations.house import House
from fairdue.operations.review_verdicts import Answer, Verdict, appeal, give_verdict, take_up

_FILE = "training/demo_calls.yaml"
EACH = 3
"""How many held calls each invented transcript is laid on, at most."""
SECONDS_A_TURN = 7
MOST_HELD = 10_000


class DemoCallsFault(ValueError):
    """The page of demo calls has a hole; the message names the place and what to write."""


@dataclass(frozen=True, slots=True)
class DemoCall:
    """One invented call; ``wrong_on_purpose`` holds words that nobody may say."""

    call_id: str
    wrong_on_purpose: bool
    fits: frozenset[ResultCode]
    turns: tuple[tuple[Speaker, str], ...] = field(repr=False)


@cache
def demo_calls() -> tuple[DemoCall, ...]:
    """The calls of the playbook. Raises DemoCallsFault, or YamlError where it is not even YAML."""
    text = (files("fairdue_playbook") / "training" / "demo_calls.yaml").read_text(encoding="utf-8")
    return read_demo_calls(text, source=_FILE)


def read_demo_calls(text: str, *, source: str) -> tuple[DemoCall, ...]:
    """Read the page. Raises DemoCallsFault."""
    document = read_yaml(text, source=source)
    if (
        not isinstance(document, dict)
        or set(document) != {"calls"}
        or not isinstance(document["calls"], list)
    ):
        raise DemoCallsFault(f"{source}: it must hold calls, a list, and nothing else")
    return tuple(
        _demo_call(entry, f"{source}: calls / {place}") for place, entry in enumerate(document["calls"], 1)
    )


def _demo_call(entry: Any, place: str) -> DemoCall:
    keys = {"id", "wrong_on_purpose", "fits", "turns"}
    if not isinstance(entry, dict) or set(entry) != keys:
        raise DemoCallsFault(f"{place} must hold {', '.join(sorted(keys))}, and nothing else")
    if not isinstance(entry["wrong_on_purpose"], bool):
        raise DemoCallsFault(f"{place} / wrong_on_purpose must be true or false")
    for code in entry["fits"]:
        if code not in ResultCode.__members__:
            raise DemoCallsFault(f"{place} / fits: {code} is no result code")
    turns: list[tuple[Speaker, str]] = []
    for turn in entry["turns"]:
        if not isinstance(turn, dict) or len(turn) != 1 or next(iter(turn)) not in tuple(Speaker):
            raise DemoCallsFault(f"{place} / turns: each turn is one speaker and the words")
        turns.extend((Speaker(who), str(words)) for who, words in turn.items())
    fits = frozenset(ResultCode(code) for code in entry["fits"])
    return DemoCall(str(entry["id"]), entry["wrong_on_purpose"], fits, tuple(turns))


def review_some(
    house: House, *, case_ids: Sequence[CaseId], as_of: datetime, each: int = EACH
) -> tuple[ReviewFile, ...]:
    """Lay transcripts on calls that were held, decide some as ``compliance``, and let one collector appeal."""
    review_awaiting(house, as_of=as_of, limit=MOST_HELD)
    kept = [
        taken
        for call, case, attempt in _laid(house, case_ids, each)
        if (taken := _read_in(house, call, case, attempt, as_of)) is not None
    ]
    decided = [
        _decide(house, file, as_of=as_of)
        for place, file in enumerate(kept)
        if file.review.findings and place % 2
    ]
    _appeal_once(house, decided, as_of=as_of)
    waiting = [file for file in kept if house.reviews.book.load(file.review.review_id).first is None]
    if waiting:
        take_up(house, review_id=waiting[-1].review.review_id, as_of=as_of, actor="compliance")
    return tuple(house.reviews.book.load(file.review.review_id) for file in kept)


def _laid(
    house: House, case_ids: Sequence[CaseId], each: int
) -> Iterator[tuple[DemoCall, CaseFile, ContactAttempt]]:
    """Which transcript lies on which held call: by the recorded result, no call twice, spread over the cases."""
    left = {call.call_id: each for call in demo_calls()}
    for case_id in case_ids:
        case = house.book.load(case_id)
        for attempt in reversed(case.attempts):
            if not attempt.connected or attempt.channel != "phone":
                continue
            code = next((one.code for one in case.dispositions if one.attempt_id == attempt.attempt_id), None)
            fitting = [call for call in demo_calls() if code in call.fits and left[call.call_id]]
            if fitting:
                call = max(fitting, key=lambda one: left[one.call_id])
                left[call.call_id] -= 1
                yield call, case, attempt
            break


def _read_in(
    house: House, call: DemoCall, case: CaseFile, attempt: ContactAttempt, as_of: datetime
) -> ReviewFile | None:
    words = {
        "name": case.party.name,
        "creditor": case.account.creditor,
        "amount": show_yuan(case.balance_fen),
    }
    data = _transcript(call, attempt, words)
    return import_transcript(
        house, name=f"{call.call_id}.json", data=data, case_reference=case.case_id, as_of=as_of
    ).review


def _transcript(call: DemoCall, attempt: ContactAttempt, words: Mapping[str, str]) -> bytes:
    turns = [
        {"i": number, "speaker": who.value, "text": said.format(**words), "t_s": number * SECONDS_A_TURN}
        for number, (who, said) in enumerate(call.turns)
    ]
    whole = {"id": attempt.attempt_id, "started_at": attempt.started_at.isoformat(), "turns": turns}
    return json.dumps(whole, ensure_ascii=False).encode()


def _decide(house: House, file: ReviewFile, *, as_of: datetime) -> ReviewFile:
    """Uphold what is a red line; where there is none, the first finding."""
    red = {one.number for one in file.review.findings if crosses_red_line([one.code])}
    upheld = red or {file.review.findings[0].number}
    answers = {
        one.number: Answer(
            one.number in upheld, "" if one.number in upheld else "上下文看不成立 · not in its context"
        )
        for one in file.review.findings
    }
    verdict = Verdict(False, answers, reason="请先练习再外呼 · practise before the next call")
    given = give_verdict(
        house, review_id=file.review.review_id, verdict=verdict, as_of=as_of, actor="compliance"
    )
    return given if isinstance(given, ReviewFile) else file


def _appeal_once(house: House, decided: Sequence[ReviewFile], *, as_of: datetime) -> None:
    for file in decided:
        if file.upheld:
            appeal(
                house,
                review_id=file.review.review_id,
                number=file.upheld[-1].number,
                words="我说的是客户自己提到的情况，请听完整录音 · I answered what the customer said; hear the whole call",
                as_of=as_of + timedelta(minutes=30),
                actor=file.review.collector,
            )
            return
