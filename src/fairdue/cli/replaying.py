"""``fairdue playbook replay``: whole calls through the engine, its suggestion before each turn of the collector.

Room: cli.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.house import ExpectedFailure, language
from fairdue.cli.playbook import FOUND, playbook
from fairdue.conversation.flow import FlowFault
from fairdue.feedback.call import Call, read_call
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.judged_moves import Compared, JudgedCall, compare, read_judged, share_of
from fairdue.practice.judged_page import write_page
from fairdue.practice.replayed_call import Given, ReplayFault, Suggested, replay_call


@playbook.command
def replay(
    *files: Path,
    judged: Path | None = None,
    page: Annotated[bool, Parameter(name="--page", negative=())] = False,
) -> int:
    """Replay written calls; exit code 1 when a suggestion is no longer the one that was judged.

    Parameters
    ----------
    files
        Calls as JSON, in the shape of docs/review-a-call.md.
    judged
        The judged moves, such as corpus/calls/judged_moves.yaml; without them what is suggested is printed.
    page
        Print the page of all that does not agree, as Markdown; it needs --judged.
    """
    calls = [_call(file) for file in files]
    if not calls:
        raise ExpectedFailure("give one call file or more", code=2)
    try:
        if judged is None:
            for call in calls:
                _show(call)
            return 0
        known = read_judged(judged.read_text(encoding="utf-8"), source=judged.name)
        return _against(known, calls, page=page)
    except OSError:
        raise ExpectedFailure("the file of judged moves cannot be opened; check its path", code=2) from None
    except (FlowFault, ReplayFault) as fault:
        raise ExpectedFailure(str(fault), code=2) from fault


def _call(file: Path) -> Call:
    try:
        call, problems = read_call(file.read_text(encoding="utf-8"), source=file.name)
    except (OSError, UnicodeDecodeError):
        raise ExpectedFailure(f"{file.name} cannot be read as a text in UTF-8", code=2) from None
    if call is None:
        raise ExpectedFailure(f"{file.name}: {problems[0].message.in_language(language())}", code=2)
    return call


def _show(call: Call) -> None:
    for one in replay_call(call, given=Given(), picks={}):
        if isinstance(one, Suggested):
            said = " ".join(sentence.text for sentence in one.say)
            print(f"{one.turn:3}  {one.step}: {said}")
        else:
            print(f"{one.turn:3}    ~ {', '.join(one.choices) or '-'}")


def _against(known: tuple[JudgedCall, ...], calls: list[Call], *, page: bool) -> int:
    by_id = {one.call_id: one for one in known}
    mine = [call for call in calls if call.call_id in by_id]
    rows: list[Compared] = [one for call in mine for one in compare(by_id[call.call_id], call)]
    share = share_of(rows)
    if page:
        sys.stdout.write(write_page(rows, calls=mine, language="en" if language() == "en" else "zh"))
    for one in rows:
        if not one.as_judged:
            told = f"{one.move.origin}: {one.call_id} {one.move.turn}"
            changed = Bilingual("建议变了，请重新判断", "the suggestion changed; judge it again")
            print(f"{told}: {changed.in_language(language())}", file=sys.stderr)
    figure = Bilingual(
        f"{len(mine)} 通，{share.counted} 句，一致 {share.agree}（{share.of_hundred:.1f}%），部分 {share.partly}，"
        f"不一致 {share.disagree}，待判断 {share.unjudged}",
        f"{len(mine)} calls, {share.counted} turns: {share.agree} agree ({share.of_hundred:.1f} %), "
        f"{share.partly} partly, {share.disagree} disagree, {share.unjudged} to be judged again",
    )
    print(figure.in_language(language()), file=sys.stderr)
    return FOUND if share.unjudged else 0
