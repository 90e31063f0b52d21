"""Random phrase patterns, each beside the regular expression that it stands for, written down the plain way.

The plain way shares nothing with the reader of patterns: alternatives stay in their order, nothing becomes a tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

LETTERS = "还起诉告不你"
TEXTS = st.text(alphabet=LETTERS + ",。一3?\n", max_size=40)
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=3)
CLASSES = {
    "sue": ("起诉", "告你", "告", "起"),
    "not": ("不", "还(不|你)"),
    "both": ("{sue}", "{not}你", "诉"),
}
_PLAIN_SUE = "(?:起诉|告你|告|起)"
_PLAIN_NOT = "(?:不|还(?:不|你))"
_PLAIN_CLASSES = {
    "sue": _PLAIN_SUE,
    "not": _PLAIN_NOT,
    "both": f"(?:{_PLAIN_SUE}|{_PLAIN_NOT}你|诉)",
}


@dataclass(frozen=True, slots=True)
class Twin:
    """A pattern, and what it stands for."""

    pattern: str
    plain: str


def _in_a_row(parts: list[Twin]) -> Twin:
    return Twin("".join(one.pattern for one in parts), "".join(one.plain for one in parts))


def _one_of(parts: list[Twin]) -> Twin:
    return Twin(f"({'|'.join(one.pattern for one in parts)})", f"(?:{'|'.join(one.plain for one in parts)})")


def _optional(part: Twin) -> Twin:
    return Twin(f"({part.pattern})?", f"(?:{part.plain})?")


_WORD = WORDS.map(lambda word: Twin(word, word))
_SMALL = st.one_of(
    _WORD,
    WORDS.map(lambda word: Twin(f"{word}?", f"{word[:-1]}(?:{word[-1]})?")),
    WORDS.map(lambda word: Twin(f"(!{word})", f"(?!{word})")),
    WORDS.map(lambda word: Twin(f"(<!{word})", f"(?<!{word})")),
    st.sampled_from(sorted(CLASSES)).map(lambda name: Twin(f"{{{name}}}", _PLAIN_CLASSES[name])),
    st.just(Twin("#", "[0-9零〇一二两三四五六七八九十百千万几半]")),
    st.just(Twin("\\?", r"\?")),
)
_NESTED = st.recursive(
    _SMALL,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(_in_a_row),
        st.lists(inner, min_size=1, max_size=4).map(_one_of),
        inner.map(_optional),
    ),
    max_leaves=8,
)


@st.composite
def twins(draw: st.DrawFn) -> Twin:
    """A pattern that has a fixed word for certain, sometimes with gaps and with an end."""
    before, word, after = draw(_NESTED), draw(_WORD), draw(_NESTED)
    gaps = st.sampled_from((Twin("", ""), Twin("~", r"[^。!?;\n]{0,8}"), Twin("~~", r"[^。!?;\n]{0,20}")))
    row = [before, draw(gaps), word, draw(gaps), after]
    if draw(st.booleans()):
        row.insert(0, Twin("^", r"\A"))
    if draw(st.booleans()):
        row.append(Twin("$", r"\Z"))
    return _in_a_row(row)


def finds(plain: str, text: str) -> bool:
    """Does the plain regular expression stand anywhere in the text?"""
    return re.search(plain, text) is not None
