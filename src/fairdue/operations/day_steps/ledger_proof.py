"""The step ``ledger_proof``: the logs, the payment book and the double entry say the same of the money.

Room: operations. A day whose money does not tie is not closed, and no file of it leaves.
"""

from __future__ import annotations

from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.step import Day, DayStep, Progress, StepFailed
from fairdue.operations.ledger_check import check_ledger


def _run(day: Day, progress: Progress) -> None:
    for number, creditor in enumerate(day.house.book.creditors(), 1):
        booked = {one.payment_id: one.amount_fen for one in day.house.payments.posted(creditor=creditor)}
        logged = {
            payment.payment_id: payment.amount_fen
            for case in day.house.book.iterate(creditor=creditor)
            for payment in case.payments
        }
        if logged != booked:
            differ = sum(logged.get(name) != booked.get(name) for name in logged.keys() | booked.keys())
            raise StepFailed(
                f"creditor {number} of the list: {differ} payments stand differently in the logs and in the payment "
                f"book ({sum(logged.values())} and {sum(booked.values())} fen); run `fairdue audit verify`, mend, "
                "and run the end of the day again"
            )
        progress.count("payments", len(logged))
        progress.count("paid_fen", sum(logged.values()))
        progress.made(f"{creditor}={sum(logged.values())}")
    proved = check_ledger(day.house, until=day.on)
    if proved.findings:
        raise StepFailed(
            f"the ledger does not balance at the end of {day.on.isoformat()}; the first place: {proved.findings[0].fault.en}; "
            f"run `fairdue ledger check --date {day.on.isoformat()}`, mend, and run the end of the day again"
        )
    progress.count("ledger_lines", proved.lines)
    progress.made(f"debits={proved.debits_fen}")


STEP = DayStep("ledger_proof", Bilingual("账款核对", "Money ties"), _run)
