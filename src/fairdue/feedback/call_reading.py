"""A call heard from the first turn to the last: who is on the line, whether they were verified, what was known then.

Room: feedback. Every turn is read in the state that the turns before it left: a sentence that is right after the
identity was verified is a disclosure before it. Collectors' turns get the acts heard and the judgement of the
wording guard in their setting; the others get what was understood. What follows for the collector is said in
``structure``, ``checklist`` and ``call_outcome``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from fairdue.compliance.wording.guard import Judgement, Verdict, WordingFinding, WordingModels, judge
from fairdue.compliance.wording.remembered import RememberedJudgements
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage
from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.feedback.call_affirmed import affirms, turned_round
from fairdue.feedback.call_disclosure import told_of_debt
from fairdue.feedback.call_manner import in_collectors_manner
from fairdue.foundation.fold import fold
from fairdue.language.readable import make_readable
from fairdue.understanding.acts import Act, ActHeard, read_acts
from fairdue.understanding.customer import CustomerModels, Understood, understand
from fairdue.understanding.intent import Intent
from fairdue.understanding.spoken_money import money_mentions

_DIGITS = re.compile(r"(?:[0-9〇零一幺二两三四五六七八九x][\s,-]?){3,}")
_BIRTH = re.compile(
    r"[0-9零一二三四五六七八九]{2,4}年|[一二三四五六七八九十0-9]+月[一二三四五六七八九十0-9]+"
)
_FOUR_DIGITS = re.compile(r"(?:[0-9〇零一幺二两三四五六七八九x][\s,-]?){4}")
_LONGEST_MARK = 12
_FAREWELL = re.compile(
    r"(?:好的?|嗯+|行|那|就|哦|谢+|谢谢|感谢|你|您|啊|了|呀|哈|再见|拜+|拜拜|挂|先|这样|麻烦|辛苦|嘞|吧|中|[,。!?])+"
)
_CONFIRMED = re.compile(r"^(?:嗯+|哎|喂|啊|哦)?[,。]?(?:对|是的?|没错|正确|是我|嗯|有的|可以)")
_MISMATCH = re.compile(r"(?:对不上|不一致|不符|不匹配|没核实上|核实不通过|不通过|核对不上|没对上|不吻合)")
_VOICEMAIL = re.compile(r"留言|语音信箱|信箱|无人接听|无法接通|自动应答|嘟")
_ROUNDING = 0.02
"""How far a spoken amount may be from the known one: 一万五千六 is said for 15,620."""
_SURE_OF_A_QUOTE = 0.6
_HUNG_UP = re.compile(r"挂断|挂机|挂了|忙音|中断|结束")
_DISPUTES = frozenset({Intent.DISPUTE_AMOUNT, Intent.DISPUTE_DEBT})
_NOT_THE_PERSON = frozenset({Intent.WRONG_PERSON, Intent.THIRD_PARTY, Intent.DECEASED_OR_INCAPACITY})
_BUSINESS = frozenset(
    {Act.ASK_REASON, Act.ASK_PAYMENT_INTENTION, Act.ASK_TODAY, Act.ASK_DATE, Act.ASK_AMOUNT, Act.ASK_PARTIAL}
)


@dataclass(frozen=True, slots=True)
class LineState:
    """What is known of the line before a turn is said.

    ``disclosed`` means that the debt was named to whoever is on the line; ``named`` that the caller's company was;
    ``third_marked`` that the last who answered is marked as a third person, ``told_third`` that such a one was told.
    """

    callee: Callee = Callee.UNKNOWN
    verified: bool = False
    asked_to_verify: bool = False
    disclosed: bool = False
    named: bool = False
    voicemail: bool = False
    disputed: bool = False
    in_distress: bool = False
    business_turns: int = 0
    third_marked: bool = False
    told_third: bool = False


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """A collector's turn in the state it was said in. ``told`` is where it tells somebody not verified of the debt;
    ``affirmed`` what was quoted right before and is affirmed by it."""

    turn: Turn
    state: LineState
    acts: tuple[ActHeard, ...]
    context: SpokenContext
    judgement: Judgement
    told: tuple[int, int] | None = None
    affirmed: tuple[WordingFinding, ...] = ()

    def does(self, *acts: Act) -> bool:
        """Was one of these acts heard?"""
        return any(heard.act in acts for heard in self.acts)

    def says(self, *groups: str) -> bool:
        """Was one of these groups of phrases heard, such as close.goodbye?"""
        return any(heard.group in groups for heard in self.acts)


@dataclass(frozen=True, slots=True)
class OtherTurn:
    """A turn of the customer or of a third person; ``asked`` is what the collector had said before it."""

    turn: Turn
    state: LineState
    understood: Understood
    asked: str | None
    asked_acts: frozenset[Act]
    is_formula: bool
    """A farewell, or the digits that were asked for: such a turn says nothing about the debt."""

    def share(self, intent: Intent) -> float:
        """How likely the turn means this, from 0 to 1.

        A sure phrase makes it likely, unless the model hears nothing of the kind: for the review, which proposes one
        result for the whole call, a false alarm is no safer than a miss.
        """
        if self.is_formula:
            return 0.0
        share = self.understood.scores.get(intent, 0.0)
        if any(trigger.intent is intent for trigger in self.understood.triggers):
            return max(share, 0.5 if share > 0.0 else 0.3)
        return share

    def means(self, *intents: Intent, least: float = 0.5) -> bool:
        """Is one of these meanings more likely than not?"""
        return any(self.share(intent) >= least for intent in intents)


@dataclass(frozen=True, slots=True)
class Interpreters:
    """The models a call is heard with; None means the shipped ones. ``memory`` judges wording in place of ``wording``
    where many calls say the same."""

    customer: CustomerModels | None = None
    wording: WordingModels | None = None
    memory: RememberedJudgements | None = None

    def judge(self, text: str, context: SpokenContext) -> Judgement:
        """What the wording guard says of one turn of the collector."""
        if self.memory is not None:
            return self.memory.judge(text, context)
        return judge(text, context, models=self.wording)


SHIPPED = Interpreters()


@dataclass(frozen=True, slots=True)
class CallReading:
    """All turns read. ``ended`` is the state after the last one; ``hung_up`` says that the line was cut."""

    call: Call
    agent: tuple[AgentTurn, ...]
    others: tuple[OtherTurn, ...]
    ended: LineState
    hung_up: bool


def read_turns(call: Call, *, interpreters: Interpreters = SHIPPED) -> CallReading:
    """Hear ``call`` in order."""
    state, hung_up = LineState(), False
    agent: list[AgentTurn] = []
    others: list[OtherTurn] = []
    asked: list[AgentTurn] = []
    last = max((at for at, turn in enumerate(call.turns) if turn.speaker is Speaker.AGENT), default=-1)
    for at, turn in enumerate(call.turns):
        if turn.speaker is Speaker.SYSTEM:
            state = replace(state, voicemail=state.voicemail or _is_voicemail(turn, others))
            hung_up = hung_up or bool(_HUNG_UP.search(turn.text))
        elif turn.speaker is Speaker.AGENT:
            heard = _agent_turn(turn, state, call, interpreters, is_last=at >= last - 1)
            before = call.turns[at - 1] if at else turn
            if before.speaker not in (Speaker.AGENT, Speaker.SYSTEM) and affirms(turn.text):
                heard = replace(heard, affirmed=_affirmed(before, interpreters))
            agent.append(heard)
            if asked and others and others[-1].turn.number > asked[-1].turn.number:
                asked = []
            asked.append(heard)
            state = after_agent(state, heard)
        else:
            other = _other_turn(turn, state, call, asked, interpreters)
            others.append(other)
            state = after_other(state, other)
            asked = []
    return CallReading(call, tuple(agent), tuple(others), state, hung_up)


def _is_voicemail(turn: Turn, others: list[OtherTurn]) -> bool:
    return not others and bool(_VOICEMAIL.search(turn.text))


def _agent_turn(
    turn: Turn, state: LineState, call: Call, interpreters: Interpreters, *, is_last: bool
) -> AgentTurn:
    readable = make_readable(turn.text)
    acts = read_acts(readable)
    context = SpokenContext(
        callee=state.callee,
        verified=state.verified,
        stage=_stage(state, acts, is_last=is_last),
        facts=_facts(call.facts, state),
    )
    third = state.callee is Callee.THIRD_PARTY
    told = None if state.verified and not third else told_of_debt(turn.text, acts, to_third_party=third)
    return AgentTurn(turn, state, acts, context, interpreters.judge(turn.text, context), told)


def _affirmed(before: Turn, interpreters: Interpreters) -> tuple[WordingFinding, ...]:
    """The violations in what the customer says was said, or nothing."""
    quoted = turned_round(before.text)
    if quoted is None:
        return ()
    judged = interpreters.judge(quoted, SpokenContext())
    sure = judged.verdict is Verdict.VIOLATION and judged.share >= _SURE_OF_A_QUOTE
    return tuple(one for one in judged.findings if one.share >= _SURE_OF_A_QUOTE) if sure else ()


def _stage(state: LineState, acts: tuple[ActHeard, ...], *, is_last: bool) -> Stage:
    if state.voicemail:
        return Stage.VOICEMAIL
    if is_last and any(heard.group == "close.goodbye" for heard in acts):
        return Stage.CLOSING
    if state.callee is Callee.THIRD_PARTY:
        return Stage.NEGOTIATION
    if not state.verified and not state.disclosed:
        return Stage.OPENING
    return Stage.INQUIRY if state.business_turns == 0 and not state.verified else Stage.NEGOTIATION


_NOT_FACTS = frozenset({"bucket", "debtor", "product", "due_date"})


def _facts(known: Mapping[str, FactValue], state: LineState) -> dict[str, FactValue]:
    """The facts of the case, and those that the call itself brought."""
    facts = {name: value for name, value in known.items() if name not in _NOT_FACTS}
    if state.disputed:
        facts["dispute_open"] = True
    if state.in_distress:
        facts["vulnerable"] = "suicidal"
    return facts


def discloses(heard: AgentTurn) -> bool:
    """Does the turn state the debt: that it exists, its amount, or since when it is overdue?"""
    if heard.says("state_debt.owes"):
        return True
    if not heard.does(Act.STATE_AMOUNT, Act.STATE_DUE_OR_OVERDUE, Act.STATE_NOT_RECEIVED):
        return False
    return heard.does(Act.STATE_DEBT) or names_amount(heard.turn.text, heard.context.facts)


def names_amount(text: str, facts: Mapping[str, FactValue]) -> bool:
    """Does the text name an amount that the case knows?"""
    amounts = [mention.fen for mention in money_mentions(fold(text))]
    known = [value for name, value in facts.items() if name.endswith("_fen") and isinstance(value, int)]
    return any(abs(amount - value) <= value * _ROUNDING for amount in amounts for value in known if value > 0)


def after_agent(state: LineState, heard: AgentTurn) -> LineState:
    """The state after a collector's turn."""
    text = heard.turn.text
    verified = state.verified
    if verified and _MISMATCH.search(text):
        verified = False
    elif (
        state.asked_to_verify and heard.does(Act.CONFIRM_VERIFIED) and state.callee is not Callee.THIRD_PARTY
    ):
        verified = True
    agency = heard.context.facts.get("agency")
    named = state.named or heard.does(Act.NAME_COMPANY) or (isinstance(agency, str) and agency in text)
    return replace(
        state,
        verified=verified,
        asked_to_verify=state.asked_to_verify or heard.does(Act.VERIFY_IDENTITY),
        disclosed=state.disclosed or discloses(heard) or heard.told is not None,
        named=named,
        told_third=state.told_third or (state.callee is Callee.THIRD_PARTY and heard.told is not None),
        business_turns=state.business_turns + heard.does(*_BUSINESS),
    )


