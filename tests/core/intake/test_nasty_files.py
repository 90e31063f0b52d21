"""Files as creditors send them on their worst days; each must read right without being told anything."""

from __future__ import annotations

from datetime import date

from core.intake.file_builders import (
    HEADER,
    card,
    csv_bytes,
    placement_csv,
    read,
    record,
    resident_id,
    xls_bytes,
    xlsx_bytes,
)
from fairdue.intake import (
    FileKind,
    PaymentChannel,
    PaymentRow,
    PlacementRow,
    RowItem,
    RowRejected,
    RowSkipped,
    SkipReason,
    UpdateAction,
    UpdateRow,
)


def placed(items: list[RowItem]) -> list[PlacementRow]:
    assert not [item for item in items if isinstance(item, RowRejected)]
    return [item for item in items if isinstance(item, PlacementRow)]


def defects(items: list[RowItem]) -> list[tuple[int, str]]:
    return [(item.file_line, item.problems[0].defect) for item in items if isinstance(item, RowRejected)]


def warnings(items: list[RowItem]) -> list[str]:
    return [each.defect for item in items if not isinstance(item, RowRejected) for each in item.warnings]


def test_english_headers_with_underscores() -> None:
    header = [
        "Case_No",
        "Full Name",
        "ID Number",
        "Mobile",
        "Card No.",
        "Outstanding Amount",
        "Placement Date",
        "DPD",
        "Emergency Contact Name",
        "Emergency Contact Phone",
        "contact1_name",
        "contact1_mobile",
    ]
    row = [
        "L-77",
        "Jane Tester",
        resident_id(7),
        "+86 138 0000 0007",
        card(7),
        "CNY 1,200.00",
        "2026/2/1",
        "31",
        "Somebody",
        "13900000000",
        "Other",
        "13900000001",
    ]
    reading, items = read(csv_bytes([header, row]))
    (case,) = placed(items)
    assert (case.case_no, case.mobile, case.amount_fen) == ("L-77", "13800000007", 120_000)
    assert case.overdue_days == 31
    assert len(reading.sealed_columns) == 4
    assert [contact.column_group for contact in case.third_party] == ["emergencycontact", "contact1"]
    assert case.extras == ()


def test_a_header_in_the_sixth_row_under_titles_and_keys() -> None:
    rows = [
        ["关于委外案件的函"],
        ["委托方:", "测试银行股份有限公司信用卡中心"],
        ["批次号：B-2026-09"],
        [],
        ["委案日期：2026年2月11日"],
        ["案件号", "债务人姓名", "身份证件号码", "债务人手机号码", "贷款账号", "欠款总额（元）"],
        ["A1", "甲 乙", resident_id(1), "13800000001", "LN-0001", "88.8元"],
    ]
    reading, items = read(csv_bytes(rows))
    (case,) = placed(items)
    assert (case.creditor, case.batch_no) == ("测试银行股份有限公司信用卡中心", "B-2026-09")
    assert case.placed_on == date(2026, 2, 11)
    assert (case.name, case.card, case.amount_fen, case.file_line) == ("甲乙", "LN-0001", 8880, 7)
    assert reading.kind is FileKind.PLACEMENT


def test_a_two_line_header_with_merged_cells_keeps_contacts_apart() -> None:
    rows = [
        ["三月委案", "", "", "", "", "", "", "", "", ""],
        ["序号", "客户信息", "", "", "委案信息", "", "", "", "联系人1", ""],
        ["", "姓名", "证件号", "手机", "卡号", "金额", "日期", "编号", "姓名", "手机"],
        [
            "1",
            "测试甲",
            resident_id(1),
            "13800000001",
            card(1),
            "100.00",
            "2026-02-01",
            "K1",
            "他人",
            "13999999999",
        ],
    ]
    rows[1][4:8] = ["委案", "", "", "案件"]
    rows[2][4] = "卡号"
    reading, items = read(xlsx_bytes(("Sheet1", rows)), name="x.xlsx")
    (case,) = placed(items)
    assert (case.name, case.mobile, case.amount_fen, case.case_no) == ("测试甲", "13800000001", 10_000, "K1")
    assert case.placed_on == date(2026, 2, 1)
    assert reading.sealed_columns == ("联系人1 姓名", "联系人1 手机")
    assert case.third_party[0].phone == "13999999999"


