"""A recording without words: how long it is, when somebody speaks, pauses, and who talks over whom.

Room: feedback. A ``Recogniser`` that the user brings turns sound into turns; Fairdue ships none. What is here needs
none: a detector of speech for WAV files of PCM (8 or 16 bit, one or two channels, 8 kHz and more), by the loudness of
frames of 30 ms over the noise of the line and by how often the sign changes, which tells a fricative from hum. It is
of our own because no detector with a model could be taken without a download at run time (decision 0034); it knows no
words, music counts as speech, and its figures are a first look and no evidence.

Source of the method: L. R. Rabiner and M. R. Sambur, "An Algorithm for Determining the Endpoints of Isolated
Utterances", Bell System Technical Journal 54 (1975), 297-315.
"""

from __future__ import annotations

import io
import sys
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Protocol

from fairdue.feedback.transcript_line import stop
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem

FRAME_SECONDS = 0.03
_SHORTEST_SPEECH, _LONGEST_GAP = 0.12, 0.3
_LOUDER, _CLEARLY_LOUDER = 2.5, 5.0
"""How many times louder than the line's noise a frame is when it may be, and when it is, speech."""
_QUIETEST_SPEECH = 40.0
"""Mean size of a sample, of 32,768, below which nothing is heard on a telephone."""
_QUIET_SHARE = 0.15
_MOST_CROSSINGS = 0.55
LONG_PAUSE_SECONDS = 3.0
LONGEST_SOUND_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A turn as a recogniser heard it: ``mark`` tells the voice (坐席, 声道1), times are seconds into the call."""

    mark: str | None = field(repr=False)
    text: str = field(repr=False)
    starts: float | None = None
    ends: float | None = None


class Recogniser(Protocol):
    """Turns sound into turns. Whoever brings one decides where the sound goes; Fairdue sends it nowhere."""

    def recognise(self, sound: bytes, /) -> Sequence[HeardTurn]:
        """The turns of a recording, which is handed in as the bytes of its file."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of speech in one channel, in seconds."""

    channel: int
    starts: float
    ends: float


@dataclass(frozen=True, slots=True)
class Sound:
    """What can be said of a recording without its words. Shares are of the whole length, 0 to 1.

    ``overlap_share`` is the time in which both channels speak; None for one channel, which cannot tell.
    """

    seconds: float
    channels: int
    speech: tuple[Stretch, ...]
    speech_share: float
    silence_share: float
    overlap_share: float | None
    pauses: tuple[tuple[float, float], ...]
    """Silences of ``LONG_PAUSE_SECONDS`` and more between speech, as (start, end) in seconds."""
    announced_seconds: float | None = None
    """The length that the head of the file states, where the file is cut and holds less."""

    def share_of(self, channel: int) -> float:
        """The share of the length in which one channel speaks."""
        own = sum(one.ends - one.starts for one in self.speech if one.channel == channel)
        return own / self.seconds if self.seconds else 0.0


def is_sound(data: bytes) -> bool:
    """Do the bytes begin as a WAV file?"""
    return data[:4] in (b"RIFF", b"RIFX", b"RF64") and data[8:12] == b"WAVE"


def hear(data: bytes, *, source: str) -> Sound | Problem:
    """Look for speech in a WAV file. The Problem says what the file is instead and what to do."""
    try:
        with wave.open(io.BytesIO(data)) as opened:
            width, channels, rate = opened.getsampwidth(), opened.getnchannels(), opened.getframerate()
            if width not in (1, 2) or channels not in (1, 2) or not 4_000 <= rate <= 192_000:
                return _not_read(source)
            if opened.getnframes() > LONGEST_SOUND_SECONDS * rate:
                return _not_read(source)
            announced = opened.getnframes()
            raw = opened.readframes(announced)
    except (wave.Error, EOFError, ValueError, RuntimeError):
        return _not_read(source)
    samples = _samples(raw, width)
    voices = [samples[channel::channels] for channel in range(channels)]
    seconds = len(voices[0]) / rate
    speech = [one for channel, voice in enumerate(voices) for one in _speech(voice, rate, channel)]
    found = _sound(seconds, channels, sorted(speech, key=lambda one: (one.starts, one.channel)))
    is_cut = len(raw) < announced * width * channels
    return replace(found, announced_seconds=announced / rate) if is_cut else found


