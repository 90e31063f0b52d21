"""Hearing: which answers of the present step the customer's own words may be, with how sure and why.

Room: conversation. The understanding room says what the words mean; the flow's data say which answer hears which
meaning. What comes out is a proposal to the collector. Only what must come before collecting is urgent: it is taken
at once, since to wait would harm, and a wrong stop does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.conversation.flow import FIELD_LABELS, Ask, ChoiceSpec
from fairdue.conversation.heard import Heard
from fairdue.conversation.hearing_names import INTENT_NAMES
from fairdue.conversation.identity_factors import factors_said
from fairdue.conversation.moves import choices_reached_by_words, missing_asks
from fairdue.conversation.session import Session
from fairdue.conversation.spoken_values import SpokenValues, fill_heard
from fairdue.conversation.typed_answer import about_value
from fairdue.foundation.bilingual import Bilingual
from fairdue.language.readable import make_readable
from fairdue.understanding.customer import Understood
from fairdue.understanding.intent import Intent

SURE = 0.9
"""From this share a meaning of care is heeded at once; a phrase that is sure is heeded whatever its share."""
LEAST = 0.3
"""Below this share an answer is not proposed."""
MOST_PROPOSALS = 3
_BY_MEANING, _BY_PHRASE, _BY_WHOLE = 0.95, 0.97, 0.99
"""A turn of phrase that the flow itself names says more than a meaning of the whole utterance."""
_MUTE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One answer that the words may be: send ``heard`` back to take it.

    ``missing`` are values that must still be asked; then ``heard`` is partial, and taking it asks for them.
    """

    heard: Heard = field(repr=False)
    label: Bilingual
    confidence: float
    reasons: tuple[Bilingual, ...] = field(repr=False)
    missing: tuple[Ask, ...] = ()
    care: bool = False

    @property
    def brings_values(self) -> bool:
        """Does it carry an amount, a day, an hour or a channel?"""
        heard = self.heard
        return bool(heard.amount_fen or heard.on or heard.at or heard.channel)


def propose(
    *, session: Session, words: str, understood: Understood, case: CaseFile, as_of: datetime
) -> tuple[Proposal, ...]:
    """The answers that the words may be, the likeliest first; none where nothing fits."""
    values = SpokenValues(words, understood.slots, as_of)
    found = []
    for choice in choices_reached_by_words(session=session, case=case):
        share, reasons = _by_factor(choice, session, words, case) or _likeness(choice, understood, words)
        heard, refused = _filled(choice, session, values, case, as_of)
        share, more = _with_values(share, choice, heard, session, values)
        if share >= LEAST:
            found.append(_proposal(choice, heard, min(share, 0.99), (*reasons, *more, *refused)))
    found.sort(key=lambda proposal: -proposal.confidence)
    return tuple(found[:MOST_PROPOSALS])


def urgent(
    *, session: Session, words: str, understood: Understood, case: CaseFile, as_of: datetime
) -> Heard | None:
    """The turn that must be taken at once, because what was said comes before collecting; None mostly.

    What stands first in the flow's list of care wins over what stands later. Where the step itself has an answer
    for the same meaning (a relative who wants no calls), or words of its own for who is on the line (a call
    assistant), that one is taken.
    """
    open_now = choices_reached_by_words(session=session, case=case)
    values = SpokenValues(words, understood.slots, as_of)
    for care in session.flow.always:
        if not care.care:
            continue
        same = [c for c in open_now if not c.care and _answers_like(c, care, words)]
        for choice in (*same, care):
            if _surely(choice, understood, words):
                if choice not in open_now:
                    return (
                        None  # the call stands there already, and nothing that comes later in the list wins
                    )
                heard, _ = _filled(choice, session, values, case, as_of)
                return None if missing_asks(choice, heard) else heard
    return None


def _answers_like(choice: ChoiceSpec, care: ChoiceSpec, words: str) -> bool:
    """Is it the step's own answer to what the care is about: the same meaning, or in its own words who is on the line?"""
    says_who = choice.settings.answered_by is not None and care.settings.answered_by is not None
    return bool(set(choice.hears) & set(care.hears)) or (says_who and bool(_phrase_in(choice.words, words)))


def _surely(choice: ChoiceSpec, understood: Understood, words: str) -> bool:
    """Is the meaning of care certain: by its own turn of phrase, by a sure phrase, or by a high share?"""
    if choice.words and _phrase_in(choice.words, words):
        return True
    if choice.words and not choice.care:
        return False  # of several answers that hear one meaning, only the words tell which
    triggered = {trigger.intent for trigger in understood.triggers}
    return any(intent in triggered or understood.scores.get(intent, 0.0) >= SURE for intent in choice.hears)