def test_rare_characters_of_gb18030_survive() -> None:
    _, items = read(placement_csv(record(1, 姓名="𠮷田㐂"), encoding="gb18030"))
    assert placed(items)[0].name == "𠮷田㐂"


def test_unicode_text_as_a_spreadsheet_exports_it() -> None:
    rows = [list(HEADER), list(record(3).values())]
    for encoding in ("utf-16", "utf-16-le"):
        reading, items = read(csv_bytes(rows, encoding=encoding, delimiter="\t"), name="导出.txt")
        assert placed(items)[0].case_no == "C000003"
        assert reading.encoding == encoding


def test_semicolons_with_grouped_amounts_and_old_line_ends() -> None:
    rows = [list(HEADER), list(record(1, 委案金额="12,345.60").values()), list(record(2).values())]
    content = csv_bytes(rows, delimiter=";").replace(b"\r\n", b"\r")
    _, items = read(content)
    assert [(row.file_line, row.amount_fen) for row in placed(items)] == [(2, 1_234_560), (3, 123_450)]


def test_xls_with_true_dates_numbers_and_serials() -> None:
    rows: list[list[object]] = [
        ["", "", "委案清单"],
        [],
        [
            "案件编号",
            "持卡人",
            "身份证号码",
            "手机号码",
            "信用卡号",
            "委托金额(元)",
            "委托日期",
            "逾期天数",
            "客户联系电话2",
        ],
        [1001, "测试甲", resident_id(1), 13800000001, card(1), 1234.5, date(2026, 2, 3), 12.0, ""],
        [1002, "测试乙", resident_id(2), 13800000002, card(2), 88, 46055, 12, ""],
    ]
    _, items = read(xls_bytes(rows), name="老系统.xls")
    one, two = placed(items)
    assert (one.case_no, one.mobile, one.amount_fen, one.placed_on) == (
        "1001",
        "13800000001",
        123_450,
        date(2026, 2, 3),
    )
    assert (two.placed_on, two.file_line) == (date(2026, 2, 2), 5)


def test_amounts_in_ten_thousands_by_header_and_by_cell() -> None:
    header = [*HEADER[:5], "委案金额（万元）", "委案日期", "本金（元）"]
    rows = [
        header,
        [*list(record(1).values())[:5], "1.2345", "20260201", "1,000"],
        [*list(record(2).values())[:5], "3500元", "2026.2.1", "1千"],
        [*list(record(3).values())[:5], "0.5万", "2026年2月1日", "4000"],
    ]
    _, items = read(csv_bytes(rows))
    assert [row.amount_fen for row in placed(items)] == [1_234_500, 350_000, 500_000]
    assert warnings(items) == ["principal_fen_unreadable_warning"]


def test_several_sheets_of_which_one_is_a_legend() -> None:
    one = [list(HEADER), list(record(1).values())]
    two = [["第二批"], list(HEADER), list(record(2).values()), list(record(1).values())]
    legend = [["填写说明"], ["姓名请与证件一致"]]
    reading, items = read(xlsx_bytes(("一批", one), ("说明", legend), ("二批", two)), name="多表.xlsx")
    assert [each.defect for each in reading.problems] == ["sheet_not_read_warning"]
    assert [(item.file, item.file_line) for item in items] == [
        ("多表.xlsx [一批]", 2),
        ("多表.xlsx [二批]", 3),
        ("多表.xlsx [二批]", 4),
    ]
    assert defects(items) == [(4, "duplicate_case")]


def test_totals_repeated_headers_and_footnotes_are_no_cases() -> None:
    good = [list(record(number).values()) for number in (1, 2, 3)]
    blank = [""] * 7
    rows = [
        list(HEADER),
        good[0],
        good[1],
        ["小计", "", "", "", "", "2,469.00", ""],
        blank,
        list(HEADER),
        good[2],
        ["", "", "", "", "", "3703.50", ""],
        ["共计3笔", "", "", "", "", "3703.50", ""],
        ["制表人:某某", "", "", "", "", "", "审核:某某"],
        blank,
    ]
    _, items = read(csv_bytes(rows))
    skipped = [(item.file_line, item.reason) for item in items if isinstance(item, RowSkipped)]
    assert skipped == [
        (4, SkipReason.TOTAL),
        (6, SkipReason.REPEATED_HEADER),
        (8, SkipReason.TOTAL),
        (9, SkipReason.TOTAL),
        (10, SkipReason.FOOTNOTE),
    ]
    assert len(placed(items)) == 3


