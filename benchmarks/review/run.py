"""How long does the review of ten thousand calls take?

    PYTHONPATH=src python benchmarks/review/run.py --calls 10000

Invents calls of thirty turns from the lines of the open corpus: clauses of different lines of the same kind of speaker
are put together and their numbers changed, so that hardly a line stands twice, for a memory of lines would flatter
every figure. The calls are written as JSON, TXT, CSV and SRT into a folder of its own and reviewed as ``fairdue review
DIR --html --json-lines`` does: reading, review, risk, script, report, both files written. Prints the machine, the
sizes, the share of distinct lines, seconds of wall and processor, and on a sample what each part takes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from fairdue.cli.review_files import How, Named, named_files, review_files, shown_of
from fairdue.feedback.call_reading import read_turns
from fairdue.feedback.full_review import review_fully
from fairdue.feedback.review import review_of
from fairdue.feedback.review_report import write_report
from fairdue.feedback.review_report_row import ReportRow, row_of
from fairdue.feedback.script_adherence import adherence
from fairdue.feedback.transcript import Transcript, read_transcript
from fairdue.foundation.civil import CHINA
from fairdue.learning.fan_out import processors

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SPEAKERS = {"agent": "坐席", "debtor": "客户"}
DIGIT = re.compile(r"[0-9]")
NUMERAL = re.compile(r"[一二三四五六七八九](?=[千百十万点号天块])")
CLAUSE = re.compile(r"[^,，。！？!?；;]+[,，。！？!?；;]?")
MIX = (("json", 5), ("txt", 2), ("csv", 2), ("srt", 1))


def corpus_lines(folder: str) -> list[str]:
    """Every Chinese line of one folder of the corpus."""
    found = []
    for path in sorted((CORPUS / folder).glob("*.jsonl")):
        if path.stem != "english":
            found += [
                json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line
            ]
    return found


class Inventor:
    """Invents lines: the same seed gives the same calls."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"review benchmark {seed}")
        self.lines = {"agent": corpus_lines("collectors"), "debtor": corpus_lines("customers")}
        self.clauses = {
            speaker: [clause for line in lines for clause in CLAUSE.findall(line)]
            for speaker, lines in self.lines.items()
        }

    def line(self, speaker: str) -> str:
        """A line: two times in five a line of the corpus with other numbers, else clauses of several lines."""
        if self.chance.random() < 0.4:
            text = self.chance.choice(self.lines[speaker])
        else:
            count = self.chance.choice((1, 2, 2, 3))
            text = "".join(self.chance.choice(self.clauses[speaker]) for _ in range(count))
        text = DIGIT.sub(lambda _: str(self.chance.randrange(1, 10)), text)
        return NUMERAL.sub(lambda _: self.chance.choice("一二三四五六七八九"), text).replace("\n", " ")

    def call(self, number: int, turns: int) -> tuple[str, str, list[str]]:
        """A file: its name, its text and its lines."""
        said = [("agent" if at % 2 == 0 else "debtor") for at in range(turns)]
        lines = [self.line(speaker) for speaker in said]
        began = datetime(2026, 1, 5, 9, tzinfo=CHINA) + timedelta(
            days=self.chance.randrange(180), minutes=self.chance.randrange(600)
        )
        form = self.chance.choices([name for name, _ in MIX], [share for _, share in MIX])[0]
        text = WRITERS[form](list(zip(said, lines, strict=True)), began, self.chance)
        return f"{began:%Y%m%d_%H%M%S}_{number:05d}.{form}", text, lines


def as_json(turns: list[tuple[str, str]], began: datetime, chance: random.Random) -> str:
    """The JSON of the house."""
    case = {
        "agency": "华信资产",
        "creditor": "示例银行",
        "ledger_amount_fen": chance.randrange(50_000, 5_000_000),
        "days_past_due": chance.randrange(1, 200),
        "collector": f"c{chance.randrange(40):02d}",
        "recorded_result": chance.choice(["PTP", "PTV", "RF", "CB", "HS"]),
        "facts": {"lawsuit_filed": False, "offer_approved": False},
    }
    body = [{"i": at, "speaker": who, "text": said, "t_s": at * 5.0} for at, (who, said) in enumerate(turns)]
    frame = {"id": "made-up", "case": case, "started_at": began.isoformat(), "turns": body}
    return json.dumps(frame, ensure_ascii=False)


def as_txt(turns: list[tuple[str, str]], began: datetime, chance: random.Random) -> str:
    """Lines with times and marks."""
    head = f"通话时间：{began:%Y-%m-%d %H:%M:%S}\n坐席工号：c{chance.randrange(40):02d}\n\n"
    return head + "".join(
        f"[{at * 5 // 60:02d}:{at * 5 % 60:02d}] {SPEAKERS[who]}：{said}\n"
        for at, (who, said) in enumerate(turns)
    )


