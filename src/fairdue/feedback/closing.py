"""The closing: when a case is paid off, and the summary (退案小结) of a case that ends.

Room: feedback. It proposes ``CaseClosed`` and ``CaseReopened`` and writes the summary from the record; it closes nothing itself.
The summary tells what was done and what came of it, and judges nobody.
"""

from __future__ import annotations

from datetime import date

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.happening import CaseClosed, CaseReopened
from fairdue.casefile.promise import PromiseState
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.words import REASON_WORDS, STATUS_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan

SETTLED = "settled"


def when_settled(*, case: CaseFile, as_of_on: date) -> CaseClosed | None:
    """The proposal to close an open case on which nothing is owed any more; None while something is."""
    in_call = case.open_call is not None
    return settled_on(as_of_on, is_open=case.is_open, balance_fen=case.balance_fen, in_call=in_call)


def settled_on(as_of_on: date, *, is_open: bool, balance_fen: int, in_call: bool) -> CaseClosed | None:
    """The same of the three things that it asks of a case."""
    if not is_open or balance_fen > 0 or in_call:
        return None  # a call under way is wrapped up first, so that its result is still recorded
    return CaseClosed(as_of_on, SETTLED)


def when_reopened(*, case: CaseFile, as_of_on: date) -> CaseReopened | None:
    """The proposal to work a settled case again; None while nothing is owed, or once its creditor has it back."""
    if case.given_back is not None:
        return None
    return reopened_on(as_of_on, status=case.status, balance_fen=case.balance_fen)


def reopened_on(as_of_on: date, *, status: CaseStatus, balance_fen: int) -> CaseReopened | None:
    """The same of the two things that it asks of a case that did not go back."""
    return CaseReopened(as_of_on) if status is CaseStatus.SETTLED and balance_fen > 0 else None


def closing_summary(*, case: CaseFile) -> Bilingual:
    """What was placed, done, promised, paid and is left, in a few plain sentences."""
    lines = [
        _placement(case),
        _contacts(case),
        _promises(case),
        _money(case),
        _care(case),
        _last_result(case),
        _ending(case),
    ]
    said = [line for line in lines if line is not None]
    return Bilingual("".join(line.zh for line in said), " ".join(line.en for line in said))


def _placement(case: CaseFile) -> Bilingual:
    account = case.account
    amount, on = show_yuan(account.amount_fen), account.placed_on.isoformat()
    return Bilingual(
        f"案件 {account.case_no} 于 {on} 委案，金额 {amount} 元。",
        f"Case {account.case_no} was placed on {on} with {amount} yuan.",
    )


def _contacts(case: CaseFile) -> Bilingual:
    tried, talks = len(case.attempts), sum(attempt.effective for attempt in case.attempts)
    return Bilingual(
        f"共联系 {tried} 次，其中与本人有效通话 {talks} 次。",
        f"Contacts tried: {tried}; effective talks with the customer: {talks}.",
    )


def _promises(case: CaseFile) -> Bilingual:
    counts = {state: sum(p.state is state for p in case.promises) for state in PromiseState}
    kept, partly = counts[PromiseState.KEPT], counts[PromiseState.PARTLY_KEPT]
    broken, total = counts[PromiseState.BROKEN], len(case.promises)
    return Bilingual(
        f"承诺 {total} 次：履约 {kept}，部分履约 {partly}，跳票 {broken}。",
        f"Promises: {total}, of these {kept} kept, {partly} partly kept, {broken} broken.",
    )


def _money(case: CaseFile) -> Bilingual:
    paid, left = show_yuan(case.paid_fen), show_yuan(case.balance_fen)
    return Bilingual(
        f"委案后净回款 {paid} 元，余额 {left} 元。",
        f"Paid since placement, net of reversals: {paid} yuan; balance {left} yuan.",
    )


def _care(case: CaseFile) -> Bilingual | None:
    parts: list[Bilingual] = []
    if case.reasons:
        reason = REASON_WORDS[case.reasons[-1]]
        parts.append(Bilingual(f"逾期原因：{reason.zh}。", f"Reason given: {reason.en}."))
    for zh, en, items in (
        ("争议", "Disputes", case.disputes),
        ("投诉", "Complaints", case.complaints),
    ):
        if items:
            waiting = sum(item.closed_at is None for item in items)
            parts.append(
                Bilingual(
                    f"{zh} {len(items)} 件，未办结 {waiting} 件。",
                    f"{en}: {len(items)}, still open: {waiting}.",
                )
            )
    if not parts:
        return None
    return Bilingual("".join(part.zh for part in parts), " ".join(part.en for part in parts))


def _last_result(case: CaseFile) -> Bilingual | None:
    if not case.dispositions:
        return None
    code = case.dispositions[-1].code
    name = code_meanings()[code].name
    return Bilingual(
        f"最近结果码 {code.value}（{name.zh}）。", f"Latest result code {code.value} ({name.en})."
    )


def _ending(case: CaseFile) -> Bilingual | None:
    if case.closed_on is None:
        return None
    on, word = case.closed_on.isoformat(), STATUS_WORDS[case.status]
    return Bilingual(f"{on} {word.zh}。", f"The case was {word.en} on {on}.")
