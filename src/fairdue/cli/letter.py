"""``fairdue letter``: a letter or message by template, to look at, and with ``--send`` to send.

Room: cli.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from fairdue.casefile.attestation import ScopeKind
from fairdue.cli.app import app
from fairdue.cli.explaining import print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.out_file import put_out
from fairdue.compliance.action import Channel
from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.letters.letter import NotWritten
from fairdue.feedback.letters.letter_template import LetterFault
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.correspond import CaseMovedOn, preview_letter, send_letter
from fairdue.operations.send import NoSuchChannel, Sent

NOT_PERMITTED = 3


@app.command
def letter(
    case: str,
    template: str,
    *,
    send: Annotated[bool, Parameter(negative=())] = False,
    channel: Channel | None = None,
    creditor: str | None = None,
    written: str = "",
    html: Path | None = None,
) -> int:
    """Write a letter or message from a template; without --send it is only shown.

    Parameters
    ----------
    case
        A case id or case number.
    template
        Which letter; a wrong name lists them all.
    send
        Send it through the gate, and keep its words in the log.
    channel
        letter, sms or email; the first that the case has an address for otherwise.
    creditor
        Which creditor's, when several use the same case number.
    written
        What a person writes for this letter alone (the answer to a complaint).
    html
        Write the print form to this file.
    """
    house = open_house()
    lang = language()
    case_id = house.book.resolve(case, creditor=creditor)
    try:
        shown = preview_letter(
            house,
            case_id=case_id,
            template_id=template,
            channel=channel,
            language=lang,
            written=written,
            as_of=house.now(),
        )
    except LetterFault as error:
        raise ExpectedFailure(str(error), code=2) from error
    if isinstance(shown, NotWritten):
        return _say_not_written(shown)
    if html is not None:
        put_out(html, shown.page.encode())
    if not send:
        print(shown.letter.text)
        return 0
    try:
        answer = send_letter(
            house,
            case_id=case_id,
            template_id=template,
            channel=channel,
            language=lang,
            written=written,
            as_of=house.now(),
            actor=actor(),
        )
    except (NoSuchChannel, CaseMovedOn) as error:
        raise ExpectedFailure(str(error)) from error
    return _say(answer, shown.letter.channel)


def _say(answer: Sent | Defer | Refuse | NotWritten, channel: Channel) -> int:
    if isinstance(answer, NotWritten):
        return _say_not_written(answer)
    if isinstance(answer, Defer | Refuse):
        print_decision(answer, Console(stderr=True), language(), names={ScopeKind.STAFF: actor()})
        return NOT_PERMITTED
    said = Bilingual(f"已交 {channel} 发出", f"handed over to go by {channel}")
    print(said.in_language(language()), file=sys.stderr)
    return 0


def _say_not_written(answer: NotWritten) -> int:
    for reason in answer.reasons:
        print(reason.in_language(language()), file=sys.stderr)
    return 2
