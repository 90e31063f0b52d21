"""A replayed call: a transcript walked through the engine, which is asked before each turn of the collector.

Room: practice. What the other side said goes through the engine's own hearing and its first proposal is taken, unless
the page of judged moves names the answers that an attentive collector picks there. The collector's own words are never
heard: where the engine would go another way than the collector did, it goes its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fairdue.casefile import happening as h
from fairdue.casefile.account import Account
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.contact_point import ContactKind, ContactPoint
from fairdue.casefile.event import open_event, seal_event
from fairdue.casefile.happening import TurnTaken
from fairdue.casefile.party import Party
from fairdue.casefile.promise import PromiseState
from fairdue.conversation.engine import Advance, advance, open_session, sentences_now
from fairdue.conversation.flow_choice import choose_flow
from fairdue.conversation.heard import Heard, write_heard
from fairdue.conversation.moves import find_choice, missing_asks
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.prompt import AskKind, Sentence
from fairdue.conversation.session import Session, Speaker
from fairdue.conversation.suggestion import suggest_next
from fairdue.conversation.typed_answer import hear
from fairdue.feedback.call import Call
from fairdue.feedback.call import Speaker as Role
from fairdue.foundation.ids import ContactPointId, PermitId, PersonId, PromiseId, case_id_of
from fairdue.practice.scene_case import ATTEMPT, EARLIER, SESSION, append, ringing
from fairdue.understanding.acts import Act


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer picked by key, with what was typed. An empty ``choice`` takes nothing: the step stays."""

    choice: str
    typed: tuple[tuple[AskKind, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the file holds besides the transcript's case: the proof of identity, and a promise broken before the call."""

    id_last_four: str = "0000"
    mobile_last_four: str = "0000"
    broken_promise_days: int | None = None
    broken_promise_fen: int = 0


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the engine suggests before one turn of the collector, beside what the collector said."""

    turn: int
    words: str = field(repr=False)
    step: str
    say: tuple[Sentence, ...]
    acts: tuple[Act, ...]

    @property
    def sentence_ids(self) -> tuple[str, ...]:
        """The ids of the sentences."""
        return tuple(one.sentence_id for one in self.say)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the engine took from one turn of the other side: ids of answers; empty where the step stayed."""

    turn: int
    words: str = field(repr=False)
    choices: tuple[str, ...]
    step: str


class ReplayFault(ValueError):
    """A pick does not fit where the call stands; the message names call, turn and step."""


def replay_call(
    call: Call, *, given: Given, picks: Mapping[int, Sequence[Pick]]
) -> Iterator[Suggested | Taken]:
    """Walk a call turn by turn. Raises ReplayFault where a pick is not taken."""
    run = _Run(call, given)
    run.take(Pick("answered"), -1)
    for turn in call.turns:
        if turn.speaker is Role.AGENT:
            yield run.suggested(turn.number, turn.text)
        elif turn.speaker is not Role.SYSTEM:
            yield run.heard(turn.number, turn.text, picks.get(turn.number))


class _Run:
    """A replay under way."""

    def __init__(self, call: Call, given: Given) -> None:
        self.call, self.at = call, call.started_at
        case = _case_of(call, given)
        flow_id = choose_flow(case=case, as_of=self.at).flow_id
        self.case = ringing(case, flow_id=flow_id)
        self.session: Session = open_session(
            case=self.case,
            speaker=Speaker(call.fact_text("agency") or "", "6027", hotline="400-000-0000"),
            session_id=SESSION,
            attempt_id=ATTEMPT,
            flow=read_flow(flow_id),
            as_of=self.at,
        )

    def suggested(self, index: int, words: str) -> Suggested:
        found = suggest_next(session=self.session, case=self.case, as_of=self.at)
        say = sentences_now(session=self.session, case=self.case, language="zh", as_of=self.at)
        step = "end" if self.session.closed else found.step
        return Suggested(index, words, step, say, found.acts)

    def heard(self, index: int, words: str, picks: Sequence[Pick] | None) -> Taken:
        before = len(self.session.heards)
        if picks is not None:
            for pick in picks:
                if pick.choice:
                    self.take(pick, index, words)
        elif not self.session.closed:
            answer = self._offer(Heard("", text=words))
            if not answer.accepted and answer.proposals:
                self._offer(answer.proposals[0].heard)
        taken = tuple(one.choice for one in self.session.heards[before:])
        return Taken(index, words, taken, "end" if self.session.closed else self.session.step)

    def take(self, pick: Pick, index: int, words: str = "") -> None:
        """Take one picked answer. Raises ReplayFault."""
        heard = hear(session=self.session, choice_id=pick.choice, typed=dict(pick.typed), as_of=self.at)
        choice = find_choice(self.session, pick.choice)
        if choice is not None and missing_asks(choice, heard):
            heard = replace(heard, partial=True)
        answer = self._offer(heard)
        if not answer.accepted:
            told = "; ".join(text.en for text in answer.complaints) or "nothing was taken"
            raise ReplayFault(
                f"{self.call.call_id} turn {index}: {pick.choice} is not taken at step {self.session.step}: {told}"
            )

    def _offer(self, heard: Heard) -> Advance:
        answer = advance(session=self.session, heard=heard, case=self.case, as_of=self.at)
        if answer.taken is not None:
            turn = TurnTaken(SESSION, len(self.session.heards) + 1, write_heard(answer.taken))
            self.case = append(self.case, (turn, *answer.happenings), at=self.at)
            self.session = answer.session
        return answer


def _case_of(call: Call, given: Given) -> CaseFile:
    """The case as the transcript tells it; what it does not tell is not known."""
    name, creditor = call.fact_text("debtor") or "", call.fact_text("creditor") or ""
    due, bucket = call.fact_text("due_date"), (call.fact_text("bucket") or "").removeprefix("M")
    placed_on = call.started_at.date() - timedelta(days=40)
    account = Account(
        creditor=creditor,
        case_no=call.call_id,
        card="6200000000000000",
        amount_fen=call.fact_fen("ledger_amount_fen") or 0,
        placed_on=placed_on,
        principal_fen=call.fact_fen("principal_fen"),
        overdue_on=date.fromisoformat(due) if due else None,
        overdue_periods=int(bucket) if bucket.isdigit() else None,
        product=call.fact_text("product"),
    )
    party = Party(PersonId("p-replayed"), name, f"11010119900101{given.id_last_four}")
    own = ContactPoint(ContactPointId("cp-own"), ContactKind.MOBILE, f"1380000{given.mobile_last_four}", "k1")
    case_id = case_id_of(creditor=creditor, case_no=call.call_id)
    before = call.started_at - timedelta(days=40)
    placed = h.CasePlaced(account, party, (own,))
    first = seal_event(case_id=case_id, seq=1, at=before, actor="replay", happened=placed, prev_hash="")
    case = replay([open_event(first)])
    return append(case, _earlier(call, given), at=before) if given.broken_promise_days else case


def _earlier(call: Call, given: Given) -> tuple[h.Happening, ...]:
    """The talk in which a promise was made that was not kept."""
    due = call.started_at.date() - timedelta(days=given.broken_promise_days or 0)
    promise = PromiseId("pr-1")
    return (
        h.AttemptStarted(EARLIER, PermitId("permit-0"), "phone"),
        h.IdentityVerified(EARLIER, "id_last_four"),
        h.PromiseMade(promise, given.broken_promise_fen, due, None, EARLIER),
        h.PromiseJudged(promise, PromiseState.BROKEN, 0, due + timedelta(days=1)),
    )
