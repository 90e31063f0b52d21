"""The form for one statement: which fact, what is so, about what, until when, and on what evidence it rests.

The choices follow the fact: its kind decides how the value is given, and what it can be vouched for is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.compliance.attested import ATTESTED_COLUMNS, read_value, scopes_of
from fairdue.compliance.column import Column, ColumnKind
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, Period, civil_date
from fairdue.operations.attest import is_the_house, login_of, vouches_for_oneself
from fairdue.operations.house import House
from fairdue.operations.ports import AmbiguousCase, UnknownCase
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.column_words import value_in_words
from fairdue_desk.screens.permissions import Staff
from fairdue_desk.screens.words import SCOPES

LONGEST_EVIDENCE = 300
_FIELDS = ("value", "name", "until", "evidence")

NO_FACT = Bilingual("请选择要声明的事实。", "Choose the fact to vouch for.")
NO_SCOPE = Bilingual("请选择声明的范围。", "Choose what the statement is about.")
NO_NAME = Bilingual("请写明是哪一个。", "Say which one.")
NO_LOGIN = Bilingual("没有这个登录名，请从列表中选择。", "There is no such login; choose one of the list.")
NO_CASE = Bilingual("没有这个案号，请核对。", "No case has that number; check it.")
MANY_CASES = Bilingual(
    "多个委托方有这个案号，请从案件页进入。",
    "Several creditors have that number; come here from the case's page.",
)
NO_EVIDENCE = Bilingual(
    "请写明依据：文件、页面或录音的编号，不写个人信息。",
    "Name the paper, page or recording it rests on, and no person.",
)
NO_UNTIL = Bilingual("对员工的声明必须有截止日。", "What is vouched of a member of staff needs a last day.")
NOT_ONESELF = Bilingual(
    "不能为自己声明，请由他人声明。", "Nobody vouches for themselves; somebody else states it."
)
NOT_THE_HOUSE = Bilingual(
    "以 house: 开头的名字属于系统本身，不能声明；请用自己的登录名。",
    "A name that begins with house: is the house's own and states nothing; use a login of your own.",
)
PAST = Bilingual("截止日已过，请写将来的日期。", "That day is over; write a day to come.")
NO_DAY = Bilingual("请按 2026-12-31 的写法写日期。", "Write a day such as 2026-12-31.")
WRONG_VALUE: Mapping[ColumnKind, Bilingual] = {
    ColumnKind.YES_NO: Bilingual("请选择是或否。", "Choose yes or no."),
    ColumnKind.WORD: Bilingual("请从列表中选择。", "Choose one of the list."),
    ColumnKind.WORDS: Bilingual("请从列表中选择。", "Choose one of the list."),
    ColumnKind.COUNT: Bilingual("请写一个整数，如 2。", "Write a whole number, such as 2."),
    ColumnKind.FEN: Bilingual("请写以分为单位的整数。", "Write a whole number of fen."),
    ColumnKind.DATE: NO_DAY,
    ColumnKind.CLOCK: Bilingual("请按 18:30 的写法写时间。", "Write a time such as 18:30."),
    ColumnKind.NAME: Bilingual(
        "请写时区名称，如 Asia/Shanghai。", "Write a time zone such as Asia/Shanghai."
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement, ready to be kept."""

    column: str
    value: str
    scope: Scope
    period: Period
    evidence: str


@dataclass(frozen=True, slots=True)
class StatementForm:
    """The form as it stands: what was chosen so far, what can be chosen, and what is wrong with it."""

    column: Column | None
    kind: ScopeKind | None
    given: Mapping[str, str] = field(repr=False)
    case_id: str
    case_no: str
    names: tuple[str, ...]
    wrong: Bilingual | None = None

    @property
    def columns(self) -> list[Column]:
        """Every fact that can be vouched for, in the order of the facts."""
        return list(ATTESTED_COLUMNS.values())

    @property
    def scopes(self) -> list[tuple[ScopeKind, Bilingual]]:
        """What the chosen fact can be vouched for."""
        return [(kind, SCOPES[kind]) for kind in scopes_of(self.column.name)] if self.column else []

    @property
    def choices(self) -> list[tuple[str, Bilingual]]:
        """The values of a fact that has a closed list of words."""
        if self.column is None or self.column.words is None:
            return []
        return [(word.value, value_in_words(self.column, word)) for word in self.column.words]


def prefilled(house: House, given: Mapping[str, str], *, staff: Staff) -> StatementForm:
    """The form for a fact and, where a case is named, about what of that case it is most likely asked."""
    column = ATTESTED_COLUMNS.get(given.get("column", ""))
    row = _case_of(given.get("case", ""), staff)
    allowed = scopes_of(column.name) if column else ()
    wanted = given.get("scope", "")
    kind = next((one for one in allowed if one.value == wanted), None)
    if kind is None and allowed:
        kind = _likely(allowed, row)
    name = given.get("name", "")
    if kind is not None and not name and row is not None:
        name = _name_in(house, kind, row)
    return _form(house, column, kind, row, {**_typed(given), "name": name}, None)


