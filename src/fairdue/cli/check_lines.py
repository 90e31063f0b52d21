"""``fairdue check`` on JSON lines: what collectors say, judged one line at a time.

Room: cli. A line has ``id`` and ``text``, and may have ``context`` (callee, verified, stage, facts) and
``speaker``. Only what the collector says is judged.
"""

from __future__ import annotations

from pathlib import Path

from fairdue.cli.line_runner import LONGEST_TEXT, Answer, run_lines
from fairdue.compliance.wording.guard import Verdict, WordingFinding, judge
from fairdue.compliance.wording.spoken_context import ContextError, SpokenContext, read_context
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.foundation.json_lines import LineFault, text_field

_SPEAKERS = ("agent", "debtor", "third_party", "system")


def check_lines(file: Path, *, lang: str) -> int:
    """Judge every line; exit code 1 when a line had a problem."""
    return run_lines(file, lambda fields: _judged(fields, lang), lang=lang)


def _judged(fields: dict[str, object], lang: str) -> Answer:
    text = text_field(fields, "text", longest=LONGEST_TEXT)
    setting = setting_of(fields.get("context"))
    speaker = fields.get("speaker") or "agent"
    if speaker not in _SPEAKERS:
        raise LineFault(
            f"speaker 应为 {'、'.join(_SPEAKERS)} 之一", f"speaker is one of {', '.join(_SPEAKERS)}"
        )
    if speaker != "agent":
        return {"expected": Verdict.OK.value, "codes": [], "findings": [], "share": 1.0, "judged": False}
    judgement = judge(text, setting)
    return {
        "expected": judgement.verdict.value,
        "codes": [finding.code for finding in judgement.findings],
        "findings": [
            finding_json(finding, text=text, setting=setting, verdict=judgement.verdict, lang=lang)
            for finding in judgement.findings
        ],
        "share": judgement.share,
    }


def finding_json(
    finding: WordingFinding, *, text: str, setting: SpokenContext, verdict: Verdict, lang: str
) -> Answer:
    """One finding for programs: the class, the stretch of the text, the ground read best, what to say instead."""
    about = wording_class(finding.code)
    ground = about.grounds_in()[0]
    told: Answer = {
        "code": finding.code,
        "name": about.name.in_language(lang),
        "starts": finding.starts,
        "ends": finding.ends,
        "text": text[finding.starts : finding.ends],
        "share": finding.share,
        "severity": about.severity.value,
        "why": about.why.in_language(lang),
        "rule": about.file,
        "citation": ground.says.in_language(lang),
        "confidence": ground.confidence.value,
        "instead": [sentence.says.in_language(lang) for sentence in about.instead],
    }
    if verdict is Verdict.REVIEW:
        told["missing_facts"] = [fact.name for fact in about.missing_facts(setting)]
    return told


def setting_of(raw: object) -> SpokenContext:
    """The setting of a line. Raises LineFault for what is none, a fact of a shape that no fact has included."""
    try:
        found = read_context(raw)
    except ContextError as error:
        raise LineFault(
            "context 无法识别：callee 为 debtor、third_party、unknown 之一，stage 为 opening、inquiry、negotiation、"
            "closing、voicemail、sms、note 之一，verified 为 true 或 false，facts 为对象",
            f"context cannot be read: {error}",
        ) from error
    facts = (raw.get("facts") or {}) if isinstance(raw, dict) else {}
    for name, value in facts.items():
        # A fact of another shape counts as not given, which never makes words lawful; an amount that is not whole
        # would be taken for unknown where it is known and wrong.
        if name.endswith("_fen") and value is not None and type(value) is not int:
            raise LineFault(
                "context.facts 中以 _fen 结尾的金额应为整数，单位为分",
                "an amount in context.facts, which ends in _fen, is a whole number of fen",
            )
    return found
