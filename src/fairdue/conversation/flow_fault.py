"""A fault of the playbook as a value: its kind, file and line, what is wrong, and the mend.

Room: conversation. Faults are collected, so that a playbook is mended in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.conversation.flow import ChoiceSpec, Step
from fairdue.conversation.origin import Origin
from fairdue.foundation.bilingual import Bilingual, Language


class FaultKind(StrEnum):
    """What can be wrong with a flow or a sentence."""

    UNREADABLE = "unreadable"
    UNKNOWN_STEP = "unknown_step"
    UNKNOWN_SENTENCE = "unknown_sentence"
    UNREACHABLE_STEP = "unreachable_step"
    OPEN_BRANCH = "open_branch"
    DEAD_WAY = "dead_way"
    LOOP_WITHOUT_EXIT = "loop_without_exit"
    TWICE = "twice"
    WAY_BY_CASE = "way_by_case"
    SAME_KIND_ASKED = "same_kind_asked"
    VALUE_MISSING = "value_missing"
    DEBT_BEFORE_CHECK = "debt_before_check"
    NO_READ_BACK = "no_read_back"
    SAFETY_WITHOUT_WAY = "safety_without_way"
    SAFETY_TO_MONEY = "safety_to_money"
    HEARD_TWICE = "heard_twice"
    NO_NOTE = "no_note"
    NO_NEXT_CONTACT = "no_next_contact"
    NO_CLOSE = "no_close"
    NOT_ASKED = "not_asked"
    UNGUARDED_WORDS = "unguarded_words"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, as ``file:line: what; mend``."""

    kind: FaultKind
    origin: Origin
    what: Bilingual
    mend: Bilingual

    def line(self, language: Language = "en") -> str:
        """The fault as one line."""
        stop = "；" if language == "zh" else "; "
        return f"{self.origin}: {self.what.in_language(language)}{stop}{self.mend.in_language(language)}"


def of_step(kind: FaultKind, step: Step, *, zh: str, en: str, mend: Bilingual, key: str = "") -> Fault:
    """A fault of a step."""
    origin = step.origin.at(key) if key else step.origin
    what = Bilingual(f"步骤 {step.step_id}：{zh}", f"step {step.step_id}: {en}")
    return Fault(kind, origin, what, mend)


def of_choice(
    kind: FaultKind, step_id: str, choice: ChoiceSpec, *, zh: str, en: str, mend: Bilingual, key: str = ""
) -> Fault:
    """A fault of an answer; ``step_id`` is "" for those that are open in the whole call."""
    origin = choice.origin.at(key) if key else choice.origin
    where_zh, where_en = (f"步骤 {step_id}", f"step {step_id}") if step_id else ("always", "always")
    what = Bilingual(
        f"{where_zh}：回答 {choice.choice_id}：{zh}", f"{where_en}: choice {choice.choice_id}: {en}"
    )
    return Fault(kind, origin, what, mend)
