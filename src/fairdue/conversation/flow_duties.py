"""What a flow owes to the customer: read-backs, ways for what must come first, a word on what follows, a close.

Room: conversation. ``flow_check`` calls it once every target exists.
"""

from __future__ import annotations

from collections.abc import Iterator

from fairdue.conversation.flow import END, ChoiceSpec, Condition, Effect, Flow, Step
from fairdue.conversation.flow_fault import Fault, FaultKind, of_choice, of_step
from fairdue.conversation.moves import asking
from fairdue.conversation.wording import Slot, Tells
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.intent import Intent

READ_BACK: dict[Effect, frozenset[Slot]] = {
    Effect.MAKE_PROMISE: frozenset({Slot.PROMISE_AMOUNT, Slot.PROMISE_ON}),
    Effect.CLAIM_PAYMENT: frozenset({Slot.PAID_ON, Slot.PAID_AMOUNT, Slot.PAID_CHANNEL}),
}
"""What one sentence of the step must repeat before an answer makes it a fact."""

MUST_BE_HEARD: tuple[Intent, ...] = (
    Intent.DISTRESS,
    Intent.DECEASED_OR_INCAPACITY,
    Intent.COMPLAINT,
    Intent.STOP_CONTACT,
    Intent.REPRESENTATIVE,
    Intent.DISPUTE_DEBT,
    Intent.DISPUTE_AMOUNT,
    Intent.THIRD_PARTY,
)
"""The meanings for which every flow needs a way that is open in the whole call."""

_MUST_TELL_NEXT = frozenset(
    {
        Effect.MAKE_PROMISE,
        Effect.CLAIM_PAYMENT,
        Effect.DISPUTE_AMOUNT,
        Effect.DISPUTE_DEBT,
        Effect.DISPUTE_FRAUD,
        Effect.RECEIVE_COMPLAINT,
        Effect.STATE_HARDSHIP,
        Effect.STOP_CONTACT,
        Effect.MEET_REPRESENTATIVE,
        Effect.LEARN_DEATH,
        Effect.LEARN_INCAPACITY,
    }
)
_ASKS_FOR_MONEY = frozenset({Effect.MAKE_PROMISE})


def duty_faults(flow: Flow) -> Iterator[Fault]:
    """Every fault of this kind."""
    for step in flow.steps.values():
        for choice in step.choices:
            yield from _choice_duties(flow, step, choice)
        yield from _hearing_duties(step)
        yield from _close_duty(flow, step)
    for choice in flow.always:
        yield from _choice_duties(flow, None, choice)
    yield from _safety_duties(flow)


def _choice_duties(flow: Flow, step: Step | None, choice: ChoiceSpec) -> Iterator[Fault]:
    step_id = step.step_id if step else ""
    said = [flow.wording.sentences[saying.sentence_id] for saying in step.say] if step else []
    for effect, slots in READ_BACK.items():
        if effect in choice.effects and not any(slots <= set(sentence.slots) for sentence in said):
            names = ", ".join(sorted(slots))
            mend = Bilingual(f"加一句复述 {names}", f"say a sentence of the step that repeats {names}")
            en = f"it makes {effect} a fact without a read-back"
            yield of_choice(FaultKind.NO_READ_BACK, step_id, choice, zh=f"{effect} 没有复述", en=en, mend=mend, key="effects")  # fmt: skip
    if _MUST_TELL_NEXT & set(choice.effects):
        for way in choice.ways:
            if way.to == END or not _tells(flow, flow.steps[way.to], Tells.NEXT):
                mend = Bilingual(
                    "在通向的步骤里说清下一步（tells: [next]）",
                    "let the step it leads to tell what happens next (a sentence with tells: [next])",
                )
                en = f"after it {way.to} does not tell what happens next"
                yield of_choice(FaultKind.NO_NEXT_CONTACT, step_id, choice, zh=f"之后 {way.to} 没有说下一步", en=en, mend=mend, key="to")  # fmt: skip
    if any(way.to == END for way in choice.ways) and not choice.note and choice.code is not None:
        mend = Bilingual("写上 note", "name what is noted (note)")
        en = "it ends the call with a code and writes no note"
        yield of_choice(FaultKind.NO_NOTE, step_id, choice, zh="带结果码结束，却没有记录", en=en, mend=mend)
    for ask in choice.asks:
        if not ask.optional and asking(ask.field) not in flow.wording.sentences:
            name = asking(ask.field)
            mend = Bilingual("在 wording 里写上这一句", "write the sentence under wording")
            en = f"it asks {ask.field}, and there is no sentence {name} to ask it again"
            yield of_choice(FaultKind.NOT_ASKED, step_id, choice, zh=f"没有补问的句子 {name}", en=en, mend=mend, key="asks")  # fmt: skip


