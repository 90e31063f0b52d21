"""Reads the lines of a payment file (入账): money in, duplicates marked, reversals tied to their original.

Room: intake. Whether a payment meets a case is for ``feedback`` to say. A payment after the business date
is taken without complaint, since creditors send value dates ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.fold import fold
from fairdue.foundation.money import MoneyUnreadable, show_yuan
from fairdue.foundation.problem import Problem, Severity
from fairdue.intake.account_number import read_account
from fairdue.intake.cell import Cells, code_of, is_blank, lost_digits, text_of
from fairdue.intake.defects import in_rank
from fairdue.intake.layouts import Words, fold_word
from fairdue.intake.limits import CACHE_ENTRIES, MAX_NOTE_CHARS
from fairdue.intake.recognise import Recognised
from fairdue.intake.row_reading import TableReading
from fairdue.intake.rows import PaymentChannel, PaymentRow, RowItem, RowRejected, RowSkipped

_KEYS = ("serial_no", "posted_on")
_LONGEST_SERIAL = 120
_LONGEST_KEY = 80
"""As long as the columns that keep them; what is longer is a sentence in the wrong column."""
_SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]+")
_CURRENCY_CHARS = 8
_DATE_LIKE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


class SeenPayments:
    """The serial numbers that one file brought so far: where each stood first, and a digest of what it said.

    Two numbers a line instead of the line itself: a file may have a million of them.
    """

    def __init__(self) -> None:
        self._first: dict[str | None, dict[str, tuple[int, int]]] = {}

    def knows(self, creditor: str | None, serial_no: str) -> bool:
        """Did this serial number come before?"""
        return serial_no in self._first.get(creditor, ())

    def earlier(self, row: PaymentRow) -> tuple[int, bool] | None:
        """The line on which this serial number stood first and whether it said the same; None if it is new."""
        said = hash(_content(row))
        known = self._first.setdefault(row.creditor, {})
        first = known.get(row.serial_no)
        if first is None:
            known[row.serial_no] = (row.file_line, said)
            return None
        return first[0], first[1] == said


class PaymentReader:
    """Reads one recognised table; ``seen`` is shared by the tables of one file."""

    def __init__(
        self, *, recognised: Recognised, file: str, words: Words, creditor: str | None, seen: SeenPayments
    ) -> None:
        self._reading = TableReading(recognised=recognised, file=file, words=words)
        self._words = words
        self._creditor = creditor
        self._seen = seen
        self._notes = recognised.match.columns.get("note", ())
        self._channels: dict[str, PaymentChannel] = {}
        self._has_currency = "currency" in recognised.match.columns
        self._gross_fen = self._net_fen = 0
        self._gross_told = self._net_told = 0

    def rows(self) -> Iterator[RowItem]:
        """Each line that says something, in the order of the file."""
        for line, cells, surplus in self._reading.lines():
            item = self._row(line, cells, surplus)
            if item is not None:
                yield item

    def _row(self, line: int, cells: Cells, surplus: int) -> RowItem | None:
        reading = self._reading
        problems: list[Problem] = []
        warnings: list[Problem] = []
        serial_cell = reading.cell(cells, "serial_no")
        serial = code_of(serial_cell)
        if lost_digits(serial_cell) or not serial:
            problems.append(reading.found("serial_missing", line, "serial_no"))
        if len(serial) > _LONGEST_SERIAL:
            problems.append(reading.found("key_too_long", line, "serial_no", limit=_LONGEST_SERIAL))
            serial = ""  # whatever stands there, it is no number, and is not repeated
        posted_on = reading.required_date(cells, "posted_on", line, problems)
        amount = reading.required_money(cells, "amount_fen", line, problems)
        if amount == 0:
            problems.append(reading.found("amount_zero", line, "amount_fen"))
        card, case_no = self._account(cells, line, problems)
        for name, key in (("card", card), ("case_no", case_no)):
            if len(key or "") > _LONGEST_KEY:
                problems.append(reading.found("key_too_long", line, name, limit=_LONGEST_KEY))
        if surplus:
            problems.append(reading.found("row_shape", line, None))
        if reading.has_marks:
            reading.judge_marks(line, problems, warnings)
        if problems:
            odd = reading.odd_line(line, cells, keys=_KEYS, amount="amount_fen")
            if odd is not None:
                return self._checked_total(line, cells, odd) if isinstance(odd, RowSkipped) else None
        if amount is not None:
            reading.add_to_sum("amount_fen", amount)
            self._gross_fen += amount
        note = self._note(cells)
        creditor = reading.text(reading.cell(cells, "creditor")) or self._creditor
        is_reversal, reverses = self._reversal(cells, note, serial, creditor)
        is_reversal = is_reversal or (amount is not None and amount < 0)
        if is_reversal and amount is not None:
            amount = -abs(amount)
            if reverses is None:
                warnings.append(reading.found("reversal_without_original_warning", line, "serial_no"))
        if problems or posted_on is None or amount is None:
            return RowRejected(line, reading.file, serial or None, in_rank(problems), amount)
        channel, channel_text = self._channel(cells, line, warnings)
        row = PaymentRow(
            line,
            reading.file,
            creditor,
            serial,
            card,
            case_no,
            posted_on,
            amount,
            channel,
            channel_text,
            is_reversal,
            reverses,
            None,
            note,
            tuple(warnings),
            self._currency(cells),
        )
        self._net_fen += amount
        return self._against_earlier(row)

    def _against_earlier(self, row: PaymentRow) -> RowItem:
        before = self._seen.earlier(row)
        if before is None:
            return row
        earlier, same = before
        if not same:
            found = self._reading.found("serial_conflict", row.file_line, "serial_no", earlier=earlier)
            return RowRejected(row.file_line, row.file, row.serial_no, (found,), row.amount_fen)
        return row._replace(duplicate_of_line=earlier)

    def _account(self, cells: Cells, line: int, problems: list[Problem]) -> tuple[str | None, str | None]:
        reading = self._reading
        card_cell = reading.cell(cells, "card")
        case_cell = reading.cell(cells, "case_no")
        case_no = None if lost_digits(case_cell) else code_of(case_cell) or None
        if lost_digits(card_cell):
            if case_no is None:
                problems.append(reading.found("account_scientific_notation", line, "card"))
            return None, case_no
        card = read_account(card_cell) or None
        if card is None and case_no is None:
            field = "card" if "card" in reading.columns else "case_no"
            problems.append(reading.found("account_missing", line, field))
        return card, case_no

    def _channel(self, cells: Cells, line: int, warnings: list[Problem]) -> tuple[PaymentChannel, str]:
        text = self._reading.text(self._reading.cell(cells, "channel")) or ""
        known = self._channels.get(text)
        if known is not None:
            return known, text
        word = fold_word(text)
        if not word:
            return PaymentChannel.OTHER, ""
        meaning = self._words.channels.get(word)
        if meaning is None:
            within = [
                (len(known), found)
                for known, found in self._words.channels.items()
                if len(known) > 1 and known in word
            ]
            meaning = max(within)[1] if within else None
        if meaning is None:
            warnings.append(self._reading.found("channel_unknown_warning", line, "channel"))
            return PaymentChannel.OTHER, text
        if len(self._channels) < CACHE_ENTRIES:
            self._channels[text] = PaymentChannel(meaning)
        return PaymentChannel(meaning), text

    def _reversal(
        self, cells: Cells, note: str | None, serial: str, creditor: str | None
    ) -> tuple[bool, str | None]:
        """Is this a reversal, and of which serial number: from its own column, or from the note."""
        original_cell = self._reading.cell(cells, "reverses")
        kind_cell = self._reading.cell(cells, "kind_word")
        if note is None and original_cell == "" and kind_cell == "":
            return False, None  # as nearly every line of a large file
        original = code_of(original_cell) or None
        kind = fold_word(self._reading.text(kind_cell) or "")
        text = fold_word(note or "")
        by_kind = any(word in kind for word in self._words.reversal_words)
        if original is None and (by_kind or any(word in text for word in self._words.reversal_words)):
            original = self._named_in(note or "", serial, creditor)
        return by_kind or original is not None, original

    def _named_in(self, note: str, own_serial: str, creditor: str | None) -> str | None:
        """The serial number that a note names: one seen before, otherwise the longest that looks like one."""
        candidates = [
            found
            for found in _SERIAL.findall(_DATE_LIKE.sub(" ", fold(note)))
            if any(character.isdigit() for character in found) and found != own_serial
        ]
        known = [found for found in candidates if self._seen.knows(creditor, found)]
        return known[0] if known else max(candidates, key=len, default=None)

    def _currency(self, cells: Cells) -> str:
        """The currency by its code; a word that is not known stays as it is, and is no yuan."""
        if not self._has_currency:
            return "CNY"
        text = self._reading.text(self._reading.cell(cells, "currency")) or ""
        word = fold_word(text)
        return "CNY" if not word else self._words.currencies.get(word, word.upper()[:_CURRENCY_CHARS])

    def _checked_total(self, line: int, cells: Cells, total: RowSkipped) -> RowSkipped:
        """Compare a total row with the lines above it; one that says something else is told with both sums.

        A subtotal counts from the total before it. Lines that take money back may be counted as they are
        written or as they are meant; a total that fits neither is wrong.
        """
        try:
            stated = self._reading.money(
                self._reading.cell(cells, "amount_fen"), self._reading.columns["amount_fen"]
            )
        except MoneyUnreadable:
            return total
        since = (self._gross_fen - self._gross_told, self._net_fen - self._net_told)
        fits = stated in (self._gross_fen, self._net_fen, *since)
        self._gross_told, self._net_told = self._gross_fen, self._net_fen
        if fits:
            return total
        return replace(total, warnings=(_total_differs(self._reading.file, line, stated, self._net_fen),))

    def _note(self, cells: Cells) -> str | None:
        notes = [text_of(cells[index]) for index in self._notes if not is_blank(cells[index])]
        return "\n".join(notes)[:MAX_NOTE_CHARS] or None


def _total_differs(file: str, line: int, stated_fen: int, read_fen: int) -> Problem:
    stated, read, apart = (show_yuan(fen) for fen in (stated_fen, read_fen, stated_fen - read_fen))
    return Problem(
        file,
        line,
        None,
        "total_differs_warning",
        Severity.WARNING,
        Bilingual(
            f"合计行写 {stated} 元,其上各行相加为 {read} 元,相差 {apart} 元",
            f"the total row says {stated} yuan, the lines above it add up to {read}: {apart} apart",
        ),
        Bilingual(
            "请委托方核对缺行或多行,再对账",
            "ask the creditor which line is missing or too many, then tie again",
        ),
    )


def _content(row: PaymentRow) -> tuple[object, ...]:
    return (
        row.card,
        row.case_no,
        row.posted_on,
        row.amount_fen,
        row.channel_text,
        row.is_reversal,
        row.reverses,
        row.currency,
    )
