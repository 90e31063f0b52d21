"""The words of every defect: what is wrong and how to mend it, in both languages.

Room: intake. A text names columns and lines, never the value that stands there; ``{column}`` and other
slots are filled with headers, numbers and file names only. The first of ``ROW_DEFECTS`` names the reason.
"""

from __future__ import annotations

from typing import Final

from fairdue.intake.payment_defect_words import PAYMENT_DEFECTS, Texts

_PASTE: Final = ("把该列复制后“选择性粘贴为数值”再保存", "copy the column, paste it as values, save again")
_AS_TEXT: Final = (
    "在导出前把该列设为文本格式，再重新导出",
    "set the column to text before exporting, then export again",
)
_ASK: Final = ("请委托方补齐后重新发送该行", "ask the creditor to complete the row and send it again")
_RESAVE: Final = (
    "用表格软件打开并另存为 XLSX 或 UTF-8 CSV 后重试",
    "open it in a spreadsheet and save it as XLSX or UTF-8 CSV",
)

FILE_DEFECTS: Final[dict[str, Texts]] = {
    "file_empty": (
        "文件是空的",
        "the file is empty",
        "请委托方重新发送",
        "ask the creditor to send it again",
    ),
    "file_too_large": (
        "文件超过 {limit} MiB",
        "the file is larger than {limit} MiB",
        "拆成几个文件",
        "split it into several files",
    ),
    "header_only": (
        "只有表头，没有数据行",
        "there is a header and no row of data",
        "确认导出时选中了数据后重新发送",
        "check that the export included the data and send it again",
    ),
    "wrong_file_type": ("这不是表格，而是{found}", "this is no table but {found_en}", *_RESAVE),
    "workbook_corrupt": (
        "工作簿已损坏或不完整，无法读取",
        "the workbook is damaged or cut short and cannot be read",
        "重新下载或请委托方重新发送",
        "download it again or ask the creditor to send it again",
    ),
    "workbook_bomb": (
        "解压后的大小不合常理（超过 {limit}），已拒绝打开",
        "it would inflate beyond reason (over {limit}) and was not opened",
        "删除空白行列后另存为新文件",
        "delete blank rows and columns and save it as a new file",
    ),
    "password_protected": (
        "文件有密码保护",
        "the file is protected by a password",
        "在表格软件中去掉密码后另存，再导入",
        "open it in a spreadsheet, remove the password and save it",
    ),
    "nul_bytes": (
        "第 {line} 行含有 NUL 字节，文本已损坏",
        "line {line} holds NUL bytes: the text is damaged",
        *_RESAVE,
    ),
    "undecodable": (
        "第 {line} 行有无法按 {encoding} 解码的字节",
        "line {line} holds bytes that are not {encoding}",
        "以 UTF-8 重新导出",
        "export it again as UTF-8",
    ),
    "line_too_long": (
        "第 {line} 行超过 {limit} 个字符",
        "line {line} is longer than {limit} characters",
        "确认文件是按行保存的表格",
        "check that the file is a table with one record per line",
    ),
    "field_too_long": (
        "第 {line} 行有一个单元格超过 {limit} 个字符",
        "line {line} has a cell of more than {limit} characters",
        "检查该行的引号是否成对",
        "check that the quotation marks in this line come in pairs",
    ),
    "unclosed_quote": (
        "第 {line} 行的引号没有闭合",
        "a quotation mark that opens in line {line} is never closed",
        "补上或删除该行多余的引号",
        "close or delete the quotation mark in this line",
    ),
    "too_many_rows": (
        "数据超过 {limit} 行",
        "there are more than {limit} rows",
        "拆成几个文件",
        "split it into several files",
    ),
    "too_many_columns": (
        "超过 {limit} 列",
        "there are more than {limit} columns",
        "删除无关的列",
        "delete columns that do not belong",
    ),
    "too_many_cells": (
        "工作表的范围超过 {limit} 个单元格",
        "the sheet spans more than {limit} cells",
        "删除远处的空白行列，或拆成几个文件",
        "delete far-off rows and columns, or split the file",
    ),
    "duplicate_header": (
        "“{first}”列和“{second}”列重复（第 {first_at} 列与第 {second_at} 列），无法判断用哪一列",
        "the columns “{first}” and “{second}” (columns {first_at} and {second_at}) mean the same, "
        "so it is unclear which one holds",
        "只保留其中一列",
        "keep one of the two",
    ),
    "no_header": (
        "找不到可识别的表头；缺少必需的列：{missing}；{seen}",
        "no header was recognised; required columns missing: {missing_en}; {seen_en}",
        "补上缺少的列，或在 playbook 的 layouts 中登记该委托方的列名",
        "add the missing columns, or add the creditor's words to the layouts of the playbook",
    ),
    "kind_differs": (
        "工作表“{sheet}”的类型与前面的工作表不同",
        "the sheet “{sheet}” is of another kind than those before it",
        "把不同类型的工作表分成不同的文件",
        "put sheets of different kinds into different files",
    ),
}

