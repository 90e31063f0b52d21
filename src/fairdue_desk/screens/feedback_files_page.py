"""Feedback files (反馈文件): a look at the first rows, taking the file, and what was sent; and the picker of columns.

A look asks nobody and records nothing. A file that is taken passes the gate like every export.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairdue.feedback.feedback_field import FIELD_WORDS, FeedbackField
from fairdue.feedback.feedback_file import preview_cells
from fairdue.feedback.feedback_template import FeedbackTemplate, TemplateFault
from fairdue.feedback.own_template import OWN_PREFIX, PickedColumn, own_template
from fairdue.feedback.workbook_writing import CellFormat, CellValue
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.foundation.strict_yaml import YamlError
from fairdue.operations import feed_back
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie, known_templates, rows_of
from fairdue.operations.house import House
from fairdue.operations.run_ports import OwnTemplate
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.feedback_words import (
    CHOOSE_BOTH,
    DOES_NOT_TIE,
    file_response,
    say,
    say_answer,
    tabs_for,
)
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

ROWS_SHOWN = 20
SENT_SHOWN = 20
NOT_A_TEMPLATE = Bilingual(
    "模板不能保存：请给出小写字母开头的编号、名称，至少选一列，列名不重复、不为空。",
    "This is no template yet: give it an id of lower-case letters, a name, at least one column, and headers that are "
    "neither empty nor the same.",
)
SAVED = Bilingual(
    "模板已保存，可在反馈文件页使用。", "The template is saved; use it on the page of the files."
)
OWN_SCOPE = Bilingual("全部案件", "every case")
CHANGED_SCOPE = Bilingual("上次文件以来有变动的案件", "cases with news since the last file")


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as the file will hold them, in words."""

    headers: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class PickView:
    """One field of the picker: whether it is chosen, at which place, under which header."""

    field: FeedbackField
    name: Bilingual
    chosen: bool
    place: int
    header: str


