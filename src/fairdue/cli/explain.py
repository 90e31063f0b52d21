"""``fairdue explain``: what the gate would say to an act on a case, rule by rule, with every source.

Room: cli. Nothing is recorded and nothing is spent by asking.
"""

from __future__ import annotations

import json as json_text
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.act_options import NOT_PERMITTED, ActOptions, proposed_act
from fairdue.cli.app import app
from fairdue.cli.explaining import names_of
from fairdue.cli.house import actor, language, open_house
from fairdue.cli.moments import typed_moment
from fairdue.compliance.decision import Decision, Defer, Outcome, Permit
from fairdue.compliance.explain import explain as explain_lines
from fairdue.compliance.explain import reading_order
from fairdue.compliance.mending import mending_lines
from fairdue.compliance.rulebook import Rulebook
from fairdue.operations.prepare import explain_action

_PLAIN = ActOptions()


@app.command
def explain(
    case: str,
    action: str = "place_call",
    act: ActOptions = _PLAIN,
    *,
    as_of: str | None = None,
    creditor: str | None = None,
    every: Annotated[bool, Parameter(name="--all", negative=())] = False,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Say what the gate would answer to an act on a case, rule by rule; nothing is recorded.

    What refuses stands first, then waits, warnings, duties and what was passed.

    Parameters
    ----------
    case
        A case id or case number.
    action
        One of the kinds of outward act, place_call among them.
    as_of
        The moment to ask for, like 2026-03-02T21:59; now otherwise.
    creditor
        Which creditor's, when several use the same case number.
    every
        The rules that do not apply too, last.
    json
        Print one JSON object.
    """
    house = open_house()
    moment = house.now() if as_of is None else typed_moment(as_of, option="--as-of")
    file = house.book.load(house.book.resolve(case, creditor=creditor))
    proposed = proposed_act(file, kind=action, options=act)
    decision = explain_action(house, action=proposed, as_of=moment, actor=actor())
    if json:
        print(json_text.dumps(_decision_json(decision, house.rulebook, every), ensure_ascii=False))
    else:
        lang = language()
        for line in explain_lines(decision, language=lang, whole_trace=every, rulebook=house.rulebook):
            print(line)
        for line in mending_lines(decision, language=lang, names=names_of(file, actor=actor())):
            print(line)
    return 0 if isinstance(decision, Permit) else NOT_PERMITTED


def _decision_json(decision: Decision, rulebook: Rulebook, every: bool) -> dict[str, object]:
    return {
        "verdict": type(decision).__name__.lower(),
        "until": decision.until.isoformat() if isinstance(decision, Defer) else None,
        "duties": [duty.value for duty in decision.duties] if isinstance(decision, Permit) else [],
        "trace": [
            {
                "rule": line.rule_id,
                "outcome": line.outcome.value,
                "text": line.text.in_language(language()),
                "source": line.citation.title if line.citation else None,
                "article": line.citation.article if line.citation else None,
                "confidence": line.citation.confidence if line.citation else None,
            }
            for line in reading_order(decision.trace, rulebook=rulebook)
            if every or line.outcome is not Outcome.NOT_APPLICABLE
        ],
    }