def read_statement(
    house: House, given: Mapping[str, str], *, now: datetime, staff: Staff
) -> Asked | StatementForm:
    """The statement as it was filled in, or the form again with what is wrong."""
    column = ATTESTED_COLUMNS.get(given.get("column", ""))
    allowed = scopes_of(column.name) if column else ()
    kind = next((one for one in allowed if one.value == given.get("scope")), None)
    row = _case_of(given.get("case", ""), staff)
    form = _form(house, column, kind, row, _typed(given), None)
    if column is None:
        return _wrong(form, NO_FACT)
    try:
        read_value(column.name, given.get("value", ""))
    except ValueError:
        return _wrong(form, WRONG_VALUE[column.kind])
    if kind is None:
        return _wrong(form, NO_SCOPE)
    scope = _scope(house, kind, given.get("name", "").strip(), row)
    if isinstance(scope, Bilingual):
        return _wrong(form, scope)
    if is_the_house(staff.username):
        return _wrong(form, NOT_THE_HOUSE)
    if vouches_for_oneself(column.name, given["value"], scope, actor=staff.username):
        return _wrong(form, NOT_ONESELF)
    period = _period(given.get("until", "").strip(), kind, now)
    if isinstance(period, Bilingual):
        return _wrong(form, period)
    evidence = given.get("evidence", "").strip()[:LONGEST_EVIDENCE]
    if not evidence:
        return _wrong(form, NO_EVIDENCE)
    return Asked(column.name, given["value"], scope, period, evidence)


def _typed(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(name, "") for name in _FIELDS}


def _form(
    house: House,
    column: Column | None,
    kind: ScopeKind | None,
    row: Case | None,
    given: Mapping[str, str],
    wrong: Bilingual | None,
) -> StatementForm:
    return StatementForm(
        column=column,
        kind=kind,
        given=given,
        case_id=row.case_id if row else "",
        case_no=row.case_no if row else "",
        names=_names(house, kind) if kind else (),
        wrong=wrong,
    )


def _wrong(form: StatementForm, wrong: Bilingual) -> StatementForm:
    return StatementForm(form.column, form.kind, form.given, form.case_id, form.case_no, form.names, wrong)


def _case_of(case_id: str, staff: Staff) -> Case | None:
    return staff.cases().filter(case_id=case_id).first() if case_id else None


def _likely(allowed: tuple[ScopeKind, ...], row: Case | None) -> ScopeKind:
    """Coming from a case, the creditor before the single case: what is vouched for mostly holds for all of it."""
    if row is None:
        return allowed[0]
    return next((one for one in allowed if one is not ScopeKind.HOUSE), allowed[0])


def _name_in(house: House, kind: ScopeKind, row: Case) -> str:
    match kind:
        case ScopeKind.CREDITOR:
            return row.creditor
        case ScopeKind.BATCH:
            return f"{row.creditor}/{row.batch_no}" if row.batch_no else ""
        case ScopeKind.CASE:
            return row.case_no
        case ScopeKind.STAFF:
            return row.collector
        case ScopeKind.LINE:
            return next(iter(_names(house, kind)), "")
        case _:
            return ""


def _names(house: House, kind: ScopeKind) -> tuple[str, ...]:
    """What can be chosen where there is a list of it; a batch, a case and a contact are written."""
    match kind:
        case ScopeKind.CREDITOR:
            return tuple(house.book.creditors())
        case ScopeKind.STAFF:
            return tuple(get_user_model().objects.order_by("username").values_list("username", flat=True))
        case ScopeKind.LINE:
            return tuple(sorted({channel.line.name for channel in house.channels.values()}))
        case _:
            return ()


def _scope(house: House, kind: ScopeKind, name: str, row: Case | None) -> Scope | Bilingual:
    if kind is ScopeKind.HOUSE:
        return Scope(kind)
    if not name:
        return NO_NAME
    if kind is ScopeKind.STAFF:
        try:
            return Scope(kind, login_of(house, name))
        except ValueError:
            return NO_LOGIN
    if kind is not ScopeKind.CASE:
        return Scope(kind, name)
    if row is not None and name in (row.case_no, row.case_id):
        return Scope(kind, row.case_id)
    try:
        return Scope(kind, house.book.resolve(name))
    except UnknownCase:
        return NO_CASE
    except AmbiguousCase:
        return MANY_CASES


def _period(until: str, kind: ScopeKind, now: datetime) -> Period | Bilingual:
    """From now until the end of the last day named, on the wall in China."""
    if not until:
        return NO_UNTIL if kind is ScopeKind.STAFF else Period(now, None)
    try:
        last = date.fromisoformat(until)
    except ValueError:
        return NO_DAY
    if last < civil_date(now):
        return PAST
    return Period(now, datetime.combine(last + timedelta(days=1), time(), CHINA))