def _not_read(source: str) -> Problem:
    return stop(
        source,
        "sound_unreadable",
        Bilingual(
            "这个 WAV 读不了：只读 8 位或 16 位 PCM，单声道或双声道，12 小时以内",
            "this WAV cannot be read: 8 or 16 bit PCM with one or two channels, up to 12 hours, is",
        ),
        Bilingual(
            "请先转换，例如 ffmpeg -i 录音 -c:a pcm_s16le -ar 8000 录音.wav",
            "convert it first, such as: ffmpeg -i recording -c:a pcm_s16le -ar 8000 recording.wav",
        ),
    )


def _samples(raw: bytes, width: int) -> array[int]:
    if width == 1:  # Unsigned, with its middle at 128.
        return array("h", [(byte - 128) << 8 for byte in raw])
    samples = array("h")
    samples.frombytes(raw[: len(raw) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _speech(voice: array[int], rate: int, channel: int) -> list[Stretch]:
    size = max(1, int(rate * FRAME_SECONDS))
    frames = [voice[at : at + size] for at in range(0, len(voice) - size + 1, size)]
    loudness = [sum(map(abs, frame)) / size for frame in frames]
    if not loudness:
        return []
    # The noise of the line is what the quietest frames hold; a muted line has none.
    quiet = sorted(loudness)[int(len(loudness) * _QUIET_SHARE)]
    noise = max(quiet, _QUIETEST_SPEECH / _LOUDER)
    if quiet > _QUIETEST_SPEECH * 20:  # Somebody speaks all the time: the floor is no noise.
        noise = _QUIETEST_SPEECH / _LOUDER
    spoken = [
        level >= noise * _CLEARLY_LOUDER or (level >= noise * _LOUDER and _is_voiced(frame))
        for level, frame in zip(loudness, frames, strict=True)
    ]
    return [
        Stretch(channel, first * FRAME_SECONDS, last * FRAME_SECONDS) for first, last in _stretches(spoken)
    ]


def _is_voiced(frame: array[int]) -> bool:
    """Does the sign change less often than in hiss?"""
    crossings = sum((one < 0) != (two < 0) for one, two in pairwise(frame))
    return crossings <= _MOST_CROSSINGS * len(frame)


def _stretches(spoken: list[bool]) -> list[tuple[int, int]]:
    """Runs of frames with speech, half open; short gaps are bridged, clicks left out."""
    found: list[list[int]] = []
    for place, is_speech in enumerate(spoken):
        if not is_speech:
            continue
        if found and (place - found[-1][1]) * FRAME_SECONDS <= _LONGEST_GAP:
            found[-1][1] = place + 1
        else:
            found.append([place, place + 1])
    return [(first, last) for first, last in found if (last - first) * FRAME_SECONDS >= _SHORTEST_SPEECH]


def _sound(seconds: float, channels: int, speech: list[Stretch]) -> Sound:
    anybody: list[list[float]] = []
    both = 0.0
    for one in speech:
        if anybody and one.starts <= anybody[-1][1]:
            both += max(0.0, min(one.ends, anybody[-1][1]) - one.starts)
            anybody[-1][1] = max(anybody[-1][1], one.ends)
        else:
            anybody.append([one.starts, one.ends])
    spoken = sum(last - first for first, last in anybody)
    pauses = tuple(
        (before[1], after[0])
        for before, after in pairwise(anybody)
        if after[0] - before[1] >= LONG_PAUSE_SECONDS
    )
    share = min(1.0, spoken / seconds) if seconds else 0.0
    overlap = None if channels == 1 or not seconds else min(1.0, both / seconds)
    return Sound(seconds, channels, tuple(speech), share, 1.0 - share if seconds else 0.0, overlap, pauses)
