"""What a simulated customer answers: which sayings come next, and what that brings out.

Room: practice. It chooses by name; the words are made in ``speech``. First comes what cannot wait (silence, a threat,
a danger, patience at its end), then who they are, then what was asked. ``simulated_party_others`` does the same for
those who are not the customer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from fairdue.practice.hidden_state import Promised, shipped_behaviour
from fairdue.practice.persona import Gives, Reaction, Telling
from fairdue.practice.simulated_party_scene import ASKS_FOR_MONEY, NAMES_DEBT, Plan, Scene, answer, hang_up
from fairdue.understanding.acts import Act

_HALF = 50
_UPSET = 60
_NO_PATIENCE_LEFT = 2
"""Turns before the end of patience at which it is told."""


def first_of(scene: Scene, *steps: Callable[[Scene], Plan | None]) -> Plan | None:
    """The first step that has an answer."""
    for step in steps:
        plan = step(scene)
        if plan is not None:
            return plan
    return None


def plan_customer(scene: Scene) -> Plan:
    """The customer's answer."""
    plan = first_of(scene, cannot_wait, _identity, _closing, _trigger, _objection, _question)
    return plan if plan is not None else _nothing_asked(scene)


def cannot_wait(scene: Scene) -> Plan | None:
    """Silence, a threat, a temper lost, patience at its end."""
    standing, terms, heard = scene.standing, scene.terms, scene.heard
    if heard.silent:
        if standing.silences + 1 >= terms.silences:
            return hang_up(scene, "line.nobody_there")
        return answer(scene, "line.hello", silences=standing.silences + 1)
    if heard.codes & shipped_behaviour().threats:
        plan = _pressed(scene)
        if plan is not None:
            return plan
    if scene.hidden.emotion >= terms.hangs_up_at:
        return hang_up(scene, "bye.angry")
    if standing.turns >= terms.patience_turns and not heard.does(Act.CLOSE):
        return hang_up(scene, "bye.no_time")
    if heard.repeated and scene.lucky(_HALF + scene.hidden.emotion // 2):
        return answer(scene, "line.said_that")
    return None


def _pressed(scene: Scene) -> Plan | None:
    """What a threat or an insult brings, each time the next of the persona's reactions."""
    reactions = scene.persona.pressed
    if not reactions:
        return None
    reaction = reactions[min(len(reactions), max(1, scene.hidden.pressed)) - 1]
    if reaction is Reaction.HANG_UP:
        return hang_up(scene, "bye.angry")
    if reaction is Reaction.FALSE_PROMISE:
        case = scene.person.case
        promised = Promised(scene.person.pays_on, case.ledger_amount_fen, firm=False)
        return replace(
            answer(scene, "pressed.false_promise", agreed=True),
            hidden=replace(scene.hidden, promised=promised),
        )
    if reaction is Reaction.DISTRESS:
        hidden = replace(scene.hidden, trigger_told=True, heeded=False)
        return replace(
            answer(scene, scene.fresh(scene.telling(Telling.TRIGGER)) or "pressed.fear"), hidden=hidden
        )
    return answer(scene, f"pressed.{reaction.value}")


def _identity(scene: Scene) -> Plan | None:
    """Until the person is verified, or has let the debt be named without it."""
    standing, heard = scene.standing, scene.heard
    known = standing.caller_known or heard.names_agency
    scene = replace(scene, standing=replace(standing, caller_known=known))
    if heard.does(Act.VERIFY_IDENTITY) and not standing.verified:
        return _verification(scene, known=known)
    if standing.verified:
        return None
    if not standing.confirmed:
        opening = scene.fresh(scene.telling(Telling.OPENING))
        if opening is not None:
            return answer(scene, opening, confirmed=True)
        return answer(scene, "self.confirm" if known else "self.confirm_who", confirmed=True)
    if heard.acts & NAMES_DEBT:
        if scene.lucky(_HALF) or scene.hidden.trust >= scene.terms.verifies_at:
            return None
        return answer(scene, "who.fraud" if known else "who.ask")
    if heard.does(Act.CLOSE) or standing.debt_named:
        return None
    if heard.does(Act.ASK_CAN_TALK) and heard.acts & {Act.ASK_CALLBACK_TIME}:
        return answer(scene, "callback.hour")
    if not known:
        return answer(scene, "who.ask")
    return answer(scene, "listen.go_on" if scene.lucky(70) else "who.matter")


def _verification(scene: Scene, *, known: bool) -> Plan:
    """Who they are is proved once the caller is known and trusted, soon or late."""
    standing, terms = scene.standing, scene.terms
    willing = scene.persona.verifies and (
        scene.hidden.trust >= terms.verifies_at or standing.refusals >= terms.settles_after
    )
    if willing and known:
        return answer(scene, "verify.digits", verified=True, confirmed=True)
    if not known:
        return answer(scene, "who.ask", confirmed=True, refusals=standing.refusals + 1)
    return answer(scene, "verify.refuse", confirmed=True, refusals=standing.refusals + 1)


def _closing(scene: Scene) -> Plan | None:
    if scene.heard.does(Act.CLOSE) and "close.goodbye" in scene.heard.groups:
        return replace(
            answer(scene, "bye.thanks" if scene.hidden.emotion < _UPSET else "bye.short"), ends=True
        )
    return None


def _trigger(scene: Scene) -> Plan | None:
    """What must be heeded is said once it hurts: the debt is named, a reason asked, money asked for."""
    hidden = scene.hidden
    key = scene.fresh(scene.telling(Telling.TRIGGER))
    if key is None or hidden.heeded:
        return None
    touched = scene.heard.acts & (NAMES_DEBT | ASKS_FOR_MONEY | {Act.ASK_REASON})
    if not touched and not hidden.trigger_told:
        return None
    if hidden.trigger_told and not touched:
        return None
    return replace(answer(scene, key, debt_named=True), hidden=replace(hidden, trigger_told=True))


def _objection(scene: Scene) -> Plan | None:
    """An objection that is open stands before every payment, and comes again until it is settled."""
    still_open = scene.hidden.open_objections
    touched = scene.heard.acts & (NAMES_DEBT | ASKS_FOR_MONEY | {Act.ASK_DISPUTE, Act.ASK_REASON})
    if not still_open or not touched:
        return None
    return answer(scene, still_open[0], debt_named=True)


def _question(scene: Scene) -> Plan | None:
    """The answer to what was asked, the hardest question first."""
    heard, standing = scene.heard, scene.standing
    gives = scene.persona.gives
    if gives in (Gives.CLAIM, Gives.CLAIM_HALF):
        plan = _claim(scene)
        if plan is not None:
            return plan
    if heard.does(Act.READ_BACK, Act.ASK_CONSENT) and (standing.agreed or standing.money_asked):
        return answer(scene, "agree.read_back")
    if "C15" in heard.codes:
        hidden = replace(scene.hidden, bargains=scene.hidden.bargains + 1, promised=None)
        return replace(answer(scene, "bargain.more"), hidden=hidden)
    if heard.does(Act.ASK_REASON) and not scene.hidden.reason_told:
        return _reason(scene)
    if heard.acts & NAMES_DEBT and not standing.debt_named:
        return _told(scene)
    if heard.does(Act.ASK_CHANNEL) and standing.agreed:
        return answer(scene, "pay.channel")
    if heard.acts & ASKS_FOR_MONEY:
        return _money(scene)
    if heard.does(Act.ASK_REASON):
        return _hidden_fact(scene) or answer(
            scene, scene.fresh(scene.telling(Telling.REASON)) or "listen.yes"
        )
    if heard.does(Act.ASK_CALLBACK_TIME):
        return answer(scene, "callback.hour")
    if heard.does(Act.ASK_CHANNEL):
        return answer(scene, "pay.channel")
    if heard.does(Act.ASK_ANYTHING_ELSE):
        return answer(scene, "bye.nothing_else")
    return None


def _told(scene: Scene) -> Plan:
    key = scene.fresh(scene.telling(Telling.TOLD)) or "told.silent"
    return answer(scene, key, debt_named=True)


def _reason(scene: Scene) -> Plan:
    """The reason comes once trust is enough; until then they evade."""
    if scene.hidden.trust < scene.terms.reveals_at and scene.standing.money_asked < 3:
        evades = scene.fresh(scene.telling(Telling.EVADES))
        if evades is not None and not scene.standing.has_said(evades):
            return answer(scene, evades, debt_named=True)
    hidden = replace(scene.hidden, reason_told=True)
    key = scene.fresh(scene.telling(Telling.REASON)) or "reason.busy"
    return replace(answer(scene, key, debt_named=True), hidden=hidden)


def _hidden_fact(scene: Scene) -> Plan | None:
    """What they would rather not say, one thing after the other, to somebody whom they trust well."""
    hides = scene.telling(Telling.HIDDEN)
    told = scene.hidden.hidden_told
    if told >= len(hides) or scene.hidden.trust < scene.terms.reveals_at + 8:
        return None
    return replace(answer(scene, hides[told]), hidden=replace(scene.hidden, hidden_told=told + 1))


def _claim(scene: Scene) -> Plan | None:
    """Who has paid tells day, amount and way, each when it is asked; some know no more than the day."""
    heard, standing = scene.heard, scene.standing
    knows_all = scene.persona.gives is Gives.CLAIM
    asked = []
    if heard.does(Act.ASK_THREE_ELEMENTS):
        if knows_all:
            return answer(
                scene, "claim.all", debt_named=True, claim_told=frozenset({"when", "amount", "channel"})
            )
        return answer(scene, "claim.unsure", debt_named=True, claim_told=standing.claim_told | {"when"})
    if heard.does(Act.ASK_PAID_WHEN):
        asked.append("when")
    if heard.does(Act.ASK_PAID_AMOUNT, Act.ASK_AMOUNT) and standing.debt_named:
        asked.append("amount")
    if heard.does(Act.ASK_CHANNEL) and standing.debt_named:
        asked.append("channel")
    if asked:
        keys = [f"claim.{one}" if knows_all or one == "when" else f"claim.unsure_{one}" for one in asked]
        return answer(scene, *keys, claim_told=standing.claim_told | frozenset(asked))
    if heard.does(Act.ASK_EVIDENCE):
        return answer(scene, "claim.evidence")
    if heard.acts & (NAMES_DEBT | ASKS_FOR_MONEY) or heard.does(Act.ASK_REASON):
        told = scene.fresh(scene.telling(Telling.TOLD)) or "claim.paid"
        return answer(scene, told if not standing.has_said(told) else "claim.paid", debt_named=True)
    if heard.does(Act.READ_BACK, Act.ASK_CONSENT):
        return answer(scene, "agree.read_back")
    return None


def _money(scene: Scene) -> Plan:
    """When a day, an amount or a plan is asked for: what they give, if they are ready to give it."""
    asked = scene.standing.money_asked
    scene = replace(scene, standing=replace(scene.standing, money_asked=asked + 1, debt_named=True))
    hidden, terms, gives = scene.hidden, scene.terms, scene.persona.gives
    own = scene.fresh(scene.telling(Telling.PAYS))
    ready = hidden.trust >= terms.reveals_at - 15 or asked >= 3
    if not ready and gives is not Gives.NOTHING:
        evades = scene.fresh(scene.telling(Telling.EVADES))
        return answer(scene, evades or "pay.vague")
    if hidden.bargains and gives is not Gives.NOTHING:
        return answer(scene, "bargain.more")
    if gives is Gives.PAY_NOW:
        return _promises(scene, own or "pay.now", firm=True, today=True)
    if gives is Gives.PROMISE:
        return _promises(scene, own or "pay.day", firm=hidden.willingness >= _HALF)
    if gives is Gives.VAGUE:
        if asked >= 2 and scene.heard.does(Act.ASK_DATE):
            return _promises(scene, "pay.day", firm=False)
        return answer(scene, own or "pay.vague")
    if gives is Gives.PART:
        return _promises(scene, own or "pay.part", firm=True, fen=scene.person.part_fen)
    if gives is Gives.PLAN:
        return _plan(scene, own)
    return answer(scene, own or "pay.cannot")


def _promises(scene: Scene, key: str, *, firm: bool, today: bool = False, fen: int = 0) -> Plan:
    amount = fen or scene.person.case.ledger_amount_fen
    on = scene.person.pays_on
    if today:
        on = scene.person.case.due_on + timedelta(days=scene.person.case.days_past_due)
    promised = Promised(on, amount, firm=firm and scene.hidden.willingness >= _HALF)
    return replace(answer(scene, key, agreed=True), hidden=replace(scene.hidden, promised=promised))


def _plan(scene: Scene, own: str | None) -> Plan:
    """A wish for a plan; one that is taken up is agreed to, at what they can carry."""
    if scene.heard.does(Act.OFFER_PLAN, Act.ASK_AMOUNT) and scene.hidden.reason_told:
        promised = Promised(scene.person.pays_on, scene.person.monthly_fen, firm=True)
        hidden = replace(scene.hidden, promised=promised)
        return replace(answer(scene, "plan.monthly", agreed=True), hidden=hidden)
    return answer(scene, own or "plan.ask")


def _nothing_asked(scene: Scene) -> Plan:
    """Nothing was asked: they go on by themselves, or hear it."""
    heard, hidden = scene.heard, scene.hidden
    if heard.does(Act.EMPATHISE) and scene.standing.debt_named:
        if not hidden.reason_told and hidden.trust >= scene.terms.reveals_at:
            return _reason(scene)
        plan = _hidden_fact(scene)
        if plan is not None:
            return plan
        return answer(scene, "listen.thanks")
    if scene.standing.turns + _NO_PATIENCE_LEFT >= scene.terms.patience_turns:
        return answer(scene, "line.hurry")
    aside = scene.fresh(scene.telling(Telling.ASIDE))
    if aside is not None and not scene.standing.has_said(aside) and scene.lucky(_HALF):
        return answer(scene, aside)
    if heard.acts:
        return answer(scene, "listen.yes")
    return answer(scene, "line.what")