def _other_turn(
    turn: Turn, state: LineState, call: Call, asked: list[AgentTurn], interpreters: Interpreters
) -> OtherTurn:
    said = "".join(one.turn.text for one in asked) or None
    understood = understand(
        turn.text, reference=call.started_at, agent_before=said, models=interpreters.customer
    )
    acts = frozenset(heard.act for one in asked for heard in one.acts)
    is_formula = is_farewell(turn.text) or (Act.VERIFY_IDENTITY in acts and _is_mark(turn.text))
    return OtherTurn(turn, state, understood, said, acts, is_formula)


def is_farewell(text: str) -> bool:
    """Is the turn nothing but thanks and goodbye?"""
    return bool(_FAREWELL.fullmatch(make_readable(text).text.strip()))


def _is_mark(text: str) -> bool:
    plain = make_readable(text).text.strip()
    return len(plain) <= _LONGEST_MARK and bool(_DIGITS.search(plain) or _BIRTH.search(plain))


def after_other(state: LineState, heard: OtherTurn) -> LineState:
    """The state after a turn of the customer or of a third person."""
    callee = state.callee
    verified = state.verified
    if heard.turn.speaker is Speaker.THIRD_PARTY and in_collectors_manner(heard.turn.text):
        return state  # A collector's threat under this mark shows nobody else on the line.
    if heard.turn.speaker is Speaker.THIRD_PARTY:
        callee, verified = Callee.THIRD_PARTY, False
    elif heard.means(*_NOT_THE_PERSON) and not verified:
        callee = Callee.THIRD_PARTY
    elif callee is not Callee.THIRD_PARTY or heard.means(Intent.IDENTITY_CONFIRM):
        callee = Callee.DEBTOR
    if callee is not Callee.DEBTOR and _gives_the_mark(heard):
        callee = (
            Callee.DEBTOR
        )  # Whoever gives the digits that were asked for is the customer, misheard before.
    if callee is Callee.DEBTOR and not verified and Act.VERIFY_IDENTITY in heard.asked_acts:
        verified = _answers_verification(heard)
    return replace(
        state,
        callee=callee,
        verified=verified,
        voicemail=False,
        disputed=state.disputed or (callee is Callee.DEBTOR and heard.means(*_DISPUTES)),
        in_distress=state.in_distress or heard.means(Intent.DISTRESS),
        third_marked=heard.turn.speaker is Speaker.THIRD_PARTY,
    )


def _gives_the_mark(heard: OtherTurn) -> bool:
    """Does a voice that the recording calls the customer's answer the identity check with digits alone?"""
    if heard.turn.speaker is not Speaker.DEBTOR or Act.VERIFY_IDENTITY not in heard.asked_acts:
        return False
    plain = make_readable(heard.turn.text).text
    return bool(_FOUR_DIGITS.search(plain)) and not heard.means(*_NOT_THE_PERSON, Intent.REFUSE_VERIFICATION)


def _answers_verification(heard: OtherTurn) -> bool:
    plain = make_readable(heard.turn.text).text.strip()
    if not heard.is_formula and heard.means(
        Intent.REFUSE_VERIFICATION, Intent.WRONG_PERSON, Intent.THIRD_PARTY
    ):
        return False
    if _DIGITS.search(plain) or _BIRTH.search(plain):
        return True
    # The collector read the mark out, and it was confirmed.
    offered = heard.asked is not None and _DIGITS.search(make_readable(heard.asked.rsplit("工号", 1)[0]).text)
    return bool(offered) and bool(_CONFIRMED.search(plain))
