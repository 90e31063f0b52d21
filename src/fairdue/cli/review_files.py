"""Reviewing many files of calls: a folder is walked, every file is reviewed by itself, on all processors.

Room: cli. One bad file never stops the others, not even one that the program itself stumbles over. What is handed
back from the other processes is small: lines to print and a row for the report, never the calls.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from fairdue.feedback.full_review import FullReview, review_fully
from fairdue.feedback.review_report_row import FailedFile, ReportRow, row_of
from fairdue.feedback.transcript import Transcript, read_transcript
from fairdue.feedback.transcript_sound import Recogniser, is_sound
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem, Severity
from fairdue.learning.fan_out import fan_out

MIB = 1024 * 1024
LARGEST_FILE = 64 * MIB
"""Bytes of one file that are read; a call of an hour takes a hundred thousand."""
LARGEST_SOUND = 512 * MIB
"""Bytes of a recording that are read; five hours of 16 bit at 8 kHz take 275 MiB."""
NOT_A_FILE = Bilingual("不是普通文件（管道或设备）", "not a regular file (a pipe or a device)")
"""A pipe may never end, so it is not opened; one call is read from standard input with a dash."""
_SAVE_IT = Bilingual(
    "请先存成文件，或用 - 从标准输入读", "save it as a file, or read it from standard input with -"
)
_AT_ONCE = 8
_TOLD_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A file and the name it goes by: as typed, or its path inside the folder."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class How:
    """What is known about all files: when the calls began, the case, and who turns sound into words."""

    started_at: datetime | None = None
    case: Mapping[str, object] | None = field(default=None, repr=False)
    recogniser: Recogniser | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a row and its JSON, or why there is none; ``warnings`` are told either way."""

    name: str
    row: ReportRow | None
    shown: Mapping[str, object] = field(default_factory=dict, repr=False)
    failed: FailedFile | None = None
    warnings: tuple[Problem, ...] = ()


class Unread(Exception):  # It is carried to the list of files that were not reviewed.
    """A file that gives no transcript."""

    def __init__(self, failed: FailedFile, problems: Sequence[Problem] = ()) -> None:
        super().__init__(failed.why.en)
        self.failed, self.problems = failed, tuple(problems)


def named_files(paths: Sequence[Path]) -> list[Named]:
    """Every file, folders walked in order; hidden files are passed over, others are for the reader to refuse."""
    found: list[Named] = []
    for path in paths:
        if str(path) == "-" or not path.is_dir():
            found.append(Named(path, str(path) if str(path) == "-" else path.name))
            continue
        inside = sorted(
            one
            for one in path.rglob("*")
            if not one.is_dir() and not any(part.startswith(".") for part in one.relative_to(path).parts)
        )
        found += [Named(one, one.relative_to(path).as_posix()) for one in inside]
    return found


def read_file(file: Named, how: How) -> tuple[Transcript, tuple[Problem, ...]]:
    """Read one file. Raises Unread with what is wrong and how to mend it."""
    data = _bytes_of(file)
    found, problems = read_transcript(
        data, name=file.name, started_at=how.started_at, case=how.case, recogniser=how.recogniser
    )
    if found is None:
        stopped = next(one for one in problems if one.severity is not Severity.WARNING)
        told = [one for one in problems if one.severity is not Severity.WARNING][:_TOLD_PROBLEMS]
        why = Bilingual("；".join(map(_zh, told)), "; ".join(map(_en, told)))
        raise Unread(FailedFile(file.name, why, stopped.remedy), problems)
    return found, problems


def _zh(problem: Problem) -> str:
    return f"第 {problem.file_line} 行：{problem.message.zh}" if problem.file_line else problem.message.zh


def _en(problem: Problem) -> str:
    return f"line {problem.file_line}: {problem.message.en}" if problem.file_line else problem.message.en


def _bytes_of(file: Named) -> bytes:
    try:
        if file.name == "-" and str(file.path) == "-":
            data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            if file.path.exists() and not file.path.is_file():
                raise Unread(FailedFile(file.name, NOT_A_FILE, _SAVE_IT))
            with file.path.open("rb") as opened:
                data = opened.read(LARGEST_FILE + 1)
                if len(data) > LARGEST_FILE and is_sound(data):
                    data += opened.read(LARGEST_SOUND + 1 - len(data))
    except OSError as error:
        why = error.strerror or "cannot be read"
        mend = Bilingual("请检查路径和权限", "check the path and that you may read it")
        raise Unread(FailedFile(file.name, Bilingual(why, why), mend)) from error
    most = LARGEST_SOUND if is_sound(data) else LARGEST_FILE
    if len(data) > most:
        why_both = Bilingual(
            f"超过 {most // MIB} MiB，不是一通电话", f"larger than {most // MIB} MiB, which is no call"
        )
        raise Unread(FailedFile(file.name, why_both, Bilingual("请拆开后再试", "split it and try again")))
    return data


def review_file(file: Named, how: How) -> Outcome:
    """Review one file, whatever it holds."""
    try:
        found, problems = read_file(file, how)
        full = review_fully(found)
        return Outcome(file.name, row_of(full, file=file.name), shown_of(full), None, problems)
    except Unread as stopped:
        return Outcome(file.name, None, {}, stopped.failed)
    except Exception as error:  # One file must not stop ten thousand; its kind is told, never its words.
        why = Bilingual(
            f"程序出错（{type(error).__name__}）", f"a fault of the program ({type(error).__name__})"
        )
        mend = Bilingual("请报告这个问题，不要附上通话内容", "report it, without the words of the call")
        return Outcome(file.name, None, {}, FailedFile(file.name, why, mend, is_bug=True))


def shown_of(full: FullReview) -> dict[str, object]:
    """A review as one JSON object: the shape of the labelled sets, then risk, script and the recorded result."""
    shown = full.as_json()
    shown.setdefault("unjudged", full.unjudged_as_json())
    risk = full.risk
    shown["risk"] = risk and {
        "level": risk.level.value,
        "points": risk.points,
        "reasons": [{"code": one.code, "turns": list(one.turns)} for one in risk.reasons],
    }
    share = full.adherence.share if full.adherence else None
    shown["script_share"] = None if share is None else round(share, 4)
    shown["result_check"] = full.checked and {
        "recorded": full.checked.recorded.value,
        "weight": full.checked.weight.value,
    }
    if full.transcript.sound is not None:
        sound = full.transcript.sound
        shown["sound"] = {
            "seconds": round(sound.seconds, 1),
            "speech_share": round(sound.speech_share, 4),
            "overlap_share": None if sound.overlap_share is None else round(sound.overlap_share, 4),
            "pauses": [[round(one, 1) for one in pause] for pause in sound.pauses],
        }
    return shown


def review_files(files: Sequence[Named], how: How, *, workers: int | None = None) -> Iterator[Outcome]:
    """Review all files on ``workers`` processors (all of them), in the order given."""
    groups = [files[at : at + _AT_ONCE] for at in range(0, len(files), _AT_ONCE)]

    def work(group: Sequence[Named]) -> list[Outcome]:
        return [review_file(file, how) for file in group]

    for outcomes in fan_out(work, groups, workers=workers):
        yield from outcomes
