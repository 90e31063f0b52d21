"""A client of the guided call over the API: one call on one case, through Django's client with a token or a session."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import StreamingHttpResponse
from django.test import Client

from desk.screens.conftest import Desk
from desk.screens.portfolio import MadeUp

TO_THE_DEBT = ("answered", "self", "id_last_four")
Told = dict[str, Any]


def token(desk: Desk, username: str) -> str:
    """A token in somebody's name."""
    now = desk.house.now()
    return desk.house.tokens.create(
        username=username, label="", at=now, ends_at=now + timedelta(days=1), actor="admin"
    )[0]


@dataclass
class Caller:
    """Who calls. ``heard`` collects every body and header that came back."""

    bearer: str
    person: MadeUp
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    session_id: str = ""
    moves: int = 0
    heard: list[str] = field(default_factory=list)

    def ask(self, path: str, body: Told | None = None, *, lang: str = "zh") -> tuple[int, Any]:
        """GET without a body, POST with one, below the calls of the case."""
        address = f"/api/v1/cases/{self.person.case_id}/calls{path}"
        headers = {"Authorization": f"Bearer {self.bearer}"}
        if body is None:
            answer = self.client.get(address, {"lang": lang}, headers=headers)
        else:
            answer = self.client.post(
                f"{address}?lang={lang}", json.dumps(body), content_type="application/json", headers=headers
            )
        assert answer["Cache-Control"] == "no-store"
        self.heard.append(answer.content.decode() + str(dict(answer.headers)))
        told = json.loads(answer.content)
        if answer.status_code in (200, 201) and isinstance(told, dict) and "prompt" in told:
            self.session_id, self.moves = told["session_id"], told["moves"]
        return answer.status_code, told

    def here(self, path: str = "", body: Told | None = None, *, lang: str = "zh") -> tuple[int, Any]:
        """The same below the call; looking back does not move this client on."""
        moves = self.moves
        found = self.ask(f"/{self.session_id}{path}", body, lang=lang)
        if path.startswith("/history"):
            self.moves = moves
        return found

    def begin(self) -> Told:
        """Begin, or take up."""
        status, told = self.ask("", {})
        assert status in (200, 201), told
        return dict(told)

    def turn(self, choice: str = "", **values: Any) -> tuple[int, Any]:
        """Take a turn where the call was answered last."""
        return self.here("/turns", {"moves": self.moves, "choice": choice, **values})

    def taken(self, choice: str, **values: Any) -> Told:
        """A turn that must be taken."""
        status, told = self.turn(choice, **values)
        assert status == 200, told
        return dict(told)

    def events(self, *, known: str = "", seconds: int = 0) -> list[tuple[str, str, Any]]:
        """The events that come at once: id, name and data of each."""
        headers = {"Authorization": f"Bearer {self.bearer}"} | ({"Last-Event-ID": known} if known else {})
        address = f"/api/v1/cases/{self.person.case_id}/calls/{self.session_id}/events"
        answer = self.client.get(address, {"seconds": seconds}, headers=headers)
        if answer.status_code == 204:
            return []
        assert isinstance(answer, StreamingHttpResponse) and answer["Cache-Control"] == "no-store"
        text = b"".join(answer).decode()  # type: ignore[arg-type]  # a synchronous stream
        self.heard.append(text + str(dict(answer.headers)))
        return read_events(text)


def read_events(text: str) -> list[tuple[str, str, Any]]:
    """The events of a stream, as a browser reads them."""
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and line[0] != ":")
        if "event" in lines:
            found.append((lines.get("id", ""), lines["event"], json.loads(lines["data"])))
    return found


def caller(desk: Desk, username: str = "collector1", person: MadeUp | None = None) -> Caller:
    """A client with a token."""
    return Caller(token(desk, username), person or desk.own)
