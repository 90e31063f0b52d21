"""The limits of intake, each named: what a placement file can be, and what is an attack or an accident.

Room: intake. A file beyond a limit is refused as a whole with a message that says the limit.
"""

from __future__ import annotations

from typing import Final

MIB: Final = 1024 * 1024

MAX_FILE_BYTES: Final = 512 * MIB
MAX_LINE_CHARS: Final = 256 * 1024
"""Longest physical line of a text file; 29 columns of a placement file take about 300 characters."""
MAX_FIELD_CHARS: Final = 32_767
"""A spreadsheet's own limit for one cell."""
MAX_RECORD_LINES: Final = 200
"""Physical lines that one quoted record may span; more is a quotation mark that was never closed."""
MAX_COLUMNS: Final = 400
MAX_ROWS: Final = 5_000_000
MAX_SHEETS: Final = 60
MAX_SHEET_CELLS: Final = 30_000_000
"""The reader of workbooks holds a sheet as a full rectangle, so one far cell would cost all between."""

MAX_ZIP_ENTRIES: Final = 2_000
MAX_INFLATED_BYTES: Final = 1_024 * MIB
MAX_INFLATION_RATIO: Final = 200
"""Spreadsheets deflate 5 to 40 times; bombs a thousand times."""
INFLATION_FREE_BYTES: Final = 16 * MIB
"""Below this size the ratio is not judged: a small empty sheet deflates well."""

HEADER_SEARCH_ROWS: Final = 60
"""The header is looked for in so many rows from the top; creditors put titles and notes above it."""
SAMPLE_ROWS: Final = 200
"""Rows read ahead to judge a column as a whole (are these card numbers protected by Luhn's digit?)."""

MAX_EXTRA_COLUMNS: Final = 100
MAX_EXTRA_CHARS: Final = 500
MAX_NOTE_CHARS: Final = 4_000
MAX_TEXT_CHARS: Final = 500
CACHE_ENTRIES: Final = 20_000
"""Distinct cells remembered per column kind; a cache is emptied when it is full."""