def test_a_case_that_lost_its_cells_is_rejected_not_skipped() -> None:
    _, items = read(csv_bytes([list(HEADER), list(record(1).values()), ["C9", "", "", "", "", "", ""]]))
    assert defects(items) == [(3, "id_missing")]


def test_quoted_line_breaks_keep_the_line_numbers_of_the_editor() -> None:
    rows = [[*HEADER, "备注1"], [*record(1).values(), "第一行\n第二行"], [*record(1).values(), ""]]
    _, items = read(csv_bytes(rows))
    assert [item.file_line for item in items] == [2, 4]
    assert defects(items) == [(4, "duplicate_case")]


def test_cells_shifted_by_a_bare_comma_are_not_taken() -> None:
    content = placement_csv(record(1), record(2)) + ",".join([*record(3).values(), "x"]).encode() + b"\r\n"
    _, items = read(content)
    assert defects(items) == [(4, "row_shape")]


def test_identity_numbers_in_every_dress() -> None:
    number = resident_id(1)
    old = number[:6] + number[8:17]
    dressed = [
        "'" + number,
        "’" + number,
        f'="{number}"',
        number[:6] + " " + number[6:14] + " " + number[14:],
        "".join(chr(ord(each) + 0xFEE0) for each in number),
        "\t" + number,
        number.lower(),
        "\u200b" + number,
    ]
    _, items = read(
        placement_csv(*[record(n, 证件号=each) for n, each in enumerate([*dressed, old], start=1)])
    )
    rows = placed(items)
    assert {row.id_number for row in rows[:-1]} == {number}
    assert rows[-1].id_number == old
    assert {row.id_canonical for row in rows} == {number}


def test_other_documents_are_not_judged_by_the_check_digit() -> None:
    rows = [
        record(1, 证件类型="护照", 证件号="E12345678"),
        record(2, 证件类型="护照", 证件号="E1"),
        record(3, 证件类型="护照", 证件号=resident_id(3)),
        record(4, 证件类型="港澳居民来往内地通行证", 证件号="H1234567801"),
    ]
    _, items = read(placement_csv(*rows))
    assert defects(items) == [(3, "id_unreadable")]
    assert [row.id_type for row in items if isinstance(row, PlacementRow)] == [
        "passport",
        "passport",
        "travel_permit",
    ]
    assert warnings(items) == ["id_type_disagrees_warning"]


def test_each_rejecting_defect_has_its_code() -> None:
    bad = [
        ("证件号", "", "id_missing"),
        ("证件号", "11010119880230123X", "id_unreadable"),
        ("证件号", "1101011988", "id_unreadable"),
        ("证件号", "1.10101E+17", "id_scientific_notation"),
        ("委案金额", "0.00", "amount_zero"),
        ("委案金额", "(120.00)", "amount_negative"),
        ("委案日期", "", "date_missing"),
        ("委案日期", "上月", "date_unreadable"),
        ("卡号", "6.22E+18", "account_scientific_notation"),
        ("姓名", "　", "name_missing"),
    ]
    rows = [record(n, **{column: value}) for n, (column, value, _) in enumerate(bad, start=1)]
    _, items = read(placement_csv(*rows))
    found = [
        (item.problems[0].column, item.problems[0].defect) for item in items if isinstance(item, RowRejected)
    ]
    assert found == [(column, defect) for column, _, defect in bad]


def test_long_numbers_that_a_workbook_rounded_are_not_trusted() -> None:
    rows: list[list[object]] = [list(HEADER), list(record(1).values()), list(record(2).values())]
    rows[1][4] = 6222000012345678
    rows[2][2] = 110101198807040012
    _, items = read(xlsx_bytes(("案件", rows)), name="x.xlsx")
    assert defects(items) == [(2, "account_scientific_notation"), (3, "id_scientific_notation")]


def test_columns_that_nobody_should_have_sent_are_never_read() -> None:
    row = record(1) | {
        "社保卡号": "SB-1",
        "联系人1证件号": "ID-1",
        "联系人1姓名": "他人",
        "车牌号": "皖A",
        "自定义": "x",
    }
    reading, items = read(placement_csv(row))
    (case,) = placed(items)
    assert reading.refused_columns == ("社保卡号", "联系人1证件号", "车牌号")
    assert reading.sealed_columns == ("联系人1姓名",)
    assert case.extras == (("自定义", "x"),)
    assert [each.defect for each in reading.problems] == ["column_refused_warning"] * 3


