"""Judgements that are remembered: equal words in settings that decide alike are judged once.

Room: compliance. For whoever judges the same sentences very often, such as scripted practice calls by the ten
thousand. Of the facts only those values are kept apart that the guard tells apart: yes and no, who speaks, who is
vulnerable, that a fact is given; amounts only where the words name a number. So no judgement is another than the
guard's own, which a test holds over random settings.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from fairdue.compliance.wording.guard import Judgement, WordingModels, judge
from fairdue.compliance.wording.spoken_context import SpokenContext

_HAS_NUMBER = re.compile(r"[0-9０-９一二两三四五六七八九十百千万〇零幺]")
_BY_VALUE = frozenset({"vulnerable", "agent_role"})


class RememberedJudgements:
    """A guard with a memory of ``most`` judgements; when it is full it begins anew."""

    def __init__(self, *, models: WordingModels | None = None, most: int = 200_000) -> None:
        self._models = models
        self._most = most
        self._known: dict[Hashable, Judgement] = {}

    def judge(self, text: str, context: SpokenContext) -> Judgement:
        """The judgement of the guard, from memory where equal words were judged in such a setting."""
        key = (text, context.callee, context.verified, context.stage, _deciding(text, context))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= self._most:
                self._known.clear()
            known = self._known[key] = judge(text, context, models=self._models)
        return known


def _deciding(text: str, context: SpokenContext) -> frozenset[tuple[str, Hashable]]:
    numbers = _HAS_NUMBER.search(text) is not None or not text.isprintable()
    kept: set[tuple[str, Hashable]] = set()
    for name, value in context.facts.items():
        if isinstance(value, bool) or name in _BY_VALUE or (numbers and name.endswith("_fen")):
            kept.add((name, f"{type(value).__name__}:{value}"))
        else:
            kept.add((name, "given"))
    return frozenset(kept)
