"""A small runner for the commands that documents show: what a reader sees is what is run and compared.

A fenced block whose info string is ``console runnable`` is run, from top to bottom of its document, in a
house of its own that starts empty. Lines beginning with ``$ `` are commands; the lines below one are its
output as it must appear, in order: ``…`` in a line stands for any text, a line of ``…`` alone for any lines.
Only ``fairdue …``, ``bin/…`` and ``export FAIRDUE_NAME=value`` are run, never through a shell; a command may
read its keys from a file of the documents, ``… < docs/samples/keys.txt``. A command must end with exit code 0,
unless the document asks for the code with ``$ echo $?`` right after it and shows another.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from house.tree import ROOT

BLOCK = re.compile(r"^```console runnable[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
ASKS_CODE = "echo $?"
INPUT = re.compile(r"^(.*\S) < (docs/[\w/-]+\.\w+)$")
SHELL_ONLY = re.compile(r"[|;&<>`]|\$\(|\$\w|\*")


@dataclass(slots=True)
class Shown:
    """One command of a document and the output it shows."""

    command: str
    output: list[str] = field(default_factory=list)


def shown_commands(markdown: str) -> list[Shown]:
    """The runnable commands of a document in reading order."""
    commands: list[Shown] = []
    for block in BLOCK.findall(markdown):
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append(Shown(line[2:]))
            elif commands and line.strip():
                commands[-1].output.append(line.rstrip())
    return commands


def program_of(command: str) -> list[str]:
    """The arguments to run for a shown command; ValueError for anything but our own programs."""
    if SHELL_ONLY.search(command):
        raise ValueError(f"a runnable command needs no shell: {command}")
    name, *arguments = shlex.split(command)
    if name == "fairdue":
        return [str(Path(sys.executable).with_name("fairdue")), *arguments]
    if name.startswith("bin/") and (ROOT / name).is_file() and ".." not in name:
        return [str(ROOT / name), *arguments]
    raise ValueError(f"only fairdue and bin/… are run from documents: {command}")


def input_of(command: str) -> tuple[str, str]:
    """The command without its input, and what it reads: a file of the documents, or nothing."""
    redirected = INPUT.match(command)
    if redirected is None:
        return command, ""
    return redirected[1], (ROOT / redirected[2]).read_text(encoding="utf-8")


def run_all(commands: list[Shown], *, folder: Path) -> list[str]:
    """Run the commands in one fresh house and return what differs from the document."""
    (folder / "docs").symlink_to(ROOT / "docs")
    surroundings = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "HOME": str(folder),
        "FAIRDUE_HOME": str(folder / "house"),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    differences: list[str] = []
    for place, shown in enumerate(commands):
        if shown.command == ASKS_CODE:
            continue
        if shown.command.startswith("export FAIRDUE_"):
            name, _, value = shown.command.removeprefix("export ").partition("=")
            surroundings[name] = value
            continue
        command, given = input_of(shown.command)
        ran = subprocess.run(
            program_of(command),
            cwd=folder,
            env=surroundings,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        after = commands[place + 1] if place + 1 < len(commands) else None
        wanted = after.output[0] if after is not None and after.command == ASKS_CODE else "0"
        if str(ran.returncode) != wanted or not appears(shown.output, ran.stdout):
            differences.append(f"$ {shown.command}\nexit code {ran.returncode}\n{ran.stdout}")
    return differences


def appears(expected: list[str], output: str) -> bool:
    """Whether the shown lines stand in the output, one under another; ``…`` alone skips lines."""
    pattern, skip = r"(?:.*\n)*", r"(?:.*\n)*"
    for line in expected:
        text = line.strip()
        pattern += (
            skip if text == "…" else r"[ \t]*" + ".*".join(map(re.escape, text.split("…"))) + r"[ \t]*\n"
        )
    lines = "".join(f"{line}\n" for line in output.splitlines() if line.strip())
    return re.match(pattern, lines) is not None