def as_csv(turns: list[tuple[str, str]], began: datetime, chance: random.Random) -> str:
    """A table with times in milliseconds."""
    rows = (
        f'{at * 5000},{SPEAKERS[who]},"{said.replace(chr(34), "")}"\n' for at, (who, said) in enumerate(turns)
    )
    return "开始时间,说话人,内容\n" + "".join(rows)


def as_srt(turns: list[tuple[str, str]], began: datetime, chance: random.Random) -> str:
    """Subtitles with marks in the words."""
    return "".join(
        f"{at + 1}\n00:{at * 5 // 60:02d}:{at * 5 % 60:02d},000 --> 00:{at * 5 // 60:02d}:{at * 5 % 60 + 4:02d},500\n"
        f"{SPEAKERS[who]}：{said}\n\n"
        for at, (who, said) in enumerate(turns)
    )


WRITERS = {"json": as_json, "txt": as_txt, "csv": as_csv, "srt": as_srt}


def cpu_seconds() -> float:
    """Seconds of processor of this process and of all its children that have ended."""
    own, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def write_calls(folder: Path, calls: int, turns: int, seed: int) -> None:
    """Write the files and say how distinct their lines are."""
    inventor = Inventor(seed)
    times: Counter[int] = Counter()
    forms: Counter[str] = Counter()
    characters = 0
    for number in range(calls):
        name, text, lines = inventor.call(number, turns)
        (folder / name).write_text(text, encoding="utf-8")
        times.update(map(hash, lines))
        forms[name.rsplit(".", 1)[1]] += 1
        characters += sum(map(len, lines))
    total = times.total()
    known = len({hash(line) for lines in inventor.lines.values() for line in lines} & times.keys())
    print(
        f"{calls} calls of {turns} turns ({', '.join(f'{count} {form}' for form, count in forms.most_common())}), "
        f"{total} lines of {characters / total:.1f} characters, {len(times) / total:.1%} distinct, "
        f"{known / len(times):.1%} of the distinct ones stand in the corpus"
    )


def measure_all(folder: Path, workers: int) -> None:
    """Review the folder as the command does."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    files = named_files([folder])
    rows: list[ReportRow] = []
    failed = []
    lines = []
    for outcome in review_files(files, How(), workers=workers):
        lines.append(json.dumps({"file": outcome.name, **outcome.shown}, ensure_ascii=False))
        if outcome.row is not None:
            rows.append(outcome.row)
        if outcome.failed is not None:
            failed.append(outcome.failed)
    reviewed = time.perf_counter() - wall
    (folder.parent / "out.jsonl").write_text("\n".join(lines), encoding="utf-8")
    page = write_report(rows, failed, title="made-up calls")
    (folder.parent / "report.html").write_bytes(page)
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    turns = sum(row.turns for row in rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(rows)} reviewed, {len(failed)} not, with {workers} processes: {wall:.1f} s wall "
        f"({reviewed:.1f} s of it review), {cpu:.1f} s CPU, {cpu / max(1, turns) * 1000:.3f} ms CPU per turn, "
        f"page {len(page) / 1e6:.1f} MB, peak {peak:.0f} MiB in the first process"
    )
    print(f"at this rate 10,000 calls of 30 turns take {cpu / max(1, turns) * 300_000:.0f} s CPU")


def measure_parts(files: list[Named]) -> None:
    """What each part takes, in one process that is warm."""
    data = [(file.name, file.path.read_bytes()) for file in files]
    found = [one for name, raw in data if (one := read_transcript(raw, name=name)[0]) is not None]
    readings = [read_turns(one.call) for one in found]
    turns = sum(len(one.call.turns) for one in found)
    fulls = [review_fully(one) for one in found]

    def reading() -> Iterator[Transcript | None]:
        return (read_transcript(raw, name=name)[0] for name, raw in data)

    parts: tuple[tuple[str, Callable[[], Iterator[object]]], ...] = (
        ("reading the file", reading),
        ("understanding and wording guard", lambda: (read_turns(one.call) for one in found)),
        ("findings, checklist, result, score", lambda: (review_of(one) for one in readings)),
        ("script followed", lambda: (adherence(one) for one in readings)),
        ("row and JSON", lambda: ((row_of(one, file=""), json.dumps(shown_of(one))) for one in fulls)),
    )
    print(f"parts, one warm process, {len(found)} calls:")
    for name, run in parts:
        cpu = time.process_time()
        for _ in run():
            pass
        print(f"  {name:<38} {(time.process_time() - cpu) / turns * 1000:6.3f} ms CPU per turn")


def main() -> None:
    """Run it all."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--calls", type=int, default=10_000)
    asked.add_argument("--turns", type=int, default=30)
    asked.add_argument("--workers", type=int, default=processors())
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--parts", type=int, default=100, help="calls on which the parts are measured")
    given = asked.parse_args()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {processors()} processors, load {load}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "calls"
        folder.mkdir()
        write_calls(folder, given.calls, given.turns, given.seed)
        measure_all(folder, given.workers)
        measure_parts(named_files([folder])[: given.parts])


if __name__ == "__main__":
    main()