def test_numbers_that_are_no_cards_stop_the_row_by_row_card_warning() -> None:
    contracts = [record(n, 卡号=f"{6222000000000000 + 7 * n}") for n in range(1, 30)]
    reading, items = read(placement_csv(*contracts))
    assert [each.defect for each in reading.problems] == ["card_luhn_column_warning"]
    assert warnings(items) == []
    mostly = [record(n) for n in range(1, 30)] + [record(30, 卡号="6222000000000005")]
    reading, items = read(placement_csv(*mostly))
    assert (reading.problems, warnings(items)) == ((), ["card_luhn_warning"])


def test_without_case_numbers_the_account_stands_in() -> None:
    row = record(1)
    del row["个案序列号"]
    reading, items = read(placement_csv(row))
    assert placed(items)[0].case_no == row["卡号"]
    assert [each.defect for each in reading.problems] == ["case_no_column_missing_warning"]
    _, items = read(placement_csv(record(1, 个案序列号=""), record(2)))
    assert warnings(items) == ["case_no_missing_warning"]


def test_fallback_headers_a_loan_company_uses() -> None:
    row = {
        "合同编号": "HT-1",
        "客户姓名": "甲",
        "身份证": resident_id(1),
        "联系方式": "13800000001 13800000002",
        "剩余本金": "90",
        "本金": "100",
        "欠款总额": "120",
        "委外日期": "2026-02-02",
        "违约金": "3",
        "滞纳金": "4",
    }
    _, items = read(placement_csv(row))
    (case,) = placed(items)
    assert (case.case_no, case.card, case.principal_fen, case.penalty_fen) == ("HT-1", "HT-1", 9000, 700)
    assert (case.mobile, case.other_mobiles) == ("13800000001", ("13800000002",))


def test_a_landline_in_the_mobile_column_is_kept_as_a_phone() -> None:
    rows = [
        record(1, 手机="021-12345678"),
        record(2, 手机="0551-1234567转8/13800000009"),
        record(3, 手机="4001234567"),
    ]
    _, items = read(placement_csv(*rows))
    one, two, three = placed(items)
    assert (one.mobile, one.home_phone) == (None, "02112345678")
    assert (two.mobile, two.home_phone) == ("13800000009", "05511234567")
    assert three.home_phone == "4001234567"
    assert warnings(items) == ["mobile_is_landline_warning"] * 2


def test_update_files_with_other_words() -> None:
    rows = [
        ["更新清单(截至3月5日)"],
        ["案件编号", "当前欠款（元）", "截止日期", "操作类型"],
        ["A1", "￥1,000.00", "2026/3/5", ""],
        ["A2", "", "2026/3/5", "撤案"],
        ["A3", "", "2026/3/5", "更新"],
        ["A4", "1", "2026/3/5", "飞走"],
        ["A1", "900", "2026/3/6", "更新"],
        ["A1", "800", "2026/3/6", "更新"],
        ["合计", "1900", "", ""],
    ]
    reading, items = read(csv_bytes(rows))
    assert reading.kind is FileKind.UPDATE
    taken = [(row.case_no, row.action, row.balance_fen) for row in items if isinstance(row, UpdateRow)]
    assert taken == [
        ("A1", UpdateAction.UPDATE, 100_000),
        ("A2", UpdateAction.RECALL, None),
        ("A1", UpdateAction.UPDATE, 90_000),
    ]
    assert defects(items) == [(5, "amount_missing"), (6, "action_unknown"), (8, "update_conflict")]
    assert [item.file_line for item in items if isinstance(item, RowSkipped)] == [9]


def test_payment_files_with_other_words() -> None:
    rows = [
        ["交易号", "账号", "还款金额(元)", "还款日期", "还款方式", "原流水号", "摘要"],
        ["T001", card(1), "1,000.00", "2026-03-01 10:11:12", "支付宝扫码", "", ""],
        ["T002", card(1), "1000", "20260302", "", "T001", ""],
        ["T003", card(2), "-5.00", "2026/3/2", "火星", "", "退款T0009"],
        ["T004", "", "5", "2026/3/2", "微信", "", ""],
        ["T001", card(1), "1,000.01", "2026-03-01", "支付宝", "", ""],
        ["总计", "", "2000", "", "", "", ""],
    ]
    reading, items = read(csv_bytes(rows))
    assert reading.kind is FileKind.PAYMENT
    taken = [row for row in items if isinstance(row, PaymentRow)]
    assert [(row.amount_fen, row.is_reversal, row.reverses) for row in taken] == [
        (100_000, False, None),
        (-100_000, True, "T001"),
        (-500, True, "T0009"),
    ]
    assert [row.channel for row in taken] == [
        PaymentChannel.ALIPAY,
        PaymentChannel.OTHER,
        PaymentChannel.OTHER,
    ]
    assert defects(items) == [(5, "account_missing"), (6, "serial_conflict")]
    assert warnings(items) == ["channel_unknown_warning", "total_differs_warning"]


