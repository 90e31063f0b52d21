"""Write a call down again in the shape that ``call.read_call`` reads.

Room: feedback. The text holds every word of the call, so it goes nowhere but into a sealed field or a file that
somebody asked for.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from fairdue.feedback.call import Call


def write_call(call: Call) -> str:
    """The JSON text of a call; ``read_call`` gives the same call back."""
    turns: list[dict[str, object]] = []
    for turn in call.turns:
        shape: dict[str, object] = {"i": turn.number, "speaker": turn.speaker.value, "text": turn.text}
        if turn.seconds is not None:
            shape["t_s"] = turn.seconds
        turns.append(shape)
    whole = {
        "id": call.call_id,
        "started_at": call.started_at.isoformat(),
        "case": {"facts": dict(call.facts)},
        "turns": turns,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of_call(call: Call) -> str:
    """The same for the same call: its id, its beginning, and who said what, whatever blanks and lines the file has."""
    whole = [
        call.call_id,
        call.started_at.astimezone(UTC).isoformat(),
        *([turn.speaker.value, "".join(turn.text.split())] for turn in call.turns),
    ]
    text = json.dumps(whole, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
