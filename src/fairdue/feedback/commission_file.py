"""The commission statement as a workbook: lines by case, what does not count and why, totals that tie.

Room: feedback. The last sheet prints the rule of rounding and what the statement is not for.
"""

from __future__ import annotations

from datetime import date

from fairdue.feedback.commission import CommissionStatement, Excluded, LineKind, Posting
from fairdue.feedback.workbook_writing import CellFormat, CellValue, Sheet, SheetColumn, write_workbook
from fairdue.foundation.bilingual import Bilingual

LINE_WORDS: dict[LineKind, Bilingual] = {
    LineKind.PAYMENT: Bilingual("还款", "payment"),
    LineKind.REVERSAL: Bilingual("冲正", "reversal"),
    LineKind.LATE: Bilingual("前期补记", "posted late into a settled period"),
    LineKind.CLAW_BACK: Bilingual("前期佣金扣回", "claw-back of a settled commission"),
}
EXCLUDED_WORDS: dict[Excluded, Bilingual] = {
    Excluded.BEFORE_PLACEMENT: Bilingual("委案前还款", "paid before the placement"),
    Excluded.AFTER_END: Bilingual("退案或结案后还款", "paid after the case had ended"),
    Excluded.REVERSES_EXCLUDED: Bilingual("冲正的是不计佣还款", "takes back money that did not count"),
}
RULES = (
    Bilingual(
        "只计已入账还款（扣除冲正）；客户声称已还（CP）不计佣。",
        "Only posted money counts, net of reversals; a claimed payment (CP) never does.",
    ),
    Bilingual(
        "逐笔先舍去分以下，合计按四舍五入取整分，差额依余数由大到小逐笔补一分，合计分毫不失。",
        "Each line is rounded down, the exact total half up; the difference goes fen by fen to the largest remainders.",
    ),
    Bilingual(
        "已结算佣金的还款被冲正时，按比例扣回当时所付佣金；全额冲正全额扣回。",
        "A reversal of money that a settled statement paid for takes back what it paid, in proportion.",
    ),
    Bilingual(
        "本表为委托方与机构对账之用，不含催收员，不得作为催收员排名或计酬的依据（CN-OUT-06）。",
        "It settles accounts between creditor and house, names no collector, and is no basis for ranking or paying "
        "collectors (CN-OUT-06).",
    ),
)


def show_rate(rate: int) -> str:
    """A rate as percent: 1250 is 12.50%."""
    return f"{rate // 100}.{rate % 100:02d}%"


def write_commission(*, statement: CommissionStatement, language: str, created_on: date) -> bytes:
    """Return the workbook; the same statement and day give the same bytes."""

    def said(zh: str, en: str) -> str:
        return Bilingual(zh, en).in_language(language)

    posting_columns = [
        SheetColumn(said("案件编号", "Case number"), CellFormat.TEXT, 22),
        SheetColumn(said("入账日期", "Posted on"), CellFormat.DATE_DASH, 12),
        SheetColumn(said("入账金额", "Amount"), CellFormat.YUAN, 16),
        SheetColumn(said("手别", "Hand"), CellFormat.TEXT, 8),
        SheetColumn(said("委案账龄", "Bucket at placement"), CellFormat.TEXT, 12),
    ]
    lines = Sheet(
        said("佣金明细", "Lines"),
        [
            *posting_columns,
            SheetColumn(said("费率", "Rate"), CellFormat.TEXT, 10),
            SheetColumn(said("佣金", "Commission"), CellFormat.YUAN, 16),
            SheetColumn(said("说明", "What it is"), CellFormat.TEXT, 24),
        ],
        [
            (
                *_posting_cells(line.posting),
                show_rate(line.rate),
                line.commission_fen,
                LINE_WORDS[line.kind].in_language(language),
            )
            for line in statement.lines
        ],
    )
    excluded = Sheet(
        said("不计佣", "Not counted"),
        [*posting_columns, SheetColumn(said("原因", "Why"), CellFormat.TEXT, 24)],
        [
            (*_posting_cells(line.posting), EXCLUDED_WORDS[line.because].in_language(language))
            for line in statement.excluded
        ],
    )
    totals = Sheet(
        said("合计", "Totals"),
        [
            SheetColumn(said("项目", "What"), CellFormat.TEXT, 70),
            SheetColumn(said("金额（元）", "Yuan"), CellFormat.YUAN, 18),
            SheetColumn(said("笔数", "Lines"), CellFormat.WHOLE, 10),
        ],
        _totals(statement, language),
    )
    return write_workbook(sheets=[lines, excluded, totals], created_on=created_on)


def _posting_cells(posting: Posting) -> tuple[CellValue, ...]:
    return (posting.case_no, posting.posted_on, posting.amount_fen, posting.hand, posting.bucket)


def _totals(statement: CommissionStatement, language: str) -> list[tuple[CellValue, ...]]:
    begins, ends = statement.since_on.isoformat(), statement.until_on.isoformat()
    title = Bilingual(f"入账日 {begins} 起至 {ends}（不含）", f"posted from {begins} until before {ends}")
    rows: list[tuple[Bilingual, int | None, int | None]] = [
        (title, None, None),
        (
            Bilingual("入账合计（与还款台账一致）", "Posted, as in the payment book"),
            statement.posted_fen,
            len(statement.lines) + len(statement.excluded),
        ),
        (Bilingual("其中不计佣", "Of these not counted"), statement.excluded_fen, len(statement.excluded)),
        (Bilingual("计佣基数", "Base of the commission"), statement.base_fen, len(statement.lines)),
        (Bilingual("佣金合计", "Commission"), statement.commission_fen, len(statement.lines)),
        *((rule, None, None) for rule in RULES),
    ]
    return [(name.in_language(language), money, count) for name, money, count in rows]
