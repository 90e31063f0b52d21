"""The players of a soak: somebody proposes, somebody's life goes on, and the clock moves. One act at a time.

Room: practice. What is drawn comes from the world's dice alone, so that one seed tells one story.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fairdue.casefile.case import CaseFile
from fairdue.compliance.action import Action, ActionKind, CalleeRole, Purpose
from fairdue.compliance.decision import Defer, Permit, Refuse
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId
from fairdue.operations.converse import AlreadyInCall, NoNumber, begin_call, call_action, take_turn
from fairdue.operations.end_of_day import end_of_day
from fairdue.operations.send import Revealed, Sent, ask_gate, end_contact, reveal, send
from fairdue.practice.life import LineAnswer, daily_script
from fairdue.practice.rehearsed_call import next_turn
from fairdue.practice.soak_acts import TWISTS, on_paper, saying, to_debtor, to_third
from fairdue.practice.soak_forgeries import FORGERIES
from fairdue.practice.soak_judge import Judge
from fairdue.practice.soak_lives import Lives
from fairdue.practice.soak_oracle import Proposal
from fairdue.practice.soak_world import GOOD_STAFF, RUNS_OUT, UNLICENSED, LineDown, World

Told = tuple[str, str]
"""What an act was, and what came of it, each in a word or two for the summary."""

_DAY_SECONDS, _NIGHT_SECONDS, _NIGHT_FACTOR = 14 * 3600, 10 * 3600, 2
_TURN_SECONDS = 20


@dataclass(slots=True)
class GuidedCall:
    """A guided call under way, with what the person on the line will do."""

    judge: Judge
    case_id: CaseId
    answer: LineAnswer
    turns: int = 0


@dataclass(slots=True)
class Players:
    """Everybody who acts in one soak. ``act`` does one act; days end by themselves."""

    world: World
    judges: Sequence[Judge]
    acts_per_day: float
    hot: dict[str, list[CaseId]] = field(default_factory=dict)
    calls: list[GuidedCall] = field(default_factory=list)
    last_sent: Sent | None = None
    last_judge: Judge | None = None

    def act(self) -> Told:
        """Move the clock, then let somebody do one thing."""
        rng = self.world.rng
        if self.calls and rng.random() < 0.7:
            self.world.now += timedelta(seconds=_TURN_SECONDS)
            return self._turn(rng.choice(self.calls))
        self._tick()
        judge = self._judge()
        case = judge.site.memory.book.load(self._whom(judge))
        self.world.mood = mood_of(case)
        kind = rng.choices(_NAMES, _WEIGHTS)[0]
        return _ACTS[kind](self, judge, case)

    def _tick(self) -> None:
        """A step of the clock: longer by night; at midnight in China a day is closed and a new one begins."""
        world, before = self.world, self.world.now
        slow = 1 if 8 <= before.astimezone(CHINA).hour < 22 else _NIGHT_FACTOR
        mean = (_DAY_SECONDS + _NIGHT_SECONDS / _NIGHT_FACTOR) / self.acts_per_day
        world.now += timedelta(seconds=int(world.rng.expovariate(1 / (mean * slow))) + 1)
        if not self.hot or world.now.date() != before.date():
            self._new_day()

    def _new_day(self) -> None:
        """Close the day, renew what ran out, and choose whose cases are worked hard today."""
        for judge in self.judges:
            end_of_day(judge.site.memory.house, as_of=self.world.now, actor="end-of-day")
            judge.catch_up()
            judge.check_books(whole=False)
            Lives(self.world, judge).renew_papers()
            self._warm_up(judge)

    def _warm_up(self, judge: Judge) -> None:
        """Half of yesterday's cases stay hot, so that a debtor can be called on several days in a row."""
        rng, code = self.world.rng, judge.site.country.code
        wanted = max(2, round(self.acts_per_day * judge.site.country.share / 100 / 45))
        kept = [case_id for case_id in self.hot.get(code, ()) if rng.random() < 0.55][:wanted]
        fresh = rng.sample(judge.site.cases, min(wanted, len(judge.site.cases)))
        self.hot[code] = [*kept, *fresh][:wanted]
        for case_id in self.hot[code]:
            judge.check_counters(case_id)

    def _judge(self) -> Judge:
        """Mostly a country in which it is day."""
        now = self.world.now
        weights = []
        for judge in self.judges:
            hour = now.astimezone(ZoneInfo(judge.site.country.zones[0])).hour
            weights.append(judge.site.country.share * (4 if 8 <= hour < 22 else 1))
        return self.world.rng.choices(self.judges, weights)[0]

    def _whom(self, judge: Judge) -> CaseId:
        rng = self.world.rng
        hot = rng.random() < 0.85
        return rng.choice(self.hot[judge.site.country.code] if hot else judge.site.cases)

    def _who(self) -> str:
        rng = self.world.rng
        return rng.choices((*GOOD_STAFF, RUNS_OUT, UNLICENSED), (30, 30, 30, 6, 4))[0]

    def _moment(self) -> datetime:
        """The same moment, told in one zone or another: nothing may hang on how it is written."""
        return self.world.now.astimezone(UTC) if self.world.rng.random() < 0.2 else self.world.now

    # --- proposals ---------------------------------------------------------------------------------------

    def propose(self, judge: Judge, action: Action, *, words: bool | None = True) -> str:
        """Try to send one act; the judge looks before and after. Returns what came of it in a word."""
        actor, house = self._who(), judge.site.memory.house
        proposal = Proposal(action, self.world.now, actor)
        objections = judge.before(proposal)
        answer: object
        try:
            answer = send(house, action=action, as_of=self._moment(), actor=actor, wording_cleared=words)
        except ValueError:
            answer = None
        except LineDown:
            judge.after(proposal, set(), None)
            for invariant in sorted(objections):
                judge.violated(invariant, f"{action.kind.value} went out and failed")
            return "line down"
        judge.after(proposal, objections, answer)
        if isinstance(answer, Sent):
            self.last_sent, self.last_judge = answer, judge
            if answer.delivery.result is None:
                judge.site.pending.append((answer.case.case_id, answer.attempt_id, self.world.mood))
        return word_for(answer)

    def _contact(self, judge: Judge, case: CaseFile, kind: ActionKind, purposes: Sequence[Purpose]) -> Told:
        rng = self.world.rng
        purpose = rng.choice(purposes)
        action = to_debtor(rng, case, kind, purpose)
        words = True if rng.random() < 0.95 else None
        return kind.value, self.propose(judge, action, words=words)

    def _call(self, judge: Judge, case: CaseFile) -> Told:
        purposes = (*(Purpose.COLLECT,) * 6, Purpose.NOTIFY, Purpose.SERVICE, Purpose.SERVICE)
        return self._contact(judge, case, ActionKind.PLACE_CALL, purposes)

    def _notify(self, judge: Judge, case: CaseFile) -> Told:
        told = self._contact(judge, case, ActionKind.PLACE_CALL, (Purpose.NOTIFY,))
        return "place_call (notify)", told[1]

    def _write(self, judge: Judge, case: CaseFile) -> Told:
        kinds = (ActionKind.SEND_MESSAGE, ActionKind.SEND_EMAIL, ActionKind.SEND_LETTER)
        kind = self.world.rng.choices(kinds, (6, 3, 1))[0]
        return self._contact(judge, case, kind, (Purpose.COLLECT, Purpose.NOTIFY, Purpose.SERVICE))

    def _voicemail(self, judge: Judge, case: CaseFile) -> Told:
        return self._contact(judge, case, ActionKind.LEAVE_VOICEMAIL, (Purpose.COLLECT, Purpose.NOTIFY))

    def _visit(self, judge: Judge, case: CaseFile) -> Told:
        return self._contact(
            judge, case, ActionKind.VISIT, (Purpose.COLLECT, Purpose.NOTIFY, Purpose.SERVICE)
        )

    def _third(self, judge: Judge, case: CaseFile) -> Told:
        rng = self.world.rng
        purpose = rng.choices((Purpose.RESTORE_CONTACT, Purpose.REACH_HEIR_OR_GUARDIAN), (4, 1))[0]
        kind = rng.choices((ActionKind.CONTACT_THIRD_PARTY, ActionKind.REVEAL_SEALED_CONTACT), (3, 2))[0]
        action = to_third(rng, case, kind, purpose)
        if action is None:
            return kind.value, "no such contact"
        if kind is ActionKind.REVEAL_SEALED_CONTACT:
            return kind.value, self._reveal(judge, action)
        return kind.value, self.propose(judge, action)

    def _reveal(self, judge: Judge, action: Action) -> str:
        proposal = Proposal(action, self.world.now, self._who())
        objections = judge.before(proposal)
        house = judge.site.memory.house
        answer = reveal(house, action=action, as_of=self._moment(), actor=proposal.actor)
        judge.after(proposal, objections, answer)
        return word_for(answer)

    def _ask(self, judge: Judge, case: CaseFile, action: Action, verified: bool | None) -> Told:
        """An act that no channel carries: the gate is asked, and its answer is the act."""
        house, actor = judge.site.memory.house, self._who()
        proposal = Proposal(action, self.world.now, actor, verified)
        objections = judge.before(proposal)
        with house.book.transaction():
            answer = ask_gate(
                house,
                case=case,
                action=action,
                as_of=self._moment(),
                actor=actor,
                identity_verified=verified,
                wording_cleared=True,
            )
        judge.after(proposal, objections, answer)
        return action.kind.value, word_for(answer)

    def _say(self, judge: Judge, case: CaseFile) -> Told:
        rng = self.world.rng
        to = rng.choices((CalleeRole.DEBTOR, CalleeRole.THIRD_PARTY), (4, 1))[0]
        return self._ask(judge, case, saying(rng, case, to=to), rng.choice((True, True, False, None)))

    def _paper(self, judge: Judge, case: CaseFile) -> Told:
        return self._ask(judge, case, on_paper(self.world.rng, case), None)

    # --- guided calls and ends ---------------------------------------------------------------------------

    def _guided(self, judge: Judge, case: CaseFile) -> Told:
        """Begin a guided call, or take up the one that is open."""
        if case.open_call is not None:
            return "guided call", "under way"
        points = [p for p in case.contact_points if p.status.value == "usable"]
        if not points:
            return "guided call", "no number"
        action = call_action(case, contact_point_id=points[0].contact_point_id)
        proposal = Proposal(action, self.world.now, self._who())
        objections, self.world.mood = judge.before(proposal), "guided"
        try:
            answer: object = begin_call(
                judge.site.memory.house, case_id=case.case_id, as_of=self._moment(), actor=proposal.actor
            )
        except (NoNumber, AlreadyInCall):
            answer = None
        if isinstance(answer, Defer | Refuse) or answer is None:
            judge.after(proposal, objections, answer)
            return "guided call", word_for(answer)
        judge.after(proposal, set(), None)
        for invariant in sorted(objections):
            judge.violated(invariant, "a guided call went out")
        script = daily_script(
            seed=self.world.seed,
            key=case.party.person_id,
            day=self.world.now.date(),
            balance_fen=max(1_000, case.balance_fen),
        )
        self.calls.append(GuidedCall(judge, case.case_id, script[0]))
        return "guided call", "permit"

    def _turn(self, call: GuidedCall) -> Told:
        """One turn in a guided call; the call ends by itself, or is taken up again after a while."""
        judge, now = call.judge, self.world.now
        house = judge.site.memory.house
        case = house.book.load(call.case_id)
        if case.open_call is None:
            self.calls.remove(call)
            return "turn", "call is over"
        standing = begin_call(house, case_id=call.case_id, as_of=now, actor=self._who())
        assert not isinstance(standing, Defer | Refuse), "an open call is taken up, not asked for"
        heard = next_turn(prompt=standing.prompt, answer=call.answer, balance_fen=case.balance_fen, as_of=now)
        after = take_turn(house, case_id=call.case_id, heard=heard, as_of=now, actor="collector-1")
        call.turns += 1
        judge.catch_up()
        if after.complaints:
            # What the gate does not let be said ends the call as a hang-up.
            call.answer = replace(call.answer)
            with suppress(ValueError):
                ending = next_turn(
                    prompt=after.prompt,
                    answer=LineAnswer(call.answer.result, call.answer.outcome),
                    balance_fen=0,
                    as_of=now,
                )
                take_turn(house, case_id=call.case_id, heard=ending, as_of=now, actor="collector-1")
        if after.closed or call.turns > 40:
            self.calls.remove(call)
        return "turn", "complaint" if after.complaints else "taken"

    def _finish(self, judge: Judge, case: CaseFile) -> Told:
        """A person says how a contact under way ended."""
        pending = judge.site.pending
        if not pending:
            return "finish", "nothing under way"
        case_id, attempt_id, self.world.mood = pending.pop(0)
        result, by = self.world.ending()
        end_contact(
            judge.site.memory.house,
            case=judge.site.memory.book.load(case_id),
            attempt_id=attempt_id,
            result=result,
            answered_by=by,
            as_of=self.world.now,
            actor="collector-1",
        )
        judge.catch_up()
        return "finish", "ended"

    # --- malice ------------------------------------------------------------------------------------------

    def _twisted(self, judge: Judge, case: CaseFile) -> Told:
        rng = self.world.rng
        name = rng.choice(sorted(TWISTS))
        kinds = (ActionKind.PLACE_CALL, ActionKind.SEND_MESSAGE, ActionKind.VISIT)
        friendly = to_debtor(rng, case, rng.choice(kinds), rng.choice((Purpose.COLLECT, Purpose.SERVICE)))
        return f"twist: {name}", self.propose(judge, TWISTS[name](rng, friendly, case, judge.site))

    def _forge(self, judge: Judge, case: CaseFile) -> Told:
        """Spend a permit a second time, point it at another act, make one, or tear a transaction apart."""
        name = self.world.rng.choice(tuple(FORGERIES))
        made = self.last_sent
        if made is None or self.last_judge is not judge:
            return f"forge: {name}", "nothing to forge"
        FORGERIES[name](self.world, judge, made, case)
        return f"forge: {name}", "raised"

    def _live(self, judge: Judge, case: CaseFile) -> Told:
        told = Lives(self.world, judge).live(case)
        judge.catch_up()
        return told


def mood_of(case: CaseFile) -> str:
    """How somebody is on the telephone: many never answer, many nearly always do."""
    return ("silent", "silent", "silent", "talks", "talks", "talks", "any")[
        int(case.party.person_id[1:5], 16) % 7
    ]


def word_for(answer: object) -> str:
    """An answer in a word."""
    match answer:
        case Sent() | Revealed() | Permit():
            return "permit"
        case Defer():
            return "defer"
        case Refuse():
            return "refuse"
        case _:
            return "raised"


_ACTS: dict[str, Callable[[Players, Judge, CaseFile], Told]] = {
    "call": Players._call,
    "notify": Players._notify,
    "write": Players._write,
    "voicemail": Players._voicemail,
    "visit": Players._visit,
    "third": Players._third,
    "say": Players._say,
    "paper": Players._paper,
    "guided": Players._guided,
    "finish": Players._finish,
    "twisted": Players._twisted,
    "forge": Players._forge,
    "live": Players._live,
}
_NAMES = tuple(_ACTS)
_WEIGHTS = (32, 10, 6, 2, 3, 8, 3, 2, 3, 4, 8, 2, 17)
