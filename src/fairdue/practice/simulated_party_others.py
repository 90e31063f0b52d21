"""What those answer who are not the customer: family, colleagues, a new owner of the number, agents, machines.

Room: practice. They know nothing of the debt unless the collector tells it, which is then their grievance.
"""

from __future__ import annotations

from dataclasses import replace

from fairdue.practice.persona import Answerer, Telling
from fairdue.practice.simulated_party_plan import cannot_wait, plan_customer
from fairdue.practice.simulated_party_scene import ASKS_FOR_MONEY, NAMES_DEBT, Plan, Scene, answer, hang_up
from fairdue.understanding.acts import Act

_WHO = {
    Answerer.MOTHER: "mother",
    Answerer.SPOUSE: "spouse",
    Answerer.COLLEAGUE: "colleague",
    Answerer.CHILD: "child",
    Answerer.RELATIVE: "relative",
}
_SAVED = "留言已保存，通话结束"
_CUT = "对方已挂断"
_PUT_THROUGH = "正在为您转接机主，请稍候"
_ASKS_AGAIN = "请说明您的姓名、单位和来意，我会转达给机主"
_MOST_OF_MACHINE = 3
_ASKS_FOR_THE_PERSON = frozenset(
    {
        Act.ASK_THIRD_PARTY_TO_PASS_ON,
        Act.ASK_RELATION,
        Act.ASK_REACH_PERSON,
        Act.ASK_CALLBACK_TIME,
        Act.VERIFY_IDENTITY,
    }
)


def plan_answer(scene: Scene) -> Plan:
    """The answer of whoever is on the line."""
    answered_by = scene.persona.answered_by
    if answered_by is Answerer.VOICEMAIL:
        return _voicemail(scene)
    if answered_by is Answerer.SCREENING and not scene.standing.put_through:
        return _screening(scene)
    if answered_by is Answerer.NEW_OWNER:
        return _new_owner(scene)
    if answered_by in (Answerer.AI_AGENT, Answerer.LAWYER):
        return _agent(scene)
    if answered_by in _WHO:
        return _third_person(scene, _WHO[answered_by])
    return plan_customer(scene)


def _voicemail(scene: Scene) -> Plan:
    """A machine that records: whatever was said, it is kept, and the line ends soon."""
    ends = scene.heard.silent or scene.heard.does(Act.CLOSE) or scene.standing.turns >= 2
    return Plan((), scene.hidden, scene.standing, ends=ends, system=_SAVED if ends else "")


def _screening(scene: Scene) -> Plan:
    """A phone assistant puts through whoever says who they are, and ends with whoever does not."""
    if scene.heard.names_agency or scene.standing.caller_known:
        standing = replace(scene.standing, put_through=True, caller_known=False)
        return Plan(("screen.put_through",), scene.hidden, standing, system=_PUT_THROUGH)
    if scene.standing.turns >= _MOST_OF_MACHINE or scene.heard.silent:
        return Plan((), scene.hidden, scene.standing, ends=True, system=_CUT)
    return Plan((), scene.hidden, scene.standing, system=_ASKS_AGAIN)


def _ending(scene: Scene, goodbye: str = "bye.other") -> Plan | None:
    if scene.heard.does(Act.CLOSE) and "close.goodbye" in scene.heard.groups:
        return replace(answer(scene, goodbye), ends=True)
    return None


def _disclosed(scene: Scene) -> bool:
    return bool(scene.heard.acts & (NAMES_DEBT | ASKS_FOR_MONEY)) or "C18" in scene.heard.codes


