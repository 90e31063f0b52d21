"""Serving the desk: granian over Django's WSGI application, on this machine unless told otherwise."""

from __future__ import annotations

import os
import secrets
import socket
from typing import TYPE_CHECKING

from fairdue_desk.environment import Misconfigured
from fairdue_desk.wiring import open_house

if TYPE_CHECKING:
    from fairdue_desk.screens.roles import DemoLogin

# Letters and digits that nobody mistakes for each other when typing them off a terminal.
_TYPEABLE = "abcdefghjkmnpqrstuvwxyz23456789"

THREADS = 4
"""Requests that one process answers at once; streams of events may hold half of them."""


def demo_staff() -> list[DemoLogin]:
    """Make the demo's logins with fresh passwords. The house must be open."""
    from fairdue_desk.screens.roles import ensure_demo_staff

    return ensure_demo_staff(lambda: "".join(secrets.choice(_TYPEABLE) for _ in range(12)))


def serve(*, host: str, port: int, workers: int) -> None:
    """Bring the tables up to date, then serve until stopped. Raises Misconfigured for a port in use."""
    open_house()
    _require_free(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairdue_desk.settings")
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "fairdue_desk.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        # An access log would hold every URL; nothing of a person stands there, and nobody needs it either.
        log_access=False,
    ).serve()


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Misconfigured(f"{host}:{port} is in use or not ours; choose another with --port") from error
