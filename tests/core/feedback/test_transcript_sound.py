"""Recordings without words: where somebody speaks, pauses, both at once, and a recogniser that is brought."""

from __future__ import annotations

import io
import math
import random
import wave
from array import array
from collections.abc import Sequence

import pytest

from fairdue.feedback.full_review import review_fully
from fairdue.feedback.transcript import Part, read_transcript
from fairdue.feedback.transcript_sound import HeardTurn, Sound, hear

Spans = tuple[tuple[float, float], ...]


def _voice(spans: Spans, seconds: int, rate: int, pitch: float) -> list[int]:
    chance = random.Random(f"voice {pitch}")
    made = []
    for at in range(seconds * rate):
        now = at / rate
        spoken = any(starts <= now < ends for starts, ends in spans)
        swell = 0.6 + 0.4 * math.sin(2 * math.pi * 3 * now)
        made.append(
            int((spoken and 7000 * swell * math.sin(2 * math.pi * pitch * now)) + chance.gauss(0, 50))
        )
    return made


def _wav(*voices: list[int], rate: int = 8000, width: int = 2) -> bytes:
    held = io.BytesIO()
    mixed = array("h", [sample for frame in zip(*voices, strict=True) for sample in frame])
    with wave.open(held, "wb") as out:
        out.setnchannels(len(voices))
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(mixed.tobytes() if width == 2 else bytes((sample >> 8) + 128 for sample in mixed))
    return held.getvalue()


def _heard(data: bytes) -> Sound:
    sound = hear(data, source="a.wav")
    assert isinstance(sound, Sound)
    return sound


@pytest.mark.parametrize(("rate", "width"), [(8000, 2), (16000, 2), (8000, 1)])
def test_speech_is_found_where_it_is_and_the_long_pause_too(rate: int, width: int) -> None:
    sound = _heard(_wav(_voice(((1, 4), (5, 7), (12, 16)), 20, rate, 180), rate=rate, width=width))
    assert sound.seconds == pytest.approx(20)
    assert sound.speech_share == pytest.approx(9 / 20, abs=0.03)
    assert sound.silence_share == pytest.approx(1 - sound.speech_share)
    assert sound.overlap_share is None
    assert [(round(starts), round(ends)) for starts, ends in sound.pauses] == [(7, 12)]


def test_two_channels_tell_who_speaks_and_when_both_do() -> None:
    sound = _heard(_wav(_voice(((1, 5),), 12, 8000, 180), _voice(((4, 8),), 12, 8000, 220)))
    assert sound.share_of(0) == pytest.approx(4 / 12, abs=0.03)
    assert sound.overlap_share == pytest.approx(1 / 12, abs=0.03)


def test_noise_alone_and_silence_are_no_speech() -> None:
    assert _heard(_wav(_voice((), 5, 8000, 180))).speech == ()
    assert _heard(_wav([0] * 8000)).speech == ()
    assert _heard(_wav([])).speech_share == 0.0


def test_without_a_recogniser_no_word_is_judged_and_that_is_said() -> None:
    found, problems = read_transcript(_wav(_voice(((1, 2),), 3, 8000, 180)), name="20260311.wav")
    assert found is not None and found.lacks(Part.WORDS) and found.sound is not None
    assert [one.defect for one in problems] == ["no_words"]
    full = review_fully(found)
    assert (full.review, full.risk, full.score) == (None, None, None)
    assert full.as_json()["findings"] is None


class _Brought:
    def recognise(self, sound: bytes, /) -> Sequence[HeardTurn]:
        """Two turns, whatever the sound."""
        return (HeardTurn("坐席", "您好,我是华信资产的。", 0.5, 2.0), HeardTurn("客户", "哪位?", 2.5, 3.0))


def test_a_recogniser_that_is_brought_gives_turns_and_the_sound_is_kept() -> None:
    data = _wav(_voice(((1, 2),), 3, 8000, 180))
    found, _ = read_transcript(data, name="20260311.wav", recogniser=_Brought())
    assert found is not None and found.sound is not None and not found.lacks(Part.WORDS)
    assert [turn.text for turn in found.call.turns] == ["您好,我是华信资产的。", "哪位?"]
    other, _ = read_transcript(b"ID3\x03made up", name="20260311.mp3", recogniser=_Brought())
    assert other is not None and len(other.call.turns) == 2
