"""Guided calls over a desk that granian serves as ``fairdue serve`` does: lines that drop, two clients, and few threads."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from desk.calling import read_events
from desk.served_desk import PASSWORD

SRC, TESTS = (Path(__file__).parents[2] / folder for folder in ("src", "tests"))
WAIT = 20.0
Told = dict[str, Any]


@dataclass(frozen=True)
class Served:
    """A desk that is served: where, the tokens of its collectors, and its cases, all collector1's."""

    port: int
    tokens: dict[str, str]
    cases: list[str]

    def ask(self, path: str, body: Told | None = None, *, by: str = "collector1") -> tuple[int, Any]:
        """One request on a line of its own."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        headers = {"Authorization": f"Bearer {self.tokens[by]}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body)
        line.request("GET" if body is None else "POST", f"/api/v1/{path}", sent, headers)
        answer = line.getresponse()
        status, content = answer.status, answer.read()
        line.close()
        return status, json.loads(content or b"null")

    def begin(self, place: int) -> str:
        """Begin a call; its address below the API."""
        status, told = self.ask(f"cases/{self.cases[place]}/calls", {})
        assert status in (200, 201), told
        return f"cases/{self.cases[place]}/calls/{told['session_id']}"

    def listen(self, call: str, *, known: str = "", seconds: int = 25) -> Listener:
        """Open a stream of events."""
        return Listener(self, call, known, seconds)


class Listener:
    """One stream, read as it comes."""

    def __init__(self, served: Served, call: str, known: str, seconds: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=WAIT)
        headers = {"Authorization": f"Bearer {served.tokens['collector1']}"}
        headers |= {"Last-Event-ID": known} if known else {}
        self.line.request("GET", f"/api/v1/{call}/events?seconds={seconds}", headers=headers)
        self.answer = self.line.getresponse()
        self.text = ""

    def until(self, wanted: str) -> str:
        """Read on until the stream holds this; all that it has held."""
        while wanted not in self.text:
            piece = self.answer.readline().decode()
            assert piece, f"the stream ended without {wanted}: {self.text[-300:]}"
            self.text += piece
        return self.text

    def to_the_end(self) -> list[tuple[str, str, Any]]:
        """Read until the desk ends it; its events."""
        self.text += self.answer.read().decode()
        return read_events(self.text)

    def drop(self) -> None:
        """The line is cut, as by a telephone in a tunnel."""
        sock = self.line.sock or self.answer.fp.raw._sock  # type: ignore[union-attr]  # the response holds it now
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.answer.close()
        self.line.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk in a process of its own, on the kind of database that the run is on."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = urlsplit(os.environ["DATABASE_URL"])
    own = f"fairdue_served_{os.getpid()}"
    on_postgres = base.scheme.startswith("postgres")
    address = (
        base._replace(path=f"/{own}").geturl() if on_postgres else f"sqlite:///{folder / 'desk.sqlite3'}"
    )
    if on_postgres:
        with psycopg.connect(base._replace(path="/postgres").geturl(), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{own}"')
    environment = os.environ | {
        "FAIRDUE_HOME": str(folder),
        "DATABASE_URL": address,
        "FAIRDUE_TODAY": "2026-03-02T10:20",
        "PYTHONPATH": f"{SRC}{os.pathsep}{TESTS}",
    }
    errors = folder / "errors"
    with errors.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, str(TESTS / "desk" / "served_desk.py"), str(port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=told,
        )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, errors.read_text()
        _wait_for(port)
        known = json.loads(first)
        yield Served(port, known["tokens"], known["cases"])
        assert not re.search(r"12,0\d\d\.36|12\d{3}\.36", errors.read_text()), "the log tells of a debt"
    finally:
        process.terminate()
        process.wait(WAIT)
        if on_postgres:
            with psycopg.connect(base._replace(path="/postgres").geturl(), autocommit=True) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the desk does not answer")


def test_a_listener_hears_each_turn_while_it_is_taken_and_goes_on_after_a_dropped_line(
    served: Served,
) -> None:
    call = served.begin(0)
    listener = served.listen(call)
    listener.until("event: prompt\n")
    served.ask(f"{call}/turns", {"moves": 0, "choice": "answered"})
    listener.until('"moves": 1,')
    listener.drop()
    for moves, choice in ((1, "self"), (2, "id_last_four")):
        assert served.ask(f"{call}/turns", {"moves": moves, "choice": choice})[0] == 200
    missed = served.listen(call, known="1", seconds=1).to_the_end()
    assert [(number, name) for number, name, _ in missed] == [
        ("", "recorded"),
        ("", "recorded"),
        ("3", "prompt"),
    ]
    assert missed[-1][2]["prompt"] == served.ask(call)[1]["prompt"]
    early = read_events(listener.text)
    assert early[-1][2]["moves"] == 1 and "12,007.36" not in listener.text
    assert "12,007.36" in json.dumps(missed[-1][2], ensure_ascii=False), "after the check it is told"


def test_a_stream_ends_when_the_call_is_wrapped_up_and_a_listener_who_knows_is_sent_away(
    served: Served,
) -> None:
    call = served.begin(1)
    served.ask(f"{call}/turns", {"moves": 0, "choice": "answered"})
    listener = served.listen(call)
    listener.until("event: prompt\n")
    told = served.ask(f"{call}/turns", {"moves": 1, "choice": "stop_contact"})[1]
    assert told["wrap_up"]
    begun = time.monotonic()
    assert served.ask(f"{call}/wrap-up", {"moves": told["moves"]})[0] == 200
    last = listener.to_the_end()[-1]
    assert time.monotonic() - begun < 5, "it does not wait for the end of its seconds"
    assert last[1] == "closed" and last[2]["prompt"]["note"]
    assert served.listen(call, known=last[0]).answer.status == 204


def test_many_listeners_hold_up_nobody_and_lines_that_drop_give_their_places_back(served: Served) -> None:
    call = served.begin(2)
    listeners = [served.listen(call) for _ in range(2)]
    for one in listeners:
        assert "retry: 500" in one.until("event: prompt\n")
    for _ in range(6):
        refused = served.listen(call)
        begun = time.monotonic()
        assert [name for _, name, _ in refused.to_the_end()] == ["prompt"]
        assert "retry: 3000" in refused.text and time.monotonic() - begun < 5
    begun = time.monotonic()
    assert served.ask(call)[0] == 200 and time.monotonic() - begun < 5
    for one in listeners:
        one.drop()
    ends = time.monotonic() + 10
    while True:
        again = served.listen(call)
        if "retry: 500" in again.until("\n"):
            again.drop()
            return
        again.to_the_end()
        assert time.monotonic() < ends, "dropped lines keep their places"
        time.sleep(0.5)


def test_of_two_clients_who_answer_at_once_one_is_taken_and_the_other_told_that_the_call_moved(
    served: Served,
) -> None:
    call = served.begin(3)
    served.ask(f"{call}/turns", {"moves": 0, "choice": "answered"})
    for moves in range(1, 13, 2):
        sent = [{"moves": moves, "choice": choice} for choice in ("self", "who_are_you")]
        with ThreadPoolExecutor(2) as both:
            answers = list(both.map(partial(served.ask, f"{call}/turns"), sent))
        assert sorted(status for status, _ in answers) == [200, 409], answers
        problem = next(told for status, told in answers if status == 409)
        assert problem["moves"] == moves + 1 == served.ask(call)[1]["moves"]
        with ThreadPoolExecutor(2) as both:
            same = list(both.map(partial(served.ask, f"{call}/take-back"), [{"moves": moves + 1}] * 2))
        assert sorted(told["repeated"] for _, told in same) == [False, True]
    assert served.ask(f"{call}/turns", {"moves": 13, "choice": "self"}, by="collector2")[0] == 403


def test_the_page_of_the_desk_and_the_api_show_the_same_sentences(served: Served) -> None:
    call = served.begin(0)
    served.ask(f"{call}/turns", {"moves": 0, "choice": "answered"})
    told = served.ask(call)[1]
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=WAIT)
    line.request("GET", "/login/")
    answer = line.getresponse()
    page = answer.read().decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert csrf is not None
    cookies = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
    form = {"username": "collector1", "password": PASSWORD, "csrfmiddlewaretoken": csrf[1]}
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/login/", urlencode(form), headers)
    answer = line.getresponse()
    answer.read()
    assert answer.status == 302
    session = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
    line.request("GET", f"/case/{served.cases[0]}/call/", headers={"Cookie": session})
    shown = line.getresponse().read().decode()
    line.close()
    assert told["prompt"]["say"] and told["prompt"]["choices"]
    for sentence in told["prompt"]["say"]:
        assert sentence["text"] in shown
    for choice in told["prompt"]["choices"]:
        assert choice["label"] in shown