@require_GET
@screen(Right.TAKE_FEEDBACK_FILE)
def feedback(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the files: choose a creditor and a template, look at the first rows, see what was sent."""
    the_house = house()
    creditors, templates = the_house.book.creditors(), known_templates(the_house)
    creditor, template = _chosen(request.GET, creditors, templates)
    preview = None
    if creditor is not None and template is not None and "look" in request.GET:
        preview = _preview(the_house, creditor, template)
    return render(
        request,
        "desk/feedback.html",
        {
            "tabs": tabs_for(staff),
            "creditors": creditors,
            "templates": templates.values(),
            "creditor": creditor,
            "template": template,
            "scope": CHANGED_SCOPE if template and template.scope.value == "since_last" else OWN_SCOPE,
            "preview": preview,
            "rows_shown": ROWS_SHOWN,
            "sent": the_house.back_office.sent.recent(SENT_SHOWN),
            "template_names": {name: one.name for name, one in templates.items()},
        },
    )


@require_POST
@screen(Right.TAKE_FEEDBACK_FILE)
def feedback_take(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Hand out the file in the shape of its template."""
    the_house = house()
    creditor, template = request.POST.get("creditor", ""), request.POST.get("template", "")
    back = reverse("feedback") + "?" + urlencode({"template": template})
    whole = "whole" in request.POST
    try:
        composed = feed_back.compose_by_hand(
            the_house, creditor=creditor, as_of=the_house.now(), template=template, whole=whole
        )
        answer = feed_back.send_by_hand(the_house, composed, actor=staff.username, whole=whole)
    except (NothingToTell, TemplateFault):
        say(request, CHOOSE_BOTH)
        return redirect("feedback")
    except TotalsDoNotTie:
        say(request, DOES_NOT_TIE)
        return redirect(back)
    if not isinstance(answer, Exported):
        say_answer(request, answer)
        return redirect(back)
    return file_response(answer.content, name=composed.name, kind=composed.template.shape.kind)


@require_http_methods(["GET", "POST"])
@screen(Right.TAKE_FEEDBACK_FILE)
def feedback_columns(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Choose, order and rename columns; look at the first rows; save them as a template of the house."""
    the_house = house()
    templates = known_templates(the_house)
    sent = request.POST if request.method == "POST" else request.GET
    creditors = the_house.book.creditors()
    creditor, base = _chosen(sent, creditors, templates)
    base = base or next(iter(templates.values()))
    picked = _picked(request.POST) if request.method == "POST" else _of_template(base)
    if request.method == "GET" and "empty" in request.GET:
        picked = []
    name = sent.get("name", "") or base.name.in_language(desk_language())
    template_id = sent.get("id", "") or base.template_id.removeprefix(OWN_PREFIX)
    preview = None
    if request.method == "POST":
        try:
            own, text = own_template(
                based_on=base,
                template_id=template_id,
                name=name,
                columns=picked,
                creditors=(creditor,) if creditor and "daily" in request.POST else (),
            )
        except (TemplateFault, YamlError):
            say(request, NOT_A_TEMPLATE)
        else:
            if "save" in request.POST:
                with the_house.book.transaction():
                    the_house.back_office.templates.save(
                        OwnTemplate(own.template_id, text, the_house.now(), staff.username)
                    )
                messages.success(request, SAVED.in_language(desk_language()))
                return redirect(reverse("feedback") + "?" + urlencode({"template": own.template_id}))
            if creditor is not None:
                preview = _preview(the_house, creditor, own)
    return render(
        request,
        "desk/feedback_columns.html",
        {
            "tabs": tabs_for(staff),
            "creditors": creditors,
            "creditor": creditor,
            "templates": templates.values(),
            "base": base,
            "name": name,
            "template_id": template_id,
            "daily": "daily" in request.POST
            or (base.template_id.startswith(OWN_PREFIX) and bool(base.creditors)),
            "picks": _views(picked, base.language),
            "preview": preview,
            "rows_shown": ROWS_SHOWN,
        },
    )


def _chosen(
    sent: QueryDict, creditors: list[str], templates: Mapping[str, FeedbackTemplate]
) -> tuple[str | None, FeedbackTemplate | None]:
    """The creditor and the template that a form names; without one, those that belong together."""
    creditor = sent.get("creditor", "")
    template = templates.get(sent.get("template", ""))
    if creditor not in creditors:
        named = [one for one in creditors if template is not None and one in template.creditors]
        creditor = next(iter(named or creditors), "")
    if template is None:
        own = [one for one in templates.values() if creditor in one.creditors]
        template = next(iter(own or templates.values()), None)
    return creditor or None, template


def _preview(the_house: House, creditor: str, template: FeedbackTemplate) -> Preview:
    now = the_house.now()
    last = the_house.back_office.sent.last(creditor=creditor, template=template.template_id, before=now)
    rows = rows_of(
        the_house,
        creditor=creditor,
        template=template,
        as_of=now,
        since=None if last is None else last.as_of,
        most=ROWS_SHOWN,
    )
    return Preview(
        tuple((column.header, _is_number(column.cell_format)) for column in template.columns),
        tuple(
            tuple((_shown(cell_format, value), _is_number(cell_format)) for cell_format, value in line)
            for line in preview_cells(rows=rows, template=template)
        ),
    )


def _is_number(cell_format: CellFormat) -> bool:
    return cell_format in (CellFormat.YUAN, CellFormat.YUAN_PLAIN, CellFormat.WHOLE)


def _shown(cell_format: CellFormat, value: CellValue) -> str:
    if value is None:
        return ""
    if cell_format in (CellFormat.YUAN, CellFormat.YUAN_PLAIN) and isinstance(value, int):
        return show_yuan(value)
    return str(value)


def _of_template(template: FeedbackTemplate) -> list[PickedColumn]:
    return [PickedColumn(column.field, column.header) for column in template.columns]


def _picked(form: QueryDict) -> list[PickedColumn]:
    """The ticked fields in the order of their numbers; one without a readable number comes last."""
    found: list[tuple[int, int, PickedColumn]] = []
    for number, field in enumerate(FeedbackField):
        if f"use-{field.value}" not in form:
            continue
        text = form.get(f"place-{field.value}", "")
        place = int(text) if text.isdecimal() and len(text) < 4 else 999
        found.append((place, number, PickedColumn(field, form.get(f"header-{field.value}", "")[:80])))
    return [column for _, _, column in sorted(found, key=lambda one: one[:2])]


def _views(picked: list[PickedColumn], language: str) -> list[PickView]:
    """The chosen ones in their order, then the rest of the closed list."""
    chosen = [
        PickView(column.field, FIELD_WORDS[column.field], True, place, column.header)
        for place, column in enumerate(picked, 1)
    ]
    taken = {column.field for column in picked}
    rest = [field for field in FeedbackField if field not in taken]
    return chosen + [
        PickView(field, FIELD_WORDS[field], False, place, FIELD_WORDS[field].in_language(language))
        for place, field in enumerate(rest, len(chosen) + 1)
    ]
