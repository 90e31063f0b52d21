"""The words of the defects that only the lines of a payment file have.

Room: intake. ``defect_words`` hands them on with all the others.
"""

from __future__ import annotations

from typing import Final

Texts = tuple[str, str, str, str]  # message zh, message en, remedy zh, remedy en

PAYMENT_DEFECTS: Final[dict[str, Texts]] = {
    "key_too_long": (
        "“{column}”超过 {limit} 个字符",
        "“{column}” has more than {limit} characters",
        "检查列是否错位；编号不会这样长",
        "see whether the columns are shifted; no number is that long",
    ),
    "serial_missing": (
        "“{column}”为空",
        "“{column}” is empty",
        "请委托方补齐后重新发送该行",
        "ask the creditor to complete the row and send it again",
    ),
    "serial_conflict": (
        "“{column}”与第 {earlier} 行相同，但内容不同",
        "“{column}” repeats line {earlier} with other content",
        "请委托方核对这两笔",
        "ask the creditor to check both",
    ),
}
