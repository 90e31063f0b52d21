"""Own words: what a collector means to say or write, judged while it is typed, with the facts of the case.

Room: conversation. The playbook's sentences were judged before; words of one's own are judged here, sentence by
sentence, in the setting in which they would be said. Each finding carries the stretch of what was typed and the lawful
sentence that serves the same purpose. Nothing is kept, and nothing is forbidden from here: the gate and the person
decide; this only says it in time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fairdue.casefile.case import CaseFile
from fairdue.compliance.wording.guard import Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage
from fairdue.compliance.wording.wording_class import DecidingFact, WordingClass, wording_classes
from fairdue.conversation.script import Passage, Place, PlaceKind, SpeakerRole, sentences_of
from fairdue.foundation.bilingual import Bilingual

LONGEST = 2_000
"""Characters that are judged; a sentence to a customer is a small part of it."""


@dataclass(frozen=True, slots=True)
class WordsFound:
    """One class that a stretch of the words touches. ``missing`` are the facts that would decide it."""

    about: WordingClass
    verdict: Verdict
    stretch: str = field(repr=False)
    missing: tuple[DecidingFact, ...]
    instead: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What is said of the whole: the strictest verdict, and each class once, violations first."""

    verdict: Verdict
    found: tuple[WordsFound, ...]


def judge_own_words(*, text: str, setting: SpokenContext) -> OwnWords:
    """Judge words as if the collector said them in ``setting``. Any text is taken; empty text is ok."""
    found: dict[str, WordsFound] = {}
    verdict = Verdict.OK
    passage = Passage(Place(PlaceKind.LINE, 1), text[:LONGEST], SpeakerRole.COLLECTOR)
    for sentence in sentences_of([passage]):
        if sentence.speaker is not SpeakerRole.COLLECTOR:
            continue
        judged = judge(sentence.text, setting)
        if judged.verdict is Verdict.OK:
            continue
        if verdict is not Verdict.VIOLATION:
            verdict = judged.verdict
        for one in judged.findings:
            about = _classes()[one.code]
            known = found.get(one.code)
            if known is None or known.verdict is Verdict.REVIEW:
                found[one.code] = WordsFound(
                    about,
                    judged.verdict,
                    sentence.text[one.starts : one.ends].strip(),
                    about.missing_facts(setting) if judged.verdict is Verdict.REVIEW else (),
                    tuple(lawful.says for lawful in about.instead),
                )
    order = sorted(found.values(), key=lambda one: (one.verdict is Verdict.REVIEW, one.about.class_id))
    return OwnWords(verdict, tuple(order))


def setting_of(*, case: CaseFile, verified: bool, stage: Stage = Stage.NEGOTIATION) -> SpokenContext:
    """The setting of a call or a letter on a case: what the case itself knows; the rest stays unknown.

    Whoever has not been verified is not known to be the customer, and the call has not left its opening.
    """
    facts: dict[str, FactValue] = {
        "creditor": case.account.creditor,
        "ledger_amount_fen": case.balance_fen,
        "dispute_open": any(dispute.closed_at is None for dispute in case.disputes),
        "agent_role": "agency_collector",
    }
    if not verified:
        return SpokenContext(Callee.UNKNOWN, False, Stage.OPENING, facts)
    return SpokenContext(Callee.DEBTOR, True, stage, facts)


def _classes() -> dict[str, WordingClass]:
    return {one.class_id: one for one in wording_classes()}
