"""A template of the house's own: columns chosen, ordered and renamed by people, written as the YAML of a template.

Room: feedback. It is read back by the very reader of the playbook's templates before anybody keeps it, so that
what the desk saves is never less strict than what a file says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fairdue.feedback.feedback_field import FeedbackField, formats_of, usual_width
from fairdue.feedback.feedback_template import FeedbackTemplate, TemplateFault, read_template

OWN_PREFIX = "own_"
MOST_COLUMNS = 60
_ID = re.compile(r"[a-z][a-z0-9_]{1,38}")


@dataclass(frozen=True, slots=True)
class PickedColumn:
    """One column as somebody picked it: what it shows, and what it is called in the file."""

    field: FeedbackField
    header: str


def own_template(
    *,
    based_on: FeedbackTemplate,
    template_id: str,
    name: str,
    columns: Sequence[PickedColumn],
    creditors: Sequence[str] = (),
) -> tuple[FeedbackTemplate, str]:
    """The template and its YAML text: the shape, codes and scope of another one, with columns of its own.

    ``creditors`` are those whose file is written with it at the end of a day, in the place of the playbook's.
    Formats and widths stay those of the other template where it has the field. Raises TemplateFault, with what
    to do, for an id that is none, a missing name, no column, or a header that stands twice.
    """
    if not _ID.fullmatch(template_id):
        raise TemplateFault("the id of a template is lower-case letters, digits and _, like example_bank")
    if not columns or len(columns) > MOST_COLUMNS:
        raise TemplateFault(f"a template has from 1 to {MOST_COLUMNS} columns")
    own_id = template_id if template_id.startswith(OWN_PREFIX) else OWN_PREFIX + template_id
    text = _yaml_of(based_on, own_id, name.strip(), columns, creditors)
    return read_template(text=text, source=own_id), text


def _yaml_of(
    base: FeedbackTemplate,
    own_id: str,
    name: str,
    columns: Sequence[PickedColumn],
    creditors: Sequence[str],
) -> str:
    """YAML whose values are JSON texts, which YAML reads as they are: no header can break out of its place."""
    said = json.dumps
    known = {column.field: column for column in base.columns}
    lines = [
        f"id: {said(own_id)}",
        f"name: {{zh: {said(name, ensure_ascii=False)}, en: {said(name, ensure_ascii=False)}}}",
        f"language: {base.language}",
        f"sheet: {said(base.sheet, ensure_ascii=False)}",
        f"kind: {base.kind.value}",
        f"scope: {base.scope.value}",
        f"totals: {base.totals.value}",
        "file:",
        f"  kind: {base.shape.kind.value}",
        f"  encoding: {base.shape.encoding.value}",
        f"  delimiter: {base.shape.delimiter.value}",
        f"  line_end: {base.shape.line_end.value}",
        f"  long_digits: {base.shape.long_digits.value}",
    ]
    if creditors:
        lines.append(f"creditors: [{', '.join(said(one, ensure_ascii=False) for one in creditors)}]")
    if base.codes:
        lines.append("codes:")
        lines += [
            f"  {said(code.value)}: {said(theirs, ensure_ascii=False)}" for code, theirs in base.codes.items()
        ]
        if base.other_code is not None:
            lines.append(f"  other: {said(base.other_code, ensure_ascii=False)}")
    lines.append("columns:")
    for picked in columns:
        like = known.get(picked.field)
        cell_format = like.cell_format if like else formats_of(picked.field)[0]
        width = like.width if like else usual_width(picked.field)
        header = said(picked.header.strip(), ensure_ascii=False)
        lines.append(
            f"  - {{header: {header}, field: {picked.field.value}, format: {cell_format.value}, width: {width}}}"
        )
    return "\n".join(lines) + "\n"
