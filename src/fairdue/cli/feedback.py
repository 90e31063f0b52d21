"""``fairdue feedback``: what the creditor is told.

Room: cli.
"""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path

from rich.console import Console

from fairdue.casefile.attestation import ScopeKind
from fairdue.cli.app import app
from fairdue.cli.explaining import print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.out_file import check_out, put_out
from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.feedback_template import TemplateFault
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.export import Exported
from fairdue.operations.feed_back import compose_by_hand, feedback_file
from fairdue.operations.feedback_files import (
    Composed,
    NothingToTell,
    TotalsDoNotTie,
    known_templates,
    templates_for,
)

NOT_PERMITTED = 3


@app.command
def feedback(
    creditor: str,
    out: Path,
    *,
    template: str | None = None,
    whole: bool = False,
    dry_run: bool = False,
) -> int:
    """Write the creditor's feedback file, as a workbook or a text file as its template says.

    Parameters
    ----------
    creditor
        The creditor, as its placement file names it.
    out
        The file to write.
    template
        The template to write it in; otherwise the first that names the creditor, else the first there is.
    whole
        Every case, also where the template asks for changes since the last file only.
    dry_run
        Only say what the file would add up to; nothing is asked of the gate and nothing leaves.
    """
    house = open_house()
    try:
        named = templates_for(house, creditor)
        chosen = template or (named[0].template_id if named else next(iter(known_templates(house))))
        if dry_run:
            composed = compose_by_hand(
                house, creditor=creditor, as_of=house.now(), template=chosen, whole=whole
            )
            print(json_text.dumps(_totals(composed), ensure_ascii=False))
            return 0
        check_out(out)  # before a permit is spent and the chain moves
        answer = feedback_file(
            house, creditor=creditor, as_of=house.now(), actor=actor(), template=chosen, whole=whole
        )
    except (NothingToTell, TemplateFault) as error:
        raise ExpectedFailure(str(error), code=2) from error
    except TotalsDoNotTie as error:
        raise ExpectedFailure(str(error)) from error
    return hand_out(answer, out, creditor=creditor)


def hand_out(answer: Exported | Defer | Refuse, out: Path, *, creditor: str) -> int:
    """Write a permitted file and say so, or print why it stays; returns the exit code."""
    if not isinstance(answer, Exported):
        names = {ScopeKind.CREDITOR: creditor, ScopeKind.STAFF: actor()}
        print_decision(answer, Console(stderr=True), language(), names=names)
        return NOT_PERMITTED
    put_out(out, answer.content)
    said = Bilingual(f"已写出 {out.name}", f"wrote {out.name}")
    print(said.in_language(language()), file=sys.stderr)
    return 0


def _totals(composed: Composed) -> dict[str, object]:
    totals = composed.totals
    return {
        "template": composed.template.template_id,
        "since": composed.since.isoformat() if composed.since else None,
        "rows": totals.rows,
        "placed_fen": totals.placed_fen,
        "paid_in_period_fen": totals.paid_in_period_fen,
        "paid_fen": totals.paid_fen,
        "balance_fen": totals.balance_fen,
        "digest": composed.digest,
    }
