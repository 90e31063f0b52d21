"""A published truth table as a page to read: what is judged how, by which rule, row by row, in one language.

Room: followup. ``fairdue truth-table`` prints it; the pages in ``docs`` are its output, held equal by a test.
"""

from __future__ import annotations

from collections.abc import Mapping

from fairdue.casefile.arrangement import ArrangementState
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.promise import PromiseState
from fairdue.followup.arrangement_watch import PLAN_RULES
from fairdue.followup.claim_finding import ClaimStep, MatchConfidence
from fairdue.followup.claim_talk import all_steps
from fairdue.followup.promise_verdict import RULE_WORDS
from fairdue.followup.truth_row import Cell, Line, TruthRow
from fairdue.followup.truth_table import TableKind, TruthTable
from fairdue.foundation.bilingual import Bilingual, Language

_TITLES = {
    TableKind.PROMISE: Bilingual("承诺判定真值表", "The truth table of promises"),
    TableKind.CLAIM: Bilingual("声称已还（CP）查账真值表", "The truth table of claimed payments"),
    TableKind.PLAN: Bilingual("分期协议真值表", "The truth table of signed plans"),
}
_INTRO = {
    TableKind.PROMISE: Bilingual(
        "除非行内另有说明：承诺 a 于 3 月 2 日作出，约定 3 月 10 日还 10.00 元；宽限一日，遇银行休息日顺延。"
        "数额单位为分；年份为 2026，另有注明者除外。",
        "Unless a row says otherwise, promise a was made on 2 March for 10 March over 10.00 yuan, with one day of grace, "
        "and a last day on which banks rest moves on. Amounts are fen; days are of 2026 unless they name their year.",
    ),
    TableKind.CLAIM: Bilingual(
        "除非行内另有说明：客户于 3 月 2 日称当日通过微信还款 10.00 元，未说卡尾号；核实至 3 月 5 日，日期容差两日。"
        "本账户卡号尾号为 0000。数额单位为分。",
        "Unless a row says otherwise, the customer said on 2 March that 10.00 yuan were paid that day by WeChat and named no "
        "card; it is checked until 5 March with two days of tolerance, on an account whose card ends in 0000. "
        "Amounts are fen.",
    ),
    TableKind.PLAN: Bilingual(
        "除非行内另有说明：协议 a 于 3 月 2 日签订，3 月 10 日和 3 月 20 日各还 5.00 元；宽限三日，遇银行休息日顺延；"
        "一期未还足即违约，补足后可恢复一次。协议履行期间，闸门拒绝催收（CN-PLAN-01）。数额单位为分。",
        "Unless a row says otherwise, plan a was signed on 2 March over 5.00 yuan on 10 March and 5.00 yuan on 20 March, with "
        "three days of grace that keep banking days; one missed instalment is a default, and made up it performs again once. "
        "While a plan performs the gate refuses collecting (CN-PLAN-01). Amounts are fen.",
    ),
}
_STATES: Mapping[str, Bilingual] = {
    "waits": Bilingual("等待", "waits"),
    "none": Bilingual("不是承诺", "no promise"),
    PromiseState.KEPT.value: Bilingual("履约", "kept"),
    PromiseState.PARTLY_KEPT.value: Bilingual("部分履约", "partly kept"),
    PromiseState.BROKEN.value: Bilingual("跳票", "broken"),
    PromiseState.CANCELLED.value: Bilingual("已取消", "cancelled"),
    ClaimState.OPEN.value: Bilingual("查账中", "being checked"),
    ClaimState.CONFIRMED.value: Bilingual("已到账", "confirmed"),
    ClaimState.PARTLY_CONFIRMED.value: Bilingual("部分到账", "partly confirmed"),
    ClaimState.NOT_FOUND.value: Bilingual("未查到", "not found"),
    ArrangementState.PERFORMING.value: Bilingual("履行中", "performing"),
    ArrangementState.DEFAULTED.value: Bilingual("已违约", "defaulted"),
    ArrangementState.COMPLETED.value: Bilingual("已完成", "completed"),
    ArrangementState.ENDED.value: Bilingual("已终止", "ended"),
}
_CONFIDENCE = {
    MatchConfidence.CERTAIN.value: Bilingual("确定", "certain"),
    MatchConfidence.LIKELY.value: Bilingual("较有把握", "likely"),
    MatchConfidence.WEAK.value: Bilingual("存疑", "weak"),
}
_GIVEN = {
    "promises": Bilingual("承诺", "promises"),
    "money": Bilingual("入账", "money"),
    "elsewhere": Bilingual("另一笔债务入账", "money on the other debt"),
    "claims": Bilingual("声称", "claims"),
    "was": Bilingual("已记录", "recorded"),
    "plans": Bilingual("协议", "plans"),
    "owes": Bilingual("欠款", "owes"),
    "end": Bilingual("案件结束", "the case ends"),
    "grace": Bilingual("宽限日", "days of grace"),
    "banking": Bilingual("银行工作日", "banking days"),
    "words": Bilingual("客户说", "the customer said"),
    "tolerance": Bilingual("日期容差", "days of tolerance"),
    "missed": Bilingual("几期未还算违约", "missed to default"),
    "revivals": Bilingual("可恢复次数", "revivals"),
}


