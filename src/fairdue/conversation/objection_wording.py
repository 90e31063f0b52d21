"""The objections' own sentences before the wording guard, as ``wording_check`` does it for those of the flow.

Room: conversation. A sentence that may be said before the identity check is judged in an opening, all others in a
negotiation with the made-up case of the demo. What is never to be said is judged too: the guard ought to know it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fairdue.compliance.wording.guard import judge
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.conversation.objection import NeverSay, Objection, ObjectionLibrary, Reply
from fairdue.conversation.wording_check import SentenceJudged, as_in_the_demo, setting_of_sentence
from fairdue.foundation.bilingual import Language

_NEGOTIATION = setting_of_sentence("objection")
_OPENING = SpokenContext(Callee.UNKNOWN, False, Stage.OPENING, _NEGOTIATION.facts)


def settings_of_reply(reply: Reply) -> tuple[SpokenContext, ...]:
    """In which settings a sentence can be said: after the check always, before it where it is marked so."""
    return (_NEGOTIATION, _OPENING) if reply.before_check else (_NEGOTIATION,)


def check_objections(library: ObjectionLibrary, *, languages: Iterable[Language]) -> Iterator[SentenceJudged]:
    """Judge every sentence of the library in every language and setting, with the values of the demo."""
    wanted = tuple(languages)
    for reply in library.sentences():
        for language in wanted:
            text = as_in_the_demo(reply.sentence, language)
            for setting in settings_of_reply(reply):
                yield SentenceJudged(
                    reply.sentence.sentence_id, language, text, setting, judge(text, setting)
                )


def check_never_said(library: ObjectionLibrary) -> Iterator[tuple[Objection, NeverSay, SentenceJudged]]:
    """Judge in Chinese what must never be said; whatever passes shows what the guard does not know yet."""
    for objection in library.objections.values():
        for number, never in enumerate(objection.never, 1):
            name = f"objection.{objection.objection_id}.never.{number}"
            judgement = judge(never.words.zh, _NEGOTIATION)
            yield objection, never, SentenceJudged(name, "zh", never.words.zh, _NEGOTIATION, judgement)
