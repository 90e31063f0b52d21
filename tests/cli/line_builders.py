"""Lines of JSON for tests of the command line, good ones and every bad one that a file can hold."""

from __future__ import annotations

import json

REFERENCE = "2026-03-11T10:20:00+08:00"


def line(**fields: object) -> bytes:
    """One line of JSON."""
    return json.dumps(fields, ensure_ascii=False).encode("utf-8") + b"\n"


BAD_LINES: dict[str, bytes] = {
    "no JSON": b"not json\n",
    "half an object": b'{"id": 1, "text": \n',
    "a list": b"[1]\n",
    "a text": b'"x"\n',
    "no id": b'{"text": "x"}\n',
    "id is null": b'{"id": null, "text": "x"}\n',
    "id is true": b'{"id": true, "text": "x"}\n',
    "id is empty": b'{"id": "", "text": "x"}\n',
    "id is half a character": b'{"id": "\\udfff", "text": "x"}\n',
    "no text": b'{"id": "t1", "reference": "2026-03-11T10:20:00+08:00"}\n',
    "text is a number": b'{"id": "t2", "text": 5}\n',
    "text is null": b'{"id": "t3", "text": null}\n',
    "half a character": b'{"id": "t4", "text": "a\\ud800b"}\n',
    "NUL": b'{"id": "t5", "text": "a\\u0000b"}\n',
    "NUL bytes": b"\x00\x00\x00\n",
    "no UTF-8": b'{"id": "t6", "text": "\xc4\xe3\xba\xc3"}\n',
    "nested deeply": b"[" * 100_000 + b"\n",
    "nested deeply inside": b'{"id": "t7", "text": "x", "n": '
    + b'{"a":' * 50_000
    + b"1"
    + b"}" * 50_000
    + b"}\n",
    "a huge number": b'{"id": "t8", "text": "x", "n": ' + b"9" * 6_000 + b"}\n",
    "NaN": b'{"id": "t9", "text": "x", "n": NaN}\n',
    "a key twice": b'{"id": "t10", "id": "t11", "text": "x"}\n',
    "a megabyte of talk": line(id="t12", text="好" * 350_000, reference=REFERENCE),
    "a line without an end": b'{"id": "t13", "text": "' + b"x" * 5_000_000 + b'"}\n',
}