def _third_person(scene: Scene, who: str) -> Plan:
    heard, standing = scene.heard, scene.standing

    def own_way(key: str) -> str:
        """A child says it as a child does."""
        return f"{key}_child" if who == "child" else key

    waits = cannot_wait(scene)
    if waits is not None:
        return waits
    trigger = scene.fresh(scene.telling(Telling.TRIGGER))
    if trigger is not None and not scene.hidden.heeded:
        if not standing.confirmed:
            return answer(scene, scene.fresh(scene.telling(Telling.OPENING)) or "third.why", confirmed=True)
        if not scene.hidden.trigger_told or _disclosed(scene):
            return replace(answer(scene, trigger), hidden=replace(scene.hidden, trigger_told=True))
    if trigger is not None and heard.acts & _ASKS_FOR_THE_PERSON:
        return answer(scene, trigger)
    if not standing.confirmed:
        return answer(scene, scene.fresh(scene.telling(Telling.OPENING)) or f"third.{who}", confirmed=True)
    ending = _ending(scene, "bye.child" if who == "child" else "bye.other")
    if ending is not None:
        return ending
    if _disclosed(scene):
        return answer(scene, f"third.shock_{who}" if who == "child" else "third.shock")
    if heard.does(Act.ASK_THIRD_PARTY_TO_PASS_ON):
        will = scene.hidden.trust >= scene.terms.verifies_at - 10
        return answer(scene, own_way("third.will_tell") if will else "third.will_not")
    if heard.does(Act.ASK_RELATION):
        return answer(scene, f"third.{who}")
    if heard.does(Act.ASK_REACH_PERSON, Act.ASK_CALLBACK_TIME):
        return answer(scene, own_way("third.when_back"))
    if heard.does(Act.VERIFY_IDENTITY):
        return answer(scene, f"third.{who}")
    if not scene.heard.names_agency and not standing.caller_known:
        return answer(scene, "third.who_are_you", caller_known=True)
    if not standing.has_said("third.why"):
        return answer(scene, "third.why", caller_known=True)
    own = scene.fresh(scene.telling(Telling.ASIDE))
    return answer(scene, own if own is not None and not standing.has_said(own) else "listen.other")


def _new_owner(scene: Scene) -> Plan:
    heard, standing = scene.heard, scene.standing
    waits = cannot_wait(scene)
    if waits is not None:
        return waits
    ending = _ending(scene)
    if ending is not None and standing.confirmed:
        return ending
    opening = scene.telling(Telling.OPENING)
    if not standing.confirmed:
        return answer(scene, scene.fresh(opening) or "wrong.number", confirmed=True)
    if _disclosed(scene) or heard.does(Act.VERIFY_IDENTITY, Act.ASK_IF_PERSON):
        return answer(scene, scene.fresh(opening) or "wrong.number")
    if heard.does(Act.STOP_COLLECTING, Act.APOLOGISE):
        return answer(scene, "wrong.stop")
    if heard.does(Act.ASK_THIRD_PARTY_TO_PASS_ON, Act.ASK_REACH_PERSON, Act.ASK_RELATION):
        return answer(scene, "wrong.unknown_person")
    if not standing.has_said("who.ask"):
        return answer(scene, "who.ask")
    return answer(scene, scene.fresh(scene.telling(Telling.ASIDE)) or "wrong.stop")


def _agent(scene: Scene) -> Plan:
    """An agent for the customer: says so, gives nothing, wants it in writing."""
    waits = cannot_wait(scene)
    if waits is not None:
        return waits
    ending = _ending(scene, "bye.agent")
    if ending is not None and scene.standing.confirmed:
        return ending
    if not scene.standing.confirmed:
        hidden = replace(scene.hidden, trigger_told=True)
        return replace(
            answer(scene, scene.fresh(scene.telling(Telling.OPENING)) or "agent.lawyer", confirmed=True),
            hidden=hidden,
        )
    if scene.heard.does(Act.VERIFY_IDENTITY):
        return answer(scene, "agent.no_identity")
    if scene.heard.acts & (NAMES_DEBT | ASKS_FOR_MONEY | {Act.ASK_REASON}):
        return answer(scene, scene.fresh(scene.telling(Telling.TRIGGER)) or "agent.lawyer")
    key = scene.fresh(scene.telling(Telling.ASIDE)) or "agent.in_writing"
    if scene.standing.has_said(key) and scene.standing.has_said("agent.in_writing"):
        return hang_up(scene, "bye.agent")
    return answer(scene, key)