def _hearing_duties(step: Step) -> Iterator[Fault]:
    """Of two answers that hear the same meaning, at most one may do without words of its own."""
    seen: dict[tuple[Intent, frozenset[str]], ChoiceSpec] = {}
    for choice in step.choices:
        values = frozenset(ask.field.value for ask in choice.asks)
        for intent in choice.hears:
            first = seen.setdefault((intent, values), choice)
            if first is not choice and not choice.words and not first.words:
                mend = Bilingual("给其中一个写上 words", "give one of them words of its own")
                en = f"it hears {intent} as {first.choice_id} does, and nothing tells them apart"
                yield of_choice(FaultKind.HEARD_TWICE, step.step_id, choice, zh=f"和 {first.choice_id} 都听 {intent}，分不开", en=en, mend=mend, key="hears")  # fmt: skip


def _close_duty(flow: Flow, step: Step) -> Iterator[Fault]:
    ends = any(way.to == END for choice in step.choices for way in choice.ways)
    if ends and step.everywhere and not _tells(flow, step, Tells.CLOSE):
        mend = Bilingual("加一句道别（tells: [close]）", "say goodbye (a sentence with tells: [close])")
        en = "the call can end here and nobody says goodbye"
        yield of_step(FaultKind.NO_CLOSE, step, zh="可以在这里结束，却没有道别", en=en, mend=mend, key="say")


def _tells(flow: Flow, step: Step, what: Tells) -> bool:
    return any(what in flow.wording.sentences[saying.sentence_id].tells for saying in step.say)


def _safety_duties(flow: Flow) -> Iterator[Fault]:
    heard = {intent for choice in flow.always if choice.care for intent in choice.hears}
    for intent in MUST_BE_HEARD:
        if intent not in heard:
            what = Bilingual(
                f"{intent} 没有随时可走的去路", f"{intent} has no way that is open in the whole call"
            )
            mend = Bilingual(
                "在 always 里给一个带 care 的回答写上 hears", "let a choice with care under always hear it"
            )
            yield Fault(FaultKind.SAFETY_WITHOUT_WAY, flow.origin.at("always"), what, mend)
    for choice in flow.always:
        money = _way_to_money(flow, choice) if choice.care else None
        if money is not None:
            mend = Bilingual(
                "给那个回答写上 when: nothing_settled", "let that way be open only when: nothing_settled"
            )
            en = f"from {money} the call goes back to asking for money"
            yield of_choice(FaultKind.SAFETY_TO_MONEY, "", choice, zh=f"从 {money} 又回到要钱", en=en, mend=mend, key="to")  # fmt: skip


def _way_to_money(flow: Flow, care: ChoiceSpec) -> str | None:
    """The first step on a way from care to a promise, where the care settled how the call goes on."""
    if not set(care.effects):
        return None
    seen: set[str] = set()
    waiting = [way.to for way in care.ways]
    while waiting:
        step_id = waiting.pop()
        if step_id == END or step_id in seen:
            continue
        seen.add(step_id)
        for choice in flow.steps[step_id].choices:
            if choice.when is Condition.NOTHING_SETTLED:
                continue
            if _ASKS_FOR_MONEY & set(choice.effects):
                return step_id
            waiting += [way.to for way in choice.ways]
    return None
