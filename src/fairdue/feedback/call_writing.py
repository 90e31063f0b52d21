"""Write a call down again in the shape that ``call.read_call`` reads.

Room: feedback. The text holds every word of the call, so it goes nowhere but into a sealed field or a file that
somebody asked for.
"""

from __future__ import annotations

import json

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
