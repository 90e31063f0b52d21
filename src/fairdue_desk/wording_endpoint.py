"""A chat endpoint that words a simulated customer's line: any that speaks OpenAI's ``/chat/completions``.

It puts into words what our own line says, and nothing else hangs on it: state, facts and what is meant stay ours, and
``practice.wording_source`` drops a line that does not keep them. Whatever goes wrong here (no network, a refusal, an
answer of another shape, an answer too late) is None, and our own line is spoken at once. The key stands in one header
and in no message.
"""

from __future__ import annotations

import http.client
import json
import socket
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from fairdue.practice.wording_source import LONGEST_LINE, WordingRequest
from fairdue_desk.environment import WordingAccount

LAST_TURNS = 8
"""So many turns of the call are told; more make the answer slower and no better."""
_MOST_BYTES = 64 * 1024
_AT_ONCE = 4
"""Threads of one process that may wait for an endpoint; whoever comes beyond speaks our own line at once."""
_ORDERS = (
    "你替一位虚构的客户说话，这是催收员的培训练习。把“原话”换一种自然的中文口语说法，只输出这一句话。"
    f"意思、语气、金额、日期、数字、姓名都不能变，也不能增加；不超过{LONGEST_LINE}字，不要换行、引号和说明。"
)


class ChatEndpoint:
    """``WordingSource`` over HTTP. One question a line, a whole answer within the account's seconds or none."""

    def __init__(self, account: WordingAccount) -> None:
        self._account = account
        self._waiting: set[Thread] = set()

    def __repr__(self) -> str:
        return f"ChatEndpoint({self._account!r})"

    def line(self, request: WordingRequest) -> str | None:
        """The endpoint's wording, or None; it never raises and never takes longer than the account says."""
        self._waiting = {one for one in self._waiting if one.is_alive()}
        if len(self._waiting) >= _AT_ONCE:
            return None
        connection, answered = self._connection(), SimpleQueue[str | None]()
        # A thread, since a server that sends one byte a second is in time for every timeout of a socket.
        asking = Thread(
            target=lambda: answered.put(self._asked(connection, request)), name="wording", daemon=True
        )
        self._waiting.add(asking)
        asking.start()
        try:
            return answered.get(timeout=self._account.seconds)
        except Empty:
            _cut(connection)
            return None

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self._account.url)
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return make(parts.hostname or "", parts.port, timeout=self._account.seconds)

    def _asked(self, connection: http.client.HTTPConnection, request: WordingRequest) -> str | None:
        try:
            body = json.dumps(_question(request, self._account.model)).encode()
            return _line_in(self._answer(connection, body))
        # A depth that no JSON of ours has is a RecursionError; a connection that was cut under a reader, any of these.
        except (OSError, http.client.HTTPException, ValueError, AttributeError, RecursionError):
            return None

    def _answer(self, connection: http.client.HTTPConnection, body: bytes) -> bytes:
        """The body of the answer; b"" where the endpoint did not answer 200. It is never led elsewhere."""
        parts = urlsplit(self._account.url)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._account.key:
            headers["Authorization"] = f"Bearer {self._account.key}"
        try:
            connection.request("POST", f"{parts.path.rstrip('/')}/chat/completions", body, headers)
            answer = connection.getresponse()
            return answer.read(_MOST_BYTES) if answer.status == http.client.OK else b""
        finally:
            connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    """Wake the thread that still reads; what it reads is not wanted any more."""
    sock = connection.sock
    with suppress(OSError):
        if sock is not None:
            sock.shutdown(socket.SHUT_RDWR)


def _question(request: WordingRequest, model: str) -> dict[str, object]:
    """What is asked: who speaks, the last turns, and our own line. Everybody in it is invented."""
    talk = "\n".join(f"{speaker}: {text}" for speaker, text in request.talk_so_far[-LAST_TURNS:])
    person = f"{request.portrait}\n年龄 {request.age}；地区 {request.region}；心情 {request.mood}"
    return {
        "model": model,
        "stream": False,
        "max_tokens": 2 * LONGEST_LINE,
        "messages": [
            {"role": "system", "content": f"{_ORDERS}\n\n客户：{person}"},
            {"role": "user", "content": f"通话至此：\n{talk}\n\n原话：{request.own}"},
        ],
    }


def _line_in(body: bytes) -> str | None:
    """The words of the first choice; None in an answer of any other shape."""
    told = json.loads(body) if body else None
    choices = told.get("choices") if isinstance(told, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    words = message.get("content") if isinstance(message, dict) else None
    return words.strip() or None if isinstance(words, str) else None
