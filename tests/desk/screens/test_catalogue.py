"""The Chinese catalogue: complete, compiled as written, and holding every text of templates and code."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

DESK = Path(__file__).resolve().parents[3] / "src" / "fairdue_desk"
CATALOGUE = DESK / "locale" / "zh_Hans" / "LC_MESSAGES"
ENTRY = re.compile(
    r'^msgid "(?P<id>.+)"\n(?:msgid_plural "(?P<plural>.+)"\nmsgstr\[0\]|msgstr) "(?P<text>.*)"$',
    re.MULTILINE,
)
IN_TEMPLATES = re.compile(r"""(?:{% translate |_\()(?P<quote>["'])(?P<id>.+?)(?P=quote)""")
BLOCKS = re.compile(r"{% blocktranslate.*?%}(.*?)(?:{% plural %}.*?)?{% endblocktranslate %}")
IN_CODE = re.compile(r'\b_\("(?P<id>.+?)"\)')


def written() -> dict[str, str]:
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    assert '\n"' not in text.split("\n\n", 1)[1], "write each text on one line: makemessages --no-wrap"
    return {match["id"]: match["text"] for match in ENTRY.finditer(text)}


def wanted() -> set[str]:
    found = set()
    for path in (DESK / "screens" / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= {match["id"] for match in IN_TEMPLATES.finditer(text)}
        found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in BLOCKS.findall(text)}
    for path in [*(DESK / "screens").rglob("*.py"), DESK / "settings.py"]:
        found |= {match["id"] for match in IN_CODE.finditer(path.read_text(encoding="utf-8"))}
    return found


def test_every_text_of_the_desk_stands_in_the_catalogue_and_none_is_left_over() -> None:
    assert set(written()) == wanted()


def test_every_text_is_translated_with_the_same_places_to_fill() -> None:
    for key, text in written().items():
        assert text, f"no Chinese for {key!r}"
        assert set(re.findall(r"%\(\w+\)s", text)) <= set(re.findall(r"%\(\w+\)s", key)), key


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    catalog = vars(compiled)["_catalog"]
    there = {(key[0] if isinstance(key, tuple) else key): text for key, text in catalog.items() if key}
    assert there == written(), "run: django-admin compilemessages"