def _likeness(choice: ChoiceSpec, understood: Understood, words: str) -> tuple[float, tuple[Bilingual, ...]]:
    """How far meanings and turns of phrase speak for an answer, and which they are."""
    share, reasons = 0.0, []
    heard = [(understood.scores.get(intent, 0.0), intent) for intent in choice.hears]
    best, intent = max(heard, default=(0.0, None), key=lambda pair: pair[0])
    if intent is not None and best >= LEAST:
        share = best * _BY_MEANING
        reasons.append(_because(intent))
    phrase = _phrase_in(choice.words, words)
    if phrase:
        share = max(share, _BY_WHOLE if phrase.startswith("=") else _BY_PHRASE)
        bare = phrase.removeprefix("=")
        reasons.append(Bilingual(f"听到“{bare}”", f'heard "{bare}"'))
    elif choice.words and share:
        share *= 0.9  # another answer of the step may hear the same meaning in words of its own
    return share, tuple(reasons)


def _by_factor(
    choice: ChoiceSpec, session: Session, words: str, case: CaseFile
) -> tuple[float, tuple[Bilingual, ...]] | None:
    """For an answer of the identity check: do the characters that were said match? None where none were said."""
    if not session.flow.checks_identity(session.step):
        return None
    said = factors_said(words, case)
    if not said:
        return None
    matched = [factor for factor, matches in said.items() if matches]
    if choice.settings.verified_by:
        fits = Bilingual("说的和预留的对上了", "what was said matches what is on file")
        return (_BY_WHOLE, (fits,)) if choice.settings.verified_by in matched else (0.0, ())
    if choice.hears or choice.care or choice.aside:
        return None
    differs = Bilingual("说的和预留的没对上", "what was said does not match what is on file")
    return (0.0, ()) if matched else (_BY_PHRASE, (differs,))


def _because(intent: Intent) -> Bilingual:
    name = INTENT_NAMES[intent]
    return Bilingual(f"意思是：{name.zh}", f"it means: {name.en}")


def _phrase_in(phrases: Sequence[str], words: str) -> str | None:
    """The longest of the phrases that the words hold; one that begins with ``=`` is all that was said."""
    said = plain(words)
    found = [p for p in phrases if (said == plain(p) if p.startswith("=") else plain(p) in said)]
    return max(found, key=len, default=None)


def plain(text: str) -> str:
    """Words without blanks and signs, in one spelling, so that they can be compared."""
    return _MUTE.sub("", make_readable(text).text)


def _filled(
    choice: ChoiceSpec, session: Session, values: SpokenValues, case: CaseFile, as_of: datetime
) -> tuple[Heard, tuple[Bilingual, ...]]:
    """The turn with all values that were said, now or before; those that cannot be taken are left out, with why."""
    pending = session.pending
    kept = pending if pending and pending.choice == choice.choice_id else Heard(choice.choice_id)
    heard = fill_heard(replace(kept, partial=False, words=values.words), choice=choice, values=values)
    refused = []
    for ask in choice.asks:
        if ask in missing_asks(choice, heard):
            continue
        complaint = about_value(ask, heard=heard, session=session, case=case, as_of=as_of)
        if complaint is not None:
            refused.append(complaint)
            heard = _without(heard, ask)
    return heard, tuple(refused)


_HOLDS = {"amount": "amount_fen", "date": "on", "time": "at", "channel": "channel", "text": "text"}


def _without(heard: Heard, ask: Ask) -> Heard:
    empty = Heard("")
    name = _HOLDS[ask.kind.value]
    return replace(heard, **{name: getattr(empty, name)})


def _with_values(
    share: float, choice: ChoiceSpec, heard: Heard, session: Session, values: SpokenValues
) -> tuple[float, tuple[Bilingual, ...]]:
    """How far the values speak for an answer: it takes what was said, and misses little."""
    missing = missing_asks(choice, heard)
    told = [ask for ask in choice.asks if ask.kind.value != "text" and values.has(ask.field)]
    if not choice.asks:
        # A bare answer beside one that takes the value just said is the less likely of the two, but a day that was
        # named belongs to the answer that hears a promise.
        dated = Intent.PROMISE in choice.hears and values.day_ahead is not None
        return (share * 0.9 if share and values.any_amount and not dated else share), ()
    awaited = session.pending is not None and session.pending.choice == choice.choice_id and told
    if awaited:
        share = max(share, 0.92)
    elif told and not choice.hears:
        share = max(share, 0.6 + 0.1 * len(told))
    if not share:
        return 0.0, ()
    share += 0.02 * len(told) - 0.05 * sum(ask.kind.value != "channel" for ask in missing)
    if values.any_amount and not any(ask.kind.value == "amount" for ask in choice.asks):
        share -= 0.2
    reasons = [_told(ask) for ask in told]
    return max(share, 0.0), tuple(reasons)


def _told(ask: Ask) -> Bilingual:
    label = FIELD_LABELS[ask.field]
    return Bilingual(f"说了：{label.zh}", f"told: {label.en}")


def _proposal(choice: ChoiceSpec, heard: Heard, share: float, reasons: Sequence[Bilingual]) -> Proposal:
    missing = missing_asks(choice, heard)
    return Proposal(
        heard=replace(heard, partial=bool(missing)),
        label=choice.label,
        confidence=round(share, 2),
        reasons=tuple(dict.fromkeys(reasons)),
        missing=missing,
        care=choice.care,
    )
