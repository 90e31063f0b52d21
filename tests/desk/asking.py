"""Somebody who asks the REST API with a token: JSON in, JSON out, every answer kept for a last look."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from desk.calling import token
from desk.screens.conftest import Desk


@dataclass
class Asker:
    """One login with a token. ``heard`` collects every body that came back."""

    bearer: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    heard: list[str] = field(default_factory=list)

    def get(self, path: str, **query: object) -> tuple[int, Any]:
        """What an address answers."""
        return self._told(self.client.get(f"/api/v1/{path}", query, headers=self._headers))

    def post(self, path: str, body: object = None) -> tuple[int, Any]:
        """What is answered to a body of JSON."""
        return self._told(
            self.client.post(
                f"/api/v1/{path}",
                "" if body is None else json.dumps(body),
                content_type="application/json",
                headers=self._headers,
            )
        )

    def upload(self, path: str, **fields: object) -> tuple[int, Any]:
        """What is answered to a form with a file."""
        return self._told(self.client.post(f"/api/v1/{path}", fields, headers=self._headers))

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.bearer}"}

    def _told(self, answer: Any) -> tuple[int, Any]:
        assert answer["Cache-Control"] == "no-store"
        self.heard.append(answer.content.decode())
        return answer.status_code, json.loads(answer.content)


def asker(desk: Desk, username: str) -> Asker:
    """Somebody of the desk with a token of their own."""
    return Asker(token(desk, username))
