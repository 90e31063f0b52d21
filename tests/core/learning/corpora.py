"""A small made-up corpus on disk, for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fairdue.learning.corpus import CODES
from fairdue.understanding.intent import Intent
from fairdue.understanding.willingness import Willingness

MOMENT = "2026-03-11T10:20:00+08:00"


def customer(line_id: str, text: str = "明天还", **changed: Any) -> dict[str, Any]:
    """One customer line."""
    line = {
        "id": line_id,
        "reference": MOMENT,
        "text": text,
        "agent_before": None,
        "intents": ["promise"],
        "willingness": "strong",
        "slots": {},
    }
    return line | changed


def collector(line_id: str, text: str = "您方便的时候处理一下", **changed: Any) -> dict[str, Any]:
    """One collector line."""
    context = {"callee": "debtor", "verified": True, "stage": "negotiation", "facts": {}}
    line = {"id": line_id, "text": text, "context": context, "expected": "ok", "codes": [], "tags": []}
    return line | changed


def write(folder: Path, name: str, lines: Sequence[object]) -> Path:
    """Write lines as JSON, texts as they are."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(written) + "\n", encoding="utf-8")
    return file


def small_corpus(folder: Path, *, voices: Sequence[str] = ("north", "south")) -> Path:
    """Every label four times in each voice: enough to learn from, and quick."""
    grades, verdicts = list(Willingness), ("violation", "review")
    for voice in voices:
        customers = [
            customer(
                f"{voice}-{intent}-{number}",
                f"{voice} {intent} 第{number}句话",
                intents=[intent.value],
                willingness=grades[(place + number) % len(grades)].value,
            )
            for place, intent in enumerate(Intent)
            for number in range(4)
        ]
        collectors = [
            collector(
                f"{voice}-{code}-{number}",
                f"{voice} {code} 第{number}句话",
                expected=verdicts[number % 2],
                codes=[code],
            )
            for code in CODES
            for number in range(4)
        ]
        collectors += [collector(f"{voice}-ok-{number}", f"{voice} 合规第{number}句") for number in range(8)]
        write(folder, f"customers/{voice}.jsonl", customers)
        write(folder, f"collectors/{voice}.jsonl", collectors)
    return folder


def call(code: str | None = "C02") -> dict[str, Any]:
    """One labelled call of four turns."""
    checklist = {"greeting": True, "reason_asked": False, "willingness": "strong", "commitment": None}
    return {
        "id": "call",
        "case": {"agency": "华信资产", "creditor": "示例银行", "facts": {}},
        "started_at": MOMENT,
        "turns": [
            {"i": 0, "speaker": "agent", "text": "您好,请问是徐丽女士吗?"},
            {"i": 1, "speaker": "debtor", "text": "我是"},
            {"i": 2, "speaker": "agent", "text": "今天不还就打给你爸妈"},
            {"i": 3, "speaker": "debtor", "text": "我明天还"},
        ],
        "labels": {
            "findings": [{"turn": 2, "code": code}] if code else [],
            "checklist": checklist,
            "disposition": "PTP",
        },
    }
