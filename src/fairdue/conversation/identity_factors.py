"""Identity factors: do the characters that somebody said match what is on file? Never the other way round.

Room: conversation. The file's own characters leave this module in no form; only yes and no do.
"""

from __future__ import annotations

import re

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind
from fairdue.understanding.speech_fold import fold_speech

_LAST_FOUR = re.compile(r"(?<![0-9])[0-9]{3}[0-9x](?![0-9])", re.IGNORECASE)
_BIRTH = re.compile(r"(19[0-9]{2}|20[0-9]{2})[年/. -]?([01]?[0-9])[月/. -]?([0-3]?[0-9])(?![0-9])")
_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")


def factors_said(words: str, case: CaseFile) -> dict[str, bool]:
    """Each factor that the words seem to state, by its name in the flow, and whether it matches the file."""
    text = re.sub(r"(?<=[0-9xX])[\s,，、-]+(?=[0-9xX](?:[\s,，、-]|$))", "", words.translate(_DIGITS))
    found: dict[str, bool] = {}
    birth = _BIRTH.search(text) or _BIRTH.search(fold_speech(words))
    if birth:
        year, month, day = (int(part) for part in birth.groups())
        known = case.party.birth_on
        found["birth_date"] = known is not None and (known.year, known.month, known.day) == (year, month, day)
        return found
    said = {match.lower() for match in _LAST_FOUR.findall(text)}
    if said:
        mobiles = [p.value[-4:] for p in case.contact_points if p.kind is ContactKind.MOBILE]
        found["id_last_four"] = case.party.id_number[-4:].lower() in said
        found["mobile_last_four"] = any(last in said for last in mobiles)
    return found
