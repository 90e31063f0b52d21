"""Folding of transcribed speech: number words of the dialects and slips of the recogniser in one spelling.

Room: understanding. Only what can mean nothing else is changed: 廿八 is 二十八, Cantonese 千五 is 一千五 and
两千个七 is 两千块七. The readers of values see the folded text; nobody is shown it.

>>> fold_speech("廿八号先还千五")
'二十八号先还一千五'
"""

from __future__ import annotations

import re

from fairdue.foundation.fold import fold
from fairdue.understanding.english_number import fold_number_words

_WRITTEN = str.maketrans({"呑": "吞", "喺": "在", "嘅": "的", "咗": "了", "俾": "给", "畀": "给", "拎": "拿"})
_BARE_UNIT = re.compile(
    r"(?<![\d零一二两俩三四五六七八九十百千万几数上成好多])(?=[百千][一二三四五六七八九](?![百千十万成]))"
)
_PIECES = re.compile(
    r"([百千万][零一二三四五六七八九十百]*)个(?=[一二三四五六七八九](?![个月星礼号钟小多人字半天周百千万十]))"
)
_LATIN = re.compile(r"(?<=\d)([wk])(?![a-z])", re.IGNORECASE)
_ENGLISH = re.compile(r"[a-z]{3} [a-z]|^[a-z]+,? [a-z]", re.IGNORECASE)
_ASR_PAY = re.compile(
    r"换(?=款|清|钱(?!包)|[的了]?[一二两三四五六七八九\d][\d千百万])|(?<=[底号日天])换(?=$|[,。])"
)
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万")
_WRITTEN_SUM = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟萬零]{2,}")
_NOTES = re.compile(r"(?<=[一二两三四五六七八九])嚿水?")
_ASR_DAY = re.compile(r"(?<=[下上这])[州粥](?=[一二三四五六日])")


def fold_speech(text: str) -> str:
    """Return ``text`` folded, with dialect characters and number words in their standard spelling."""
    folded = _LATIN.sub(_unit, fold(text))
    if _ENGLISH.search(folded):
        folded = fold_number_words(folded)
    if folded.isascii():
        return folded
    folded = folded.translate(_WRITTEN)
    if "廿" in folded or "卅" in folded:
        folded = folded.replace("廿", "二十").replace("卅", "三十")
    if "佰" in folded or "仟" in folded or "萬" in folded:
        folded = _WRITTEN_SUM.sub(lambda match: match.group().translate(_CAPITALS), folded)
    if "月低" in folded:
        folded = folded.replace("月低", "月底")
    if "换" in folded:
        folded = _ASR_PAY.sub("还", folded)
    if "嚿" in folded:
        folded = _NOTES.sub("百块", folded)
    if "州" in folded or "粥" in folded:
        folded = _ASR_DAY.sub("周", folded)
    if "个" in folded and ("百" in folded or "千" in folded):
        folded = _PIECES.sub(r"\1块", folded)
    return _BARE_UNIT.sub("一", folded)


def _unit(match: re.Match[str]) -> str:
    return "万" if match[1] in "wW" else "千"
