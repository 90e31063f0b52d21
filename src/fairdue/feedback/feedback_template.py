"""The template of a creditor's feedback file: which columns, under which headers, in which format.

Room: feedback. A template is data (``fairdue_playbook/feedback/templates``), so that a new creditor is a
new file and no new code. A field can only be written in a format that fits it; anything else is a fault that
names the template and the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from fairdue.feedback.workbook_writing import CellFormat
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import read_yaml

Closed = TypeVar("Closed", bound=StrEnum)


class TemplateFault(ValueError):
    """A template has a hole or a name that is not known; the message says where and what is known."""


class FeedbackField(StrEnum):
    """What a column can show of a case."""

    CASE_NO = "case_no"
    BATCH_NO = "batch_no"
    PLACED_AMOUNT = "placed_amount"
    BALANCE = "balance"
    PAID_IN_PERIOD = "paid_in_period"
    PAID_SINCE_PLACEMENT = "paid_since_placement"
    RESULT_CODE = "result_code"
    RESULT_MEANING = "result_meaning"
    RESULT_ON = "result_on"
    PROMISE_AMOUNT = "promise_amount"
    PROMISE_DUE_ON = "promise_due_on"
    PROMISE_STATE = "promise_state"
    ATTEMPTS = "attempts"
    EFFECTIVE_TALKS = "effective_talks"
    NEXT_STEP = "next_step"
    RETURN_STATUS = "return_status"
    RETURNED_ON = "returned_on"
    NOTE = "note"


MONEY_FIELDS = frozenset(
    {
        FeedbackField.PLACED_AMOUNT,
        FeedbackField.BALANCE,
        FeedbackField.PAID_IN_PERIOD,
        FeedbackField.PAID_SINCE_PLACEMENT,
        FeedbackField.PROMISE_AMOUNT,
    }
)
DATE_FIELDS = frozenset({FeedbackField.RESULT_ON, FeedbackField.PROMISE_DUE_ON, FeedbackField.RETURNED_ON})
COUNT_FIELDS = frozenset({FeedbackField.ATTEMPTS, FeedbackField.EFFECTIVE_TALKS})


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of the creditor's file."""

    header: str
    field: FeedbackField
    cell_format: CellFormat
    width: int


@dataclass(frozen=True, slots=True)
class FeedbackTemplate:
    """One creditor's template. ``language`` is that of states, steps and meanings in the cells."""

    template_id: str
    name: Bilingual
    language: str
    sheet: str
    columns: tuple[TemplateColumn, ...]


@cache
def feedback_templates() -> Mapping[str, FeedbackTemplate]:
    """All templates of the playbook by their id. Raises TemplateFault."""
    folder = files("fairdue_playbook") / "feedback" / "templates"
    found: dict[str, FeedbackTemplate] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            template = read_template(text=file.read_text(encoding="utf-8"), source=file.name)
            if template.template_id in found:
                raise TemplateFault(f"{file.name}: the id {template.template_id} is taken already")
            found[template.template_id] = template
    return found


def feedback_template(template_id: str) -> FeedbackTemplate:
    """One template of the playbook. Raises TemplateFault that lists the known ones."""
    templates = feedback_templates()
    if template_id not in templates:
        raise TemplateFault(f"there is no feedback template {template_id}; known: {', '.join(templates)}")
    return templates[template_id]


def read_template(*, text: str, source: str) -> FeedbackTemplate:
    """Read one template from its YAML. Raises TemplateFault (and YamlError for YAML that is none)."""
    document = read_yaml(text, source=source)
    entry = _only(document, {"id", "name", "language", "sheet", "columns"}, source)
    name = _only(entry["name"], {"zh", "en"}, f"{source}: name")
    items = entry["columns"]
    if not isinstance(items, list) or not items:
        raise TemplateFault(f"{source}: columns must be a list of at least one column")
    columns = tuple(_column(item, f"{source}: column {number}") for number, item in enumerate(items, 1))
    headers = [column.header for column in columns]
    doubled = sorted({header for header in headers if headers.count(header) > 1})
    if doubled:
        raise TemplateFault(
            f"{source}: the header {doubled[0]} stands twice; a reader could not tell them apart"
        )
    if entry["language"] not in ("zh", "en"):
        raise TemplateFault(f"{source}: language must be zh or en")
    return FeedbackTemplate(
        _text(entry, "id", source),
        Bilingual(_text(name, "zh", source), _text(name, "en", source)),
        _text(entry, "language", source),
        _text(entry, "sheet", source),
        columns,
    )


def _column(item: object, where: str) -> TemplateColumn:
    entry = _only(item, {"header", "field", "format", "width"}, where, optional={"width"})
    field = _member(FeedbackField, entry["field"], where)
    cell_format = _member(CellFormat, entry["format"], where)
    fitting = formats_of(field)
    if cell_format not in fitting:
        known = ", ".join(kind.value for kind in fitting)
        raise TemplateFault(f"{where}: {field.value} cannot be written as {cell_format.value}; use {known}")
    width = entry.get("width", 16)
    if isinstance(width, bool) or not isinstance(width, int) or not 1 <= width <= 255:
        raise TemplateFault(f"{where}: width must be a whole number from 1 to 255")
    return TemplateColumn(_text(entry, "header", where), field, cell_format, width)


def formats_of(field: FeedbackField) -> tuple[CellFormat, ...]:
    """The formats in which a field can be written."""
    if field in MONEY_FIELDS:
        return (CellFormat.YUAN, CellFormat.YUAN_PLAIN)
    if field in DATE_FIELDS:
        return (CellFormat.DATE_DASH, CellFormat.DATE_SLASH)
    return (CellFormat.WHOLE,) if field in COUNT_FIELDS else (CellFormat.TEXT,)


def _only(
    value: object, keys: set[str], where: str, *, optional: frozenset[str] | set[str] = frozenset()
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TemplateFault(f"{where} must be a mapping with {', '.join(sorted(keys))}")
    strange, missing = sorted(set(value) - keys, key=str), sorted(keys - set(optional) - set(value))
    if strange or missing:
        what = f"{strange[0]} is not known here" if strange else f"{missing[0]} is missing"
        raise TemplateFault(f"{where}: {what}; it holds {', '.join(sorted(keys))}")
    return value


def _text(entry: Mapping[str, object], key: str, where: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value:
        raise TemplateFault(f"{where}: {key} must be a text")
    return value


def _member(kind: type[Closed], value: object, where: str) -> Closed:
    try:
        return kind(str(value))
    except ValueError as error:
        known = ", ".join(item.value for item in kind)
        raise TemplateFault(f"{where}: {value} is none of {known}") from error
