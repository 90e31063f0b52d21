"""Feed back: the creditor's feedback file by hand.

Room: operations. Money that came in is posted by ``posting``; here goes out what the creditor is told. The files of
the end of a day are made by ``day_steps/feedback_files``, the return of cases by ``returning``, the measures by
``measuring``.
"""

from __future__ import annotations

from datetime import datetime

from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.feedback_template import FileScope, chosen_template
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import Composed, NothingToTell, compose, known_templates, send
from fairdue.operations.house import House
from fairdue.operations.returning import CaseInCall, return_case


def feedback_file(
    house: House, *, creditor: str, as_of: datetime, actor: str, template: str, whole: bool = False
) -> Exported | Defer | Refuse:
    """Hand out the creditor's feedback file: all of its cases, the closed ones included, or the changes only.

    The gate is asked as for every export; only a permitted file is returned. A file of changes moves the chain: the
    next one begins where it ended. ``whole`` hands out every case and moves nothing.
    Raises NothingToTell for a creditor without cases, TemplateFault for an unknown template, TotalsDoNotTie.
    """
    composed = compose_by_hand(house, creditor=creditor, as_of=as_of, template=template, whole=whole)
    return send_by_hand(house, composed, actor=actor, whole=whole)


def send_by_hand(house: House, composed: Composed, *, actor: str, whole: bool) -> Exported | Defer | Refuse:
    """Ask the gate for a file that somebody composed, as ``feedback_file`` does."""
    changes = composed.template.scope is FileScope.SINCE_LAST and not whole
    return send(house, composed, asked_at=composed.as_of, actor=actor, moves_chain=changes)


def compose_by_hand(
    house: House, *, creditor: str, as_of: datetime, template: str, whole: bool = False
) -> Composed:
    """The file before anybody is asked, by the id of its template."""
    chosen = chosen_template(template, known_templates(house))
    return compose(house, creditor=creditor, template=chosen, as_of=as_of, whole=whole)


__all__ = [
    "CaseInCall",
    "NothingToTell",
    "compose_by_hand",
    "feedback_file",
    "return_case",
    "send_by_hand",
]
