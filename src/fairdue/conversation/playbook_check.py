"""The check of a whole playbook: every flow, every sentence, each fault with file, line and mend.

Room: conversation. It reads a folder and prints nothing; ``fairdue playbook check`` shows what it found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_check import faults_of
from fairdue.conversation.flow_fault import FaultKind
from fairdue.conversation.playbook import assemble, flow_ids_in, flow_text
from fairdue.conversation.wording import Wording
from fairdue.conversation.wording_check import SentenceJudged, check_wording
from fairdue.foundation.bilingual import Bilingual, Language


@dataclass(frozen=True, slots=True)
class Found:
    """One fault of one flow, or of the wording that all flows speak (then ``flow_id`` is empty)."""

    flow_id: str
    kind: FaultKind
    line: Bilingual


@dataclass(frozen=True, slots=True)
class PlaybookReport:
    """What a check found: faults, and every sentence as it was judged."""

    flow_ids: tuple[str, ...]
    found: tuple[Found, ...]
    judged: tuple[SentenceJudged, ...]

    @property
    def flagged(self) -> tuple[SentenceJudged, ...]:
        """The sentences that may not be said."""
        return tuple(one for one in self.judged if one.is_fault)


def check_playbook(root: Traversable, *, languages: Sequence[Language]) -> PlaybookReport:
    """Check every flow of a playbook folder, and every sentence in the languages that are wanted."""
    found: dict[str, Found] = {}
    wording: Wording | None = None
    flow_ids = flow_ids_in(root)
    for flow_id in flow_ids:
        try:
            flow = assemble(flow_text(flow_id, root=root))
        except FlowFault as fault:
            for line in str(fault).splitlines():
                found.setdefault(line, Found(flow_id, FaultKind.UNREADABLE, Bilingual(line, line)))
            continue
        wording = flow.wording
        for one in faults_of(flow):
            line_zh, line_en = one.line("zh"), one.line("en")
            found.setdefault(line_en, Found(flow_id, one.kind, Bilingual(line_zh, line_en)))
    judged = tuple(check_wording(wording, languages=languages)) if wording else ()
    for sentence in judged:
        if sentence.is_fault:
            told = _unguarded(sentence)
            found.setdefault(told.en, Found("", FaultKind.UNGUARDED_WORDS, told))
    return PlaybookReport(flow_ids, tuple(found.values()), judged)


def _unguarded(one: SentenceJudged) -> Bilingual:
    codes = ", ".join(finding.code for finding in one.judgement.findings)
    return Bilingual(
        f"{one.origin}: {one.sentence_id}：措辞被标出（{codes}）；换一种说法，或在读过确认无害后写 cleared",
        f"{one.origin}: {one.sentence_id}: the wording guard flags it ({codes}); "
        "word it otherwise, or write why it is harmless (cleared) once a person has read it",
    )
