"""The features of a text for the learned interpreter: runs of one to three characters, with both ends marked.

Room: language. Character runs need no segmentation, see through most slips of a speech recogniser, and cost
little. A text is read up to ``LONGEST`` characters; what is longer is read in windows by the caller.

>>> sorted(grams("还"))
['^还', '^还$', '还', '还$']
"""

from __future__ import annotations

LONGEST = 96


def grams(text: str) -> set[str]:
    """Every run of one to three characters of ``text``, which is lower case and in one spelling."""
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
