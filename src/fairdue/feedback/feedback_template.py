"""The template of a creditor's file: which columns, under which headers, in which format and shape of file.

Room: feedback. A template is data (``fairdue_playbook/feedback/templates``, and what the house saved as its own), so
that a new creditor is a new file and no new code. Anything that does not fit is a fault that names the template
and the place. The default of every optional key is the plain workbook that a person opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.feedback_field import FeedbackField, formats_of
from fairdue.feedback.file_shape import (
    WORKBOOK,
    Delimiter,
    FileKind,
    FileShape,
    LineEnd,
    LongDigits,
    TextEncoding,
    TotalsAt,
)
from fairdue.feedback.workbook_writing import CellFormat
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import read_yaml

Closed = TypeVar("Closed", bound=StrEnum)
OTHER = "other"


class TemplateFault(ValueError):
    """A template has a hole or a name that is not known; the message says where and what is known."""


class TemplateKind(StrEnum):
    """What the file is about: how all cases stand, or which cases go back."""

    FEEDBACK = "feedback"
    RETURN = "return"


class FileScope(StrEnum):
    """Which cases stand in a file: all of them, or those on which something happened since the last file."""

    FULL = "full"
    SINCE_LAST = "since_last"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of the creditor's file."""

    header: str
    field: FeedbackField
    cell_format: CellFormat
    width: int


@dataclass(frozen=True, slots=True)
class FeedbackTemplate:
    """One creditor's template. ``language`` is that of states, steps and meanings in the cells.

    ``creditors`` are those whose file is written with it at the end of a day; ``codes`` is how the creditor calls our
    result codes, with ``other_code`` for those it has no name for; without ``codes`` ours stand in the file.
    """

    template_id: str
    name: Bilingual
    language: str
    sheet: str
    columns: tuple[TemplateColumn, ...]
    kind: TemplateKind = TemplateKind.FEEDBACK
    scope: FileScope = FileScope.FULL
    shape: FileShape = WORKBOOK
    totals: TotalsAt = TotalsAt.NOWHERE
    creditors: tuple[str, ...] = ()
    codes: Mapping[ResultCode, str] = field(default_factory=dict)
    other_code: str | None = None

    def code_of(self, code: ResultCode) -> str:
        """How this creditor calls one of our result codes."""
        if not self.codes:
            return code.value
        return self.codes.get(code) or self.other_code or code.value


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
    return chosen_template(template_id, feedback_templates())


def chosen_template(template_id: str, known: Mapping[str, FeedbackTemplate]) -> FeedbackTemplate:
    """One of the known templates. Raises TemplateFault that lists them."""
    if template_id not in known:
        raise TemplateFault(f"there is no feedback template {template_id}; known: {', '.join(known)}")
    return known[template_id]


_REQUIRED = {"id", "name", "language", "sheet", "columns"}
_OPTIONAL = {"kind", "scope", "file", "totals", "creditors", "codes"}


def read_template(*, text: str, source: str) -> FeedbackTemplate:
    """Read one template from its YAML. Raises TemplateFault (and YamlError for YAML that is none)."""
    document = read_yaml(text, source=source)
    entry = _only(document, _REQUIRED | _OPTIONAL, source, optional=_OPTIONAL)
    name = _only(entry["name"], {"zh", "en"}, f"{source}: name")
    if entry["language"] not in ("zh", "en"):
        raise TemplateFault(f"{source}: language must be zh or en")
    shape = _shape(entry.get("file", {}), f"{source}: file")
    totals = _member(TotalsAt, entry.get("totals", TotalsAt.NOWHERE), f"{source}: totals")
    if totals is TotalsAt.SHEET and shape.kind is FileKind.CSV:
        raise TemplateFault(f"{source}: totals: a text file has no second sheet; use row or nowhere")
    codes, other = _codes(entry.get("codes", {}), f"{source}: codes")
    return FeedbackTemplate(
        template_id=_text(entry, "id", source),
        name=Bilingual(_text(name, "zh", f"{source}: name"), _text(name, "en", f"{source}: name")),
        language=_text(entry, "language", source),
        sheet=_text(entry, "sheet", source),
        columns=_columns(entry["columns"], source),
        kind=_member(TemplateKind, entry.get("kind", TemplateKind.FEEDBACK), f"{source}: kind"),
        scope=_member(FileScope, entry.get("scope", FileScope.FULL), f"{source}: scope"),
        shape=shape,
        totals=totals,
        creditors=_texts(entry.get("creditors", []), f"{source}: creditors"),
        codes=codes,
        other_code=other,
    )


def _columns(items: object, source: str) -> tuple[TemplateColumn, ...]:
    if not isinstance(items, list) or not items:
        raise TemplateFault(f"{source}: columns must be a list of at least one column")
    columns = tuple(_column(item, f"{source}: column {number}") for number, item in enumerate(items, 1))
    headers = [column.header for column in columns]
    doubled = sorted({header for header in headers if headers.count(header) > 1})
    if doubled:
        raise TemplateFault(
            f"{source}: the header {doubled[0]} stands twice; a reader could not tell them apart"
        )
    return columns


def _column(item: object, where: str) -> TemplateColumn:
    entry = _only(item, {"header", "field", "format", "width"}, where, optional={"width"})
    wanted = _member(FeedbackField, entry["field"], where)
    cell_format = _member(CellFormat, entry["format"], where)
    fitting = formats_of(wanted)
    if cell_format not in fitting:
        known = ", ".join(kind.value for kind in fitting)
        raise TemplateFault(f"{where}: {wanted.value} cannot be written as {cell_format.value}; use {known}")
    width = entry.get("width", 16)
    if isinstance(width, bool) or not isinstance(width, int) or not 1 <= width <= 255:
        raise TemplateFault(f"{where}: width must be a whole number from 1 to 255")
    return TemplateColumn(_text(entry, "header", where), wanted, cell_format, width)


def _shape(value: object, where: str) -> FileShape:
    keys = {"kind", "encoding", "delimiter", "line_end", "long_digits"}
    entry, usual = _only(value, keys, where, optional=keys), FileShape()
    return FileShape(
        kind=_member(FileKind, entry.get("kind", usual.kind), where),
        encoding=_member(TextEncoding, entry.get("encoding", usual.encoding), where),
        delimiter=_member(Delimiter, entry.get("delimiter", usual.delimiter), where),
        line_end=_member(LineEnd, entry.get("line_end", usual.line_end), where),
        long_digits=_member(LongDigits, entry.get("long_digits", usual.long_digits), where),
    )


def _codes(value: object, where: str) -> tuple[dict[ResultCode, str], str | None]:
    """The creditor's name for each of our codes; one without a name needs an ``other`` to fall back on."""
    known = {code.value for code in ResultCode}
    entry = _only(value, known | {OTHER}, where, optional=known | {OTHER})
    codes = {ResultCode(key): _text(entry, key, where) for key in entry if key != OTHER}
    other = _text(entry, OTHER, where) if OTHER in entry else None
    nameless = sorted(known - {code.value for code in codes})
    if codes and nameless and other is None:
        raise TemplateFault(
            f"{where}: {nameless[0]} has no code of this creditor; add it, or say what {OTHER} is"
        )
    return codes, other


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


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise TemplateFault(f"{where} must be a list of texts")
    return tuple(value)


def _member(kind: type[Closed], value: object, where: str) -> Closed:
    try:
        return kind(str(value))
    except ValueError as error:
        known = ", ".join(item.value for item in kind)
        raise TemplateFault(f"{where}: {value} is none of {known}") from error
