"""``fairdue playbook check|graph``: is the playbook whole and fit to be said, and what does a flow look like?

Room: cli.
"""

from __future__ import annotations

import json as json_text
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.compliance.wording.wording_reference import setting_in_words
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_fault import FaultKind
from fairdue.conversation.flow_graph import as_dot, as_mermaid, graph_of
from fairdue.conversation.flow_svg import as_svg
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.objection_wording import check_objections
from fairdue.conversation.playbook import assemble, flow_ids_in, flow_text
from fairdue.conversation.playbook_check import check_playbook
from fairdue.conversation.script_words import VERDICT_NAMES
from fairdue.conversation.wording_check import SentenceJudged
from fairdue.foundation.bilingual import Bilingual, Language
from fairdue.practice.scene import play, read_scenes

FOUND = 1
_DRAWN = {"dot": as_dot, "mermaid": as_mermaid, "svg": as_svg}

playbook = App(name="playbook", help="The playbook: check its flows and sentences, draw a flow.")
app.command(playbook)


@playbook.command
def check(
    *,
    of: Literal["zh", "en", "both"] = "zh",
    folder: Path | None = None,
    json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> int:
    """Check every flow, and judge every sentence with made-up values; exit code 1 when a fault is found.

    Parameters
    ----------
    of
        Which language of the sentences: zh, en or both. The guard is taught Chinese; of English it knows little.
    folder
        A playbook folder with `flows` and `wording`; the one that is installed otherwise.
    json
        Print every sentence as one JSON object a line, not the faults alone.
    """
    wanted: tuple[Language, ...] = ("zh", "en") if of == "both" else (of,)
    report = check_playbook(_root(folder), languages=wanted)
    # The library of objections is read from the installed playbook alone.
    objections = () if folder else tuple(check_objections(read_objections(), languages=wanted))
    judged = (*report.judged, *objections)
    flagged = [one for one in judged if one.is_fault]
    faults = [found for found in report.found if found.kind is not FaultKind.UNGUARDED_WORDS]
    if json:
        for one in judged:
            print(json_text.dumps(_as_json(one), ensure_ascii=False))
    else:
        for found in faults:
            print(found.line.in_language(language()))
        for one in flagged:
            print(_line(one))
    told = Bilingual(
        f"{len(report.flow_ids)} 个流程，{len(faults)} 处问题；{len(judged)} 句，{len(flagged)} 句被标出",
        f"{len(report.flow_ids)} flows, {len(faults)} faults; {len(judged)} sentences, {len(flagged)} flagged",
    )
    print(told.in_language(language()), file=sys.stderr)
    return FOUND if faults or flagged else 0


def _root(folder: Path | None) -> Path:
    root = folder or Path(str(files("fairdue_playbook")))
    if not (root / "flows").is_dir():
        raise ExpectedFailure("a playbook folder holds `flows` and `wording`; give one that does", code=2)
    return root


@playbook.command
def graph(
    flow: str = "first_call",
    *,
    form: Literal["svg", "dot", "mermaid"] = "svg",
    folder: Path | None = None,
) -> int:
    """Draw one flow: its steps as boxes and its answers as arrows, on stdout.

    Parameters
    ----------
    flow
        The flow's name, such as first_call.
    form
        svg is drawn here; dot is for Graphviz, mermaid for Markdown.
    folder
        A playbook folder; the one that is installed otherwise.
    """
    root = _root(folder)
    if flow not in flow_ids_in(root):
        known = ", ".join(flow_ids_in(root))
        raise ExpectedFailure(f"there is no such flow; the playbook has {known}", code=2)
    try:
        drawn = graph_of(assemble(flow_text(flow, root=root)))
    except FlowFault as fault:
        raise ExpectedFailure(str(fault), code=2) from fault
    sys.stdout.write(_DRAWN[form](drawn, language()))
    return 0


@playbook.command
def scenes(*, folder: Path | None = None) -> int:
    """Play the written scenes of the playbook through the engine; exit code 1 when one goes otherwise.

    Parameters
    ----------
    folder
        A folder of scenes; those of the installed playbook otherwise.
    """
    where = folder or Path(str(files("fairdue_playbook"))) / "scenes"
    if not where.is_dir():
        raise ExpectedFailure("a folder of scenes is given as --folder; this one is not there", code=2)
    try:
        written = read_scenes(where)
    except FlowFault as fault:
        raise ExpectedFailure(str(fault), code=2) from fault
    otherwise = 0
    for scene in written:
        differences = play(scene)
        otherwise += bool(differences)
        for difference in differences:
            print(f"{scene.scene_id}  {difference}")
    told = Bilingual(
        f"{len(written)} 个场景，{otherwise} 个不符",
        f"{len(written)} scenes, {otherwise} otherwise than written",
    )
    print(told.in_language(language()), file=sys.stderr)
    return FOUND if otherwise else 0


def _line(one: SentenceJudged) -> str:
    lang = language()
    verdict = VERDICT_NAMES[one.judgement.verdict].in_language(lang)
    classes = ", ".join(
        f"{finding.code} {wording_class(finding.code).name.in_language(lang)}"
        for finding in one.judgement.findings
    )
    setting = setting_in_words(one.setting).in_language(lang)
    share = f"{one.judgement.share:.2f}"
    return f"{one.origin}: {one.sentence_id}  {verdict} {share}  {classes}  [{setting}]  {one.text}"


def _as_json(one: SentenceJudged) -> dict[str, object]:
    return {
        "sentence": one.sentence_id,
        "language": one.language,
        "text": one.text,
        "verdict": one.judgement.verdict.value,
        "share": one.judgement.share,
        "codes": [finding.code for finding in one.judgement.findings],
        "cleared": one.cleared,
    }
