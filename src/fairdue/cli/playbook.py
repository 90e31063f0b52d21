"""``fairdue playbook check``: does every sentence that a customer can hear pass the wording guard?

Room: cli.
"""

from __future__ import annotations

import json as json_text
import sys
from typing import Annotated, Literal

from cyclopts import App, Parameter

from fairdue.cli.app import app
from fairdue.cli.house import language
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.compliance.wording.wording_reference import setting_in_words
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.objection_wording import check_objections
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.script_words import VERDICT_NAMES
from fairdue.conversation.wording_check import SentenceJudged, check_wording
from fairdue.foundation.bilingual import Bilingual, Language

FOUND = 1

playbook = App(name="playbook", help="The playbook: check its sentences.")
app.command(playbook)


@playbook.command
def check(
    *,
    of: Literal["zh", "en", "both"] = "zh",
    json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> int:
    """Judge every sentence of the playbook with made-up values; exit code 1 when one is flagged.

    Parameters
    ----------
    of
        Which language of the sentences: zh, en or both. The guard is taught Chinese; of English it knows little.
    json
        Print every sentence as one JSON object a line, not the flagged ones alone.
    """
    wanted: tuple[Language, ...] = ("zh", "en") if of == "both" else (of,)
    judged = [
        *check_wording(read_flow().wording, languages=wanted),
        *check_objections(read_objections(), languages=wanted),
    ]
    flagged = [one for one in judged if one.is_flagged]
    for one in judged if json else flagged:
        print(json_text.dumps(_as_json(one), ensure_ascii=False) if json else _line(one))
    told = Bilingual(
        f"{len(judged)} 句，{len(flagged)} 句被标出", f"{len(judged)} sentences, {len(flagged)} flagged"
    )
    print(told.in_language(language()), file=sys.stderr)
    return FOUND if flagged else 0


def _line(one: SentenceJudged) -> str:
    lang = language()
    verdict = VERDICT_NAMES[one.judgement.verdict].in_language(lang)
    classes = ", ".join(
        f"{finding.code} {wording_class(finding.code).name.in_language(lang)}"
        for finding in one.judgement.findings
    )
    setting = setting_in_words(one.setting).in_language(lang)
    return f"{one.sentence_id}  {verdict} {one.judgement.share:.2f}  {classes}  [{setting}]  {one.text}"


def _as_json(one: SentenceJudged) -> dict[str, object]:
    return {
        "sentence": one.sentence_id,
        "language": one.language,
        "text": one.text,
        "verdict": one.judgement.verdict.value,
        "share": one.judgement.share,
        "codes": [finding.code for finding in one.judgement.findings],
    }
