"""The features of a text for the learned interpreter: runs of one to three characters, with both ends marked.

Room: language. Character runs need no segmentation, see through most slips of a speech recogniser, and cost
little. A text is read up to ``LONGEST`` characters; what is longer is read in windows by the caller.

>>> sorted(grams("还"))
['^还', '^还$', '还', '还$']
"""

from __future__ import annotations

import re
from itertools import pairwise

LONGEST = 96
_WORD = re.compile(r"[a-z0-9']+|[?!]")


def grams(text: str) -> set[str]:
    """Every run of one to three characters of ``text``, which is lower case and in one spelling; of a text
    without Chinese its words, and every two that stand side by side."""
    if text.isascii() and not text.isdigit():
        words = ["^", *_WORD.findall(text), "$"]
        return {f"{word} " for word in words} | {f"{one} {two} " for one, two in pairwise(words)}
    marked = f"^{text}$"
    size = len(marked)
    found = set(text)
    found.update([marked[i : i + 2] for i in range(size - 1)])
    found.update([marked[i : i + 3] for i in range(size - 2)])
    return found


def windows(text: str) -> list[str]:
    """A long text in overlapping windows of at most ``LONGEST`` characters; a short one as it is."""
    if len(text) <= LONGEST:
        return [text]
    step = LONGEST // 2
    return [text[start : start + LONGEST] for start in range(0, len(text) - step, step)]
