"""``fairdue objections``: the library of objections, and which of them fit some words.

Room: cli. Without a case the places of a sentence stay open; in a call they are filled, and only what may be said
then is shown. The words are read, ranked and forgotten.
"""

from __future__ import annotations

import json as json_text
import sys
from datetime import datetime
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import language
from fairdue.conversation.objection import Objection
from fairdue.conversation.objection_index import Match
from fairdue.conversation.objection_ranking import SafetyNotice, match_objections
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.playbook import read_flow
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA


@app.command
def objections(
    *words: str,
    json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> int:
    """List the objections, or show those that fit what a customer said, the best first.

    Parameters
    ----------
    words
        What the customer said; without it all objections are listed.
    json
        Print each objection as one JSON object a line.
    """
    library = read_objections()
    said = " ".join(words)
    if not said.strip():
        for family, name in library.families.items():
            of_family = [one for one in library.objections.values() if one.family is family]
            if not json:
                print(f"{name.in_language(language())} ({family})")
            for one in of_family:
                print(
                    _as_json(one, None)
                    if json
                    else f"  {one.objection_id}  {one.name.in_language(language())}"
                )
        return 0
    found, first = match_objections(said, as_of=datetime.now(CHINA), flow=read_flow())
    if first is not None:
        print(_first(first), file=sys.stderr)
    for match in found:
        print(_as_json(match.objection, match) if json else _in_full(match))
    if not found:
        told = Bilingual("没有找到合适的", "nothing fits")
        print(told.in_language(language()), file=sys.stderr)
    return 0


def _first(notice: SafetyNotice) -> str:
    lang = language()
    told = Bilingual("先走这个流程", "this comes first").in_language(lang)
    return f"{told}: {notice.label.in_language(lang)} ({notice.why.in_language(lang)})"


def _in_full(match: Match) -> str:
    lang, one = language(), match.objection
    ask = Bilingual("再问", "then ask").in_language(lang)
    never = Bilingual("绝不说", "never say").in_language(lang)
    lines = [f"{one.name.in_language(lang)}  {one.objection_id}  {match.score:.2f}"]
    lines.append(f"  {one.behind.in_language(lang)}")
    lines += [f"  {answer.sentence.words.in_language(lang)}" for answer in one.answers]
    lines.append(f"  {ask}: {one.ask.sentence.words.in_language(lang)}")
    lines += [f"  × {never}: {bad.words.in_language(lang)} ({bad.code})" for bad in one.never]
    return "\n".join(lines)


def _as_json(one: Objection, match: Match | None) -> str:
    found: dict[str, object] = {
        "objection": one.objection_id,
        "family": one.family.value,
        "name": {"zh": one.name.zh, "en": one.name.en},
        "answers": [
            {
                "sentence": reply.sentence.sentence_id,
                "zh": reply.sentence.words.zh,
                "en": reply.sentence.words.en,
                "before_check": reply.before_check,
                "rests_on": list(reply.rests_on),
            }
            for reply in one.answers
        ],
        "ask": {"zh": one.ask.sentence.words.zh, "en": one.ask.sentence.words.en},
        "never": [{"code": bad.code, "zh": bad.words.zh, "en": bad.words.en} for bad in one.never],
        "leads_to": one.leads_to,
        "hand_over": one.hand_over.to.value if one.hand_over else None,
    }
    if match is not None:
        found |= {"score": match.score, "sign": match.sign}
    return json_text.dumps(found, ensure_ascii=False)