def test_ageing_in_every_dress_and_what_is_not_guessed() -> None:
    words = {
        "M2": "M2",
        "2": "M2",
        "31-60天": "M2",
        "M6+": "M7",
        ">180天": "M7",
        "181-360": "M7",
        "M3+": None,
        "1-90天": None,
        "m1": "M1",
        "45天": "M2",
        "Ｍ４": "M4",
        "180天以上": "M7",
        "三个月": None,
    }
    rows = [record(n, 账龄=word) for n, word in enumerate(words, start=1)]
    _, items = read(placement_csv(*rows))
    assert [row.bucket for row in placed(items)] == list(words.values())
    assert warnings(items) == ["bucket_ambiguous_warning"] * 3


def test_a_minor_and_a_foreign_currency_are_warned_about() -> None:
    rows = [record(1, 证件号=resident_id(1, birth="20100101"), 币种="人民币"), record(2, 币种="USD")]
    _, items = read(placement_csv(*rows))
    assert warnings(items) == ["minor_warning", "currency_not_cny_warning"]
    assert [row.currency for row in placed(items)] == ["CNY", "USD"]


def test_the_same_person_may_owe_twice() -> None:
    _, items = read(placement_csv(record(1), record(2, 证件号=resident_id(1))))
    one, two = placed(items)
    assert one.id_canonical == two.id_canonical
    assert warnings(items) == []


def test_every_group_of_columns_of_the_trade_in_one_file() -> None:
    unused = [
        "案件类型",
        "产品名称",
        "信用额度",
        "固定额度",
        "逾期账龄",
        "拖欠级别",
        "合同编号",
        "欠款余额",
        "剩余本金",
        "本金",
        "户籍地址",
    ]
    contact = {
        "联系人1姓名": "某",
        "联系人1关系": "友",
        "联系人1家庭电话": "02100000000",
        "联系人1手机": "13900000000",
        "联系人1单位": "某厂",
        "联系人2姓名": "另",
        "副卡卡人": "副",
    }
    row = record(1) | dict.fromkeys(unused, "") | contact | {"账单日": "2026-02-05", "到期还款日": "25"}
    reading, items = read(placement_csv(row))
    (case,) = placed(items)
    assert (case.statement_day, case.due_day) == (5, 25)
    assert reading.sealed_columns == tuple(contact)
    first = case.third_party[0]
    assert (first.column_group, first.name, first.relation, first.phone) == (
        "联系人1",
        "某",
        "友",
        "02100000000",
    )
    assert first.other == (("联系人1手机", "13900000000"), ("联系人1单位", "某厂"))
    assert [each.column_group for each in case.third_party] == ["联系人1", "联系人2", "副卡卡人"]
    assert not any(value in repr(case) + repr(case.extras) for value in contact.values() if len(value) > 1)


def test_a_second_column_for_a_minor_field_is_kept_aside_with_a_warning() -> None:
    reading, items = read(placement_csv(record(1) | {"单位名称": "甲厂", "工作单位": "乙厂"}))
    (case,) = placed(items)
    assert (case.employer, case.extras) == ("甲厂", (("工作单位", "乙厂"),))
    assert [each.defect for each in reading.problems] == ["second_column_warning"]


def test_a_number_as_long_as_a_sentence_is_refused_and_not_repeated() -> None:
    sentence = "客户" * 61
    rows = [
        ["流水号", "卡号", "入账日期", "入账金额"],
        [sentence, card(1), "2026-03-01", "5"],
        ["T1", "9" * 81, "2026-03-01", "5"],
    ]
    _, items = read(csv_bytes(rows))
    assert [name for _, name in defects(items)] == ["key_too_long", "key_too_long"]
    assert sentence not in repr([item for item in items if isinstance(item, RowRejected)])
