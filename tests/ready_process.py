"""A process that has imported the house already and forks itself for each command that a test runs.

Each command still runs in a process of its own, which may be killed, with the environment, the folder and the files
that it is given; only the second that imports take is spent once and not some thousand times. What begins before
``main`` (the entry point, the imports themselves) is tested where ``fairdue`` itself is started.

As a program it is the side that forks: it is told a command in a line of JSON with the files for stdin, stdout and
stderr beside it, and answers with the exit code, negative for a signal, as ``subprocess`` has it.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_MOST = 1 << 20


def run_ready(
    arguments: Sequence[str], *, env: Mapping[str, str], typed: str = "", timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """``subprocess.run`` of ``fairdue`` with these arguments, its output captured as text.

    Raises subprocess.TimeoutExpired when it does not end; the command is killed then.
    """
    server = _ready()
    told = json.dumps({"arguments": list(arguments), "env": dict(env), "cwd": str(Path.cwd())}).encode()
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(typed.encode())
        given.seek(0)
        server.settimeout(None)
        socket.send_fds(server, [len(told).to_bytes(8, "big")], [given.fileno(), out.fileno(), err.fileno()])
        server.sendall(told)
        server.settimeout(timeout)
        try:
            code = json.loads(server.recv(64))
        except TimeoutError as late:
            _ready.cache_clear()
            server.close()
            raise subprocess.TimeoutExpired(list(arguments), timeout) from late
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(list(arguments), code, *texts)


@cache
def _ready() -> socket.socket:
    """The connection to the process that forks, begun when it is first wanted."""
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(timeout=10)

    atexit.register(end)
    return ours


# What nearly every command imports and what reads no setting when it is imported.
_WANTED = (
    *(
        "fairdue_desk.wiring",
        "django.contrib.auth",
        "django.core.management",
        "django.db.migrations.executor",
    ),
    *("django.db.models", "openpyxl", "psycopg"),
)


def _serve(connection: socket.socket) -> None:
    from fairdue.cli import app

    app.register_commands()
    for name in _WANTED:
        importlib.import_module(name)
    while True:
        size, files, _, _ = socket.recv_fds(connection, 8, 3)
        if not size:
            return
        told = b""
        while len(told) < int.from_bytes(size, "big"):
            told += connection.recv(_MOST)
        child = os.fork()
        if child == 0:
            connection.close()
            os._exit(_as_told(json.loads(told), files))
        for file in files:
            os.close(file)
        connection.sendall(json.dumps(_ended(child, connection)).encode())


def _ended(child: int, connection: socket.socket) -> int:
    """Its exit code; it is killed when whoever asked went away."""
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        try:
            gone = connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            gone = False
        if gone:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.002)


def _as_told(told: dict[str, object], files: Sequence[int]) -> int:
    """Be the command: its files, its folder, its environment and nobody else's."""
    for place, file in enumerate(files):
        os.dup2(file, place)
        os.close(file)
    env, arguments = told["env"], told["arguments"]
    assert isinstance(env, dict) and isinstance(arguments, list)
    os.chdir(str(told["cwd"]))
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    random.seed()
    sys.path[:0] = [
        part for part in env.get("PYTHONPATH", "").split(os.pathsep) if part and part not in sys.path
    ]
    sys.argv = ["fairdue", *arguments]
    try:
        from fairdue.cli import main

        main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            code = code or 1
    return code


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