WARNINGS: Final[dict[str, Texts]] = {
    "sheet_not_read_warning": (
        "工作表“{sheet}”没有可识别的表头，未读取",
        "the sheet “{sheet}” has no recognised header and was not read",
        "如含案件，请补上表头",
        "if it holds cases, give it a header",
    ),
    "column_refused_warning": (
        "“{column}”列属于过度收集，未读取",
        "the column “{column}” is over-collection and was not read",
        "请委托方不再发送该列",
        "ask the creditor not to send it",
    ),
    "column_without_header_warning": (
        "第 {number} 列没有表头，未读取",
        "column {number} has no header and was not read",
        "补上表头或删除该列",
        "give it a header or delete it",
    ),
    "second_column_warning": (
        "“{first}”列和“{second}”列含义相同（第 {first_at} 列与第 {second_at} 列），采用前者",
        "the columns “{first}” and “{second}” (columns {first_at} and {second_at}) mean the same; "
        "the first is used",
        "只保留其中一列",
        "keep one of the two",
    ),
    "card_luhn_column_warning": (
        "“{column}”列的多数号码不符合卡号校验，可能不是银行卡号，逐行校验已停用",
        "most numbers in “{column}” fail the card check digit: probably not card numbers; row checks are off",
        "确认该列的含义",
        "check what the column means",
    ),
    "case_no_column_missing_warning": (
        "没有案件编号列，改用“{column}”列作为案件编号",
        "there is no case number column; “{column}” stands in",
        "请委托方提供案件编号",
        "ask the creditor for case numbers",
    ),
    "footnote_skipped_warning": (
        "该行像是表尾说明，已跳过",
        "the row looks like a footnote and was skipped",
        "如是案件，请补齐各列",
        "if it is a case, fill in its columns",
    ),
    "case_no_missing_warning": (
        "“{column}”为空，改用账号作为案件编号",
        "“{column}” is empty; the account number stands in",
        *_ASK,
    ),
    "mobile_invalid_only_warning": (
        "“{column}”里没有有效的手机号，该案没有手机号",
        "“{column}” holds no valid mobile number; the case has none",
        "请委托方更正手机号",
        "ask the creditor for the right number",
    ),
    "number_of_another_person_warning": (
        "“{column}”写有他人（家人、朋友等）的号码，未读取",
        "“{column}” holds a number of another person (a relative, a friend), which was not read",
        "请委托方把他人的号码放到联系人列，本人列只填本人的号码",
        "ask the creditor to put other persons' numbers into contact columns",
    ),
    "mobile_is_landline_warning": (
        "“{column}”里只有固定电话",
        "“{column}” holds a landline only",
        "请委托方提供手机号",
        "ask for a mobile number",
    ),
    "principal_exceeds_amount_warning": (
        "“{column}”大于委案金额",
        "“{column}” is more than the placed amount",
        "请委托方核对金额",
        "ask the creditor to check the amounts",
    ),
    "dpd_disagrees_with_date_warning": (
        "“{column}”与逾期日期推算的天数不符",
        "“{column}” disagrees with the days counted from the overdue date",
        "以逾期日期为准；请委托方核对",
        "the overdue date is used; ask the creditor to check",
    ),
    "bucket_disagrees_warning": (
        "“{column}”与逾期天数相差超过一档",
        "“{column}” is more than one bucket away from the days overdue",
        "请委托方核对账龄",
        "ask the creditor to check the bucket",
    ),
    "bucket_ambiguous_warning": (
        "“{column}”的写法有多种含义，未采用",
        "“{column}” can be read in several ways and was not used",
        "改用 M1–M6、M6+ 或天数区间",
        "write M1 to M6, M6+ or a range of days",
    ),
    "card_luhn_warning": (
        "“{column}”不符合卡号校验位",
        "“{column}” fails the card check digit",
        "请委托方核对卡号",
        "ask the creditor to check the number",
    ),
    "id_type_disagrees_warning": (
        "“{column}”是有效的居民身份证号，与证件类型不符",
        "“{column}” is a valid resident ID, unlike the stated ID type",
        "请委托方核对证件类型",
        "ask the creditor to check the ID type",
    ),
    "minor_warning": (
        "按“{column}”推算债务人不满 18 周岁",
        "by “{column}” the debtor is under 18",
        "先请委托方核实身份，再联系",
        "have the creditor verify the identity before any contact",
    ),
    "currency_not_cny_warning": (
        "“{column}”不是人民币",
        "“{column}” is not Chinese yuan",
        "金额按原币种记录，不作换算",
        "amounts are kept in that currency, not converted",
    ),
    "formula_cell_warning": (
        "“{column}”是公式，采用了文件里保存的结果",
        "“{column}” is a formula; its stored result was taken",
        *_PASTE,
    ),
    "value_unreadable_warning": (
        "“{column}”读不出，已留空",
        "“{column}” cannot be read and was left empty",
        "请委托方更正格式",
        "ask the creditor to correct it",
    ),
    "channel_unknown_warning": (
        "“{column}”不是已知的还款渠道，按其他处理",
        "“{column}” is no known channel; taken as other",
        "在 words.yaml 的 channels 中登记",
        "add it to channels in words.yaml",
    ),
    "posted_in_future_warning": (
        "“{column}”晚于业务日期",
        "“{column}” is after the business date",
        "请核对日期",
        "check the date",
    ),
    "reversal_without_original_warning": (
        "冲正行没有写明原流水号",
        "the reversal does not name the payment it reverses",
        "在备注中写明“冲正 流水号”",
        "write “reversal SERIAL” in the note",
    ),
    "update_superseded_warning": (
        "同一案件在第 {earlier} 行已有更新，以本行为准",
        "the case was updated in line {earlier}; this line holds",
        "无需处理",
        "nothing to do",
    ),
}

