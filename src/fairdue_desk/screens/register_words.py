"""The remarks of the register in Chinese: how binding a conduct rule is, and whether it is in force.

The register keeps them in English, as they were written down when the texts were read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fairdue.foundation.bilingual import Bilingual

_SINCE = re.compile(r"in force since ([\d-]+)")
_REMARKS: Mapping[str, str] = {
    "federal regulation": "联邦法规",
    "federal statute": "联邦法律",
    "law": "法律",
    "law (derived)": "法律（推出）",
    "criminal law": "刑法",
    "criminal law + judicial interpretation": "刑法及司法解释",
    "judicial interpretation": "司法解释",
    "judicial/administrative opinion": "司法、行政机关意见",
    "administrative regulation": "行政法规",
    "departmental rule": "部门规章",
    "departmental rule / draft": "部门规章及草案",
    "normative document": "规范性文件",
    "normative document (NFRA)": "规范性文件（金融监管总局）",
    "departmental normative + self-regulatory": "部门规范性文件及行业自律",
    "PBOC notice": "人民银行通知",
    "recommended national standard": "推荐性国家标准",
    "recommended national standard; same in CBA 2026": "推荐性国家标准；中银协 2026 指引同此",
    "standard + departmental rule": "标准及部门规章",
    "self-regulatory": "行业自律",
    "self-regulatory (CBA members and their outside agencies)": "行业自律（中银协会员及其外部机构）",
    "self-regulatory + law": "行业自律及法律",
    "regulator rule": "监管机构规则",
    "statutory instrument": "法定文书（SI）",
    "in force": "现行有效",
    "in force (not checked for 2026 amendment)": "现行有效（2026 年是否修订未查）",
    "in force (content not seen)": "现行有效（内容未见）",
    "标识办法 in force since 2025-09-01": "标识办法自 2025-09-01 起施行",
    "in force (2023-03-01 start date recalled)": "现行有效（2023-03-01 起施行，仅凭记忆）",
    "in force (as amended)": "现行有效（经修订）",
    "in force (2017 text)": "现行有效（2017 年文本）",
    "in force since 2021-05-04 (England and Wales; Scotland differs)": (
        "自 2021-05-04 起施行（英格兰和威尔士；苏格兰不同）"
    ),
    "unclear": "不明",
    "final not verified": "定稿未核实",
    "window closed 2026-03-31": "窗口期已于 2026-03-31 结束",
    "31号令 in force; draft status not verified": "31 号令现行有效；草案进展未核实",
    "repealed 2025-02-28": "已于 2025-02-28 废止",
    "superseded in practice": "实际已被取代",
    "text not found": "未找到文本",
    "2016 version read; currency not rechecked": "读的是 2016 年版本；是否仍为现行未复查",
}


def remark(written: str) -> Bilingual:
    """A remark of the register in both languages; one that is not on the list stays as it was written."""
    since = _SINCE.fullmatch(written)
    if since is not None:
        return Bilingual(f"自 {since[1]} 起施行", written)
    return Bilingual(_REMARKS.get(written, written), written)
