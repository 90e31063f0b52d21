"""``fairdue feedback``: what the creditor is told.

Room: cli.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from fairdue.casefile.attestation import ScopeKind
from fairdue.cli.app import app
from fairdue.cli.explaining import print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.feedback.feedback_template import TemplateFault, feedback_templates
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.export import Exported
from fairdue.operations.feed_back import NothingToTell, feedback_file

NOT_PERMITTED = 3


@app.command
def feedback(creditor: str, out: Path, *, template: str | None = None) -> int:
    """Write the creditor's feedback file.

    Parameters
    ----------
    creditor
        The creditor, as its placement file names it.
    out
        The XLSX file to write.
    template
        The creditor's template; the first of the playbook otherwise.
    """
    house = open_house()
    chosen = template or next(iter(feedback_templates()))
    try:
        answer = feedback_file(house, creditor=creditor, as_of=house.now(), actor=actor(), template=chosen)
    except (NothingToTell, TemplateFault) as error:
        raise ExpectedFailure(str(error), code=2) from error
    if not isinstance(answer, Exported):
        names = {ScopeKind.CREDITOR: creditor, ScopeKind.STAFF: actor()}
        print_decision(answer, Console(stderr=True), language(), names=names)
        return NOT_PERMITTED
    try:
        out.write_bytes(answer.content)
    except OSError as error:
        raise ExpectedFailure(
            f"{out.name}: {(error.strerror or 'cannot be written').lower()}", code=2
        ) from error
    said = Bilingual(f"已写出 {out.name}", f"wrote {out.name}")
    print(said.in_language(language()), file=sys.stderr)
    return 0
