"""A version of a flow: its texts as they were, with a digest, so that a call ends on the version it began with.

Room: conversation. The house keeps the text of every version on which a call was opened; nothing here stores it.

>>> FlowText("a", {"flow.yaml": "id: a"}, {}).digest == FlowText("a", {"flow.yaml": "id: b"}, {}).digest
False
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class FlowText:
    """The files of one flow, of the wording it speaks, and of the flow that it builds on."""

    flow_id: str
    files: Mapping[str, str] = field(repr=False)
    wording: Mapping[str, str] = field(repr=False)
    builds_on: FlowText | None = None

    def as_text(self) -> str:
        """All of it as one canonical text."""
        return json.dumps(self._plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _plain(self) -> dict[str, object]:
        return {
            "flow_id": self.flow_id,
            "files": dict(self.files),
            "wording": dict(self.wording),
            "builds_on": self.builds_on._plain() if self.builds_on else None,
        }

    @property
    def digest(self) -> str:
        """The version: the beginning of the SHA-256 of the text."""
        return hashlib.sha256(self.as_text().encode()).hexdigest()[:DIGEST_LENGTH]


def flow_text_from(text: str) -> FlowText:
    """Rebuild a version from its canonical text. Raises ValueError when the text is not one."""
    try:
        return _from_plain(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the kept text is no version of a flow") from error


def _from_plain(body: Mapping[str, object]) -> FlowText:
    files, wording, below = body["files"], body["wording"], body["builds_on"]
    if not isinstance(files, dict) or not isinstance(wording, dict):
        raise TypeError("files and wording are mappings")
    return FlowText(
        str(body["flow_id"]), files, wording, _from_plain(below) if isinstance(below, dict) else None
    )
