"""Filters and tags of the desk: money, masked numbers, moments, bilingual texts, icons."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fairdue.compliance.explain import show_citation, show_place
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.money import show_yuan
from fairdue.foundation.reason import Citation
from fairdue.operations.licence import LICENCE_RULE
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.person_shield import masked_name
from fairdue_desk.screens.remedies import Remedy, remedy_for
from fairdue_desk.screens.rule_view import rules_by_id
from fairdue_desk.screens.words import words_for
from fairdue_desk.wiring import house

register = template.Library()

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS_ZH, _WEEKDAYS_EN = "一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan; a dash where the amount is not known."""
    return "—" if fen is None else show_yuan(fen)


@register.filter
def said(text: Bilingual | None) -> str:
    """A bilingual text in the language of the page."""
    return "" if text is None else text.in_language(desk_language())


@register.filter
def source(citation: Citation) -> str:
    """Where a rule stands and how well it was read."""
    return show_citation(citation, language=desk_language())


@register.filter
def words(value: object) -> Bilingual | None:
    """The words of a status, a state, a kind or a level."""
    return words_for(value)


@register.filter
def masked(number: str) -> str:
    """A number with its middle hidden: enough to tell two apart, not enough to dial.

    >>> masked("13800001234")
    '138****1234'
    >>> masked("010-1234")
    '******34'
    """
    if len(number) >= 11:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return f"{'*' * max(0, len(number) - 2)}{number[-2:]}"


@register.filter
def shielded(name: str, seen: object) -> str:
    """A customer's name, or its first sign alone where whoever looks may not know who it is."""
    return name if seen else masked_name(name)


@register.filter
def asks_for_training(rule_id: str) -> bool:
    """Is it the rule that a licence mends, which the training leads to?"""
    return rule_id == LICENCE_RULE


@register.filter
def last_four(number: str) -> str:
    """The last four characters, for checking what a customer says."""
    return number[-4:]


@register.filter
def day(on: date | None) -> str:
    """A civil date as people read it: 3月2日 周一, or Mon 2 Mar."""
    if on is None:
        return "—"
    if desk_language() == "en":
        return f"{_WEEKDAYS_EN[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"
    return f"{on.month}月{on.day}日 周{_WEEKDAYS_ZH[on.weekday()]}"


@register.filter
def long_day(on: date | None) -> str:
    """A civil date with its year."""
    if on is None:
        return "—"
    if desk_language() == "en":
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


@register.filter
def moment(at: datetime | None) -> str:
    """A moment on the wall in China, to the minute."""
    if at is None:
        return "—"
    local = at.astimezone(CHINA)
    if desk_language() == "en":
        return f"{local.day} {_MONTHS[local.month - 1]} {local:%H:%M}"
    return f"{local.month}月{local.day}日 {local:%H:%M}"


@register.filter
def clock(at: datetime | None) -> str:
    """The time of day of a moment in China."""
    return "—" if at is None else f"{at.astimezone(CHINA):%H:%M}"


@register.filter
def full_moment(at: datetime | None) -> str:
    """A moment in China with its year, for what is kept for long."""
    if at is None:
        return "—"
    local = at.astimezone(CHINA)
    return f"{long_day(local.date())} {local:%H:%M}"


@register.simple_tag
def rule_id(name: str) -> SafeString:
    """A rule's id, leading to its page; what the gate says of itself has an id and no page."""
    if name not in rules_by_id(house().rulebook):
        return format_html("<code>{}</code>", name)
    return format_html('<a class="rule-id" href="{}"><code>{}</code></a>', reverse("rule", args=[name]), name)


@register.simple_tag
def place_of(article: str, confidence: str) -> str:
    """An article and how well it was read, in words."""
    return show_place(Citation("", article, confidence), language=desk_language())


@register.simple_tag(takes_context=True)
def remedy(context: Context, name: str) -> Remedy:
    """What mends the objection of a rule on a case page, as far as it knows what nobody has stated."""
    the_house = house()
    on = civil_date(the_house.now())
    return remedy_for(the_house, name, on=on, missing=context.get("unstated") or ())


@register.filter
def last_day(ends_at: datetime) -> date:
    """The last day of a period that ends at a moment: the moment itself is no longer part of it."""
    return civil_date(ends_at - timedelta(microseconds=1))


@register.simple_tag
def source_link(written: str) -> SafeString:
    """A source of a rule; an address can be followed, and takes nothing of ours along."""
    address, _, rest = written.partition(" ")
    if not address.startswith(("http://", "https://")):
        return format_html("<span>{}</span>", written)
    return format_html(
        '<a href="{}" rel="noopener noreferrer nofollow external" target="_blank">{}</a>{}',
        address,
        address,
        f" {rest}" if rest else "",
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; without a label it is decoration and hidden from readers of the screen."""
    sprite = static("vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', sprite, name
    )