ROW_DEFECTS: Final[dict[str, Texts]] = {
    "formula_cell": (
        "“{column}”是没有结果的公式",
        "“{column}” is a formula without a stored result",
        *_PASTE,
    ),
    "cell_error": (
        "“{column}”是错误值",
        "“{column}” is an error value",
        "更正公式后粘贴为数值",
        "mend it and paste as values",
    ),
    "row_shape": (
        "该行的列数多于表头，内容可能错位",
        "the row has more cells than the header, so they may be shifted",
        "给含分隔符的内容加上引号",
        "put quotation marks around cells that hold the separator",
    ),
    "id_checksum": (
        "“{column}”的校验位不对",
        "“{column}” fails its check digit",
        "请委托方核对证件号",
        "ask the creditor to check it",
    ),
    "id_scientific_notation": (
        "“{column}”成了科学计数法，末尾数字已丢失",
        "“{column}” is in scientific notation: its end is lost",
        *_AS_TEXT,
    ),
    "id_missing": ("“{column}”为空", "“{column}” is empty", *_ASK),
    "id_unreadable": (
        "“{column}”的位数、字符或出生日期不对",
        "“{column}” has a wrong length, character or birth date",
        "请委托方核对证件号",
        "ask the creditor to check it",
    ),
    "amount_missing": ("“{column}”为空", "“{column}” is empty", *_ASK),
    "amount_negative": (
        "“{column}”是负数",
        "“{column}” is negative",
        "请委托方核对金额",
        "ask the creditor to check it",
    ),
    "amount_unreadable": (
        "“{column}”不是数字金额",
        "“{column}” is not an amount in figures",
        "改写为数字，例如 1234.50",
        "write it in figures, like 1234.50",
    ),
    "amount_zero": (
        "“{column}”为零",
        "“{column}” is zero",
        "确认是否应委案",
        "check whether it should be placed",
    ),
    "date_missing": ("“{column}”为空", "“{column}” is empty", *_ASK),
    "date_impossible": (
        "“{column}”在日历上不存在",
        "“{column}” is a day no calendar has",
        "更正日期",
        "correct the date",
    ),
    "date_unreadable": (
        "“{column}”不是可识别的日期",
        "“{column}” is not a date that can be read",
        "改写为 2026-03-01 这样的格式",
        "write it like 2026-03-01",
    ),
    "name_missing": ("“{column}”为空", "“{column}” is empty", *_ASK),
    "account_missing": ("“{column}”为空", "“{column}” is empty", *_ASK),
    "account_scientific_notation": (
        "“{column}”成了科学计数法，末尾数字已丢失",
        "“{column}” is in scientific notation: its end is lost",
        *_AS_TEXT,
    ),
    "placed_in_future": (
        "“{column}”晚于业务日期",
        "“{column}” is after the business date",
        "更正日期，或到日后再导入",
        "correct the date, or place the file on that day",
    ),
    "duplicate_case": (
        "“{column}”与第 {earlier} 行重复",
        "“{column}” repeats that of line {earlier}",
        "删除其中一行，或更正案件编号",
        "delete one of the rows, or correct the case number",
    ),
    "overdue_after_placement": (
        "“{column}”晚于委案日期",
        "“{column}” is after the placement date",
        "请委托方核对两个日期",
        "ask the creditor to check both",
    ),
    "case_no_missing": ("“{column}”为空", "“{column}” is empty", *_ASK),
    "case_no_unreadable": (
        "“{column}”成了科学计数法，末尾数字已丢失",
        "“{column}” is in scientific notation: its end is lost",
        *_AS_TEXT,
    ),
    "action_unknown": (
        "“{column}”不是已知的动作",
        "“{column}” is no known action",
        "写“更新”或“收回”",
        "write 更新 （update） or 收回 （recall）",
    ),
    "update_conflict": (
        "“{column}”与第 {earlier} 行同日而内容不同",
        "“{column}” is updated on the same day in line {earlier}, differently",
        "只保留正确的一行",
        "keep the right one",
    ),
    **PAYMENT_DEFECTS,
}