def truth_page(table: TruthTable, *, language: Language) -> str:
    """The table as Markdown."""
    zh = language == "zh"
    source = f"src/fairdue_playbook/followup/truth/{table.kind.value}.yaml"
    command = f"fairdue truth-table {table.kind.value}"
    lines = [
        f"# {_TITLES[table.kind].in_language(language)}",
        "",
        f"{_INTRO[table.kind].in_language(language)}",
        "",
        f"共 {len(table.rows)} 行，每行都是一条测试。数据在 `{source}`；本页由 `{command} --language zh` 打印，"
        f"`{command} --verify` 用正在运行的代码逐行核对。"
        if zh
        else f"{len(table.rows)} rows, each of them a test. The data stand in `{source}`; this page is what "
        f"`{command} --language en` prints, and `{command} --verify` holds every row to the running code.",
        "",
        *_legend(table.kind, language),
        "",
        "| 行 | 情形 | 给定 | 查看日 | 结果 |" if zh else "| row | what | given | looked at | found |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines.extend(_row(row, table.kind, language) for row in table.rows)
    return "\n".join(lines) + "\n"


def _legend(kind: TableKind, language: Language) -> list[str]:
    """The closed list of what decides, or comes next, with what each word means."""
    match kind:
        case TableKind.PROMISE:
            words = {rule.value: text for rule, text in RULE_WORDS.items()}
            title = Bilingual("判定规则", "Rules")
        case TableKind.CLAIM:
            words = {step.value: all_steps()[step].name for step in ClaimStep}
            title = Bilingual("下一步", "Next steps")
        case TableKind.PLAN:
            words = {rule.value: text for rule, text in PLAN_RULES.items()}
            title = Bilingual("判定规则", "Rules")
    return [
        f"## {title.in_language(language)}",
        "",
        *(f"- `{word}`: {text.in_language(language)}" for word, text in words.items()),
    ]


def _row(row: TruthRow, kind: TableKind, language: Language) -> str:
    given = "; ".join(
        f"{_GIVEN[key].in_language(language)} {_shown(value)}" for key, value in row.given.items()
    )
    found = "<br>".join(f"{name}: {_outcome(line, kind, language)}" for name, line in row.then.items())
    day = row.as_of_on.isoformat()
    return f"| `{row.row_id}` | {row.says.in_language(language)} | {given or '—'} | {day} | {found} |"


def _outcome(line: Line, kind: TableKind, language: Language) -> str:
    state = _STATES[str(line[0])].in_language(language)
    match kind:
        case TableKind.PROMISE:
            return f"{state}, {line[1]}, `{line[2]}`"
        case TableKind.CLAIM:
            sure = _CONFIDENCE.get(str(line[2]))
            told = "" if sure is None else f", {sure.in_language(language)}"
            return f"{state}, {line[1]}{told}, `{line[3]}`"
        case TableKind.PLAN:
            return f"{state}, `{line[1]}`"


def _shown(value: Cell) -> str:
    """A cell as the file writes it."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    if isinstance(value, tuple):
        return "[" + ", ".join(_shown(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
