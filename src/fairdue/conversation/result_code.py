"""What each result code means: its name and the five flags that counting and holding go by.

Room: conversation. The table is data (``fairdue_playbook/result_codes.yaml``) and complete: a code without
a meaning, or a meaning without a code, is a fault when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import read_document
from fairdue.foundation.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """One code: does it count as an attempt, an effective talk, with the right party, about money, a hold?"""

    code: ResultCode
    name: Bilingual
    attempt: bool
    effective: bool
    right_party: bool
    money: bool
    hold: bool


_FLAGS = ("attempt", "effective", "right_party", "money", "hold")


def read_code_meanings(text: str, *, source: str) -> Mapping[ResultCode, CodeMeaning]:
    """Read the table. Raises FlowFault when it is not complete."""
    codes = read_document(text, source=source).only("codes").entry("codes")
    meanings = {}
    for name in codes.values:
        code = codes.member(ResultCode, name, name)
        entry = codes.entry(name).only("zh", "en", "flags")
        flags = entry.texts("flags")
        strange = sorted(set(flags) - set(_FLAGS))
        if strange:
            raise FlowFault(f"{entry.where}: {', '.join(strange)} is none of {', '.join(_FLAGS)}")
        meanings[code] = CodeMeaning(
            code, Bilingual(entry.text("zh"), entry.text("en")), *(flag in flags for flag in _FLAGS)
        )
    missing = [code.value for code in ResultCode if code not in meanings]
    if missing:
        raise FlowFault(f"{source}: no meaning is given for {', '.join(missing)}")
    return meanings
