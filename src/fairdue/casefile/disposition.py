"""The disposition: the result code (结果码) of a contact and the note that goes with it.

Room: casefile. What each code means for counting and holding is data (``fairdue_playbook/result_codes``);
here only that a code was recorded. A note is never edited: corrections are annotations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fairdue.foundation.ids import AttemptId


class ResultCode(StrEnum):
    """Result codes of a contact, as in the glossary; the last block is given by the adjudicator only."""

    NA = "NA"
    BZ = "BZ"
    PO = "PO"
    RJ = "RJ"
    NX = "NX"
    SU = "SU"
    CH = "CH"
    VM = "VM"
    AS = "AS"
    WP = "WP"
    HU = "HU"
    CB = "CB"
    FP = "FP"
    PTP = "PTP"
    PTV = "PTV"
    CP = "CP"
    CPX = "CPX"
    PP = "PP"
    NG = "NG"
    HS = "HS"
    DS = "DS"
    RF = "RF"
    ST = "ST"
    CM = "CM"
    LR = "LR"
    DC = "DC"
    TM = "TM"
    TR = "TR"
    KP = "KP"
    PK = "PK"
    BP = "BP"
    SF = "SF"
    CL = "CL"


@dataclass(frozen=True, slots=True)
class Disposition:
    """One recorded result. ``note`` is plain, complete and neutral; ``annotations`` correct it."""

    code: ResultCode
    recorded_at: datetime
    attempt_id: AttemptId | None
    note: str = field(repr=False)
    actor: str = ""
    annotations: tuple[str, ...] = field(default=(), repr=False)
