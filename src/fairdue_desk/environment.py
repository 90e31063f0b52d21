"""What the surroundings say: database, home folder, language, key.

``DATABASE_URL``: ``sqlite:///path`` or ``postgresql://user@host/name``; without it, SQLite in the home.
``FAIRDUE_HOME``: where the database and the key of the house lie; default ``~/.local/share/fairdue``.
``FAIRDUE_OVERLAY``: the folder of the house's own policy; without it, ``rulebook`` in the home if it is there.
``FAIRDUE_KEY``: the key of the house, base64 of 32 bytes; without it, a key file in the home.
``FAIRDUE_JURISDICTION``: whose rules apply, CN (the default), US or GB.
``FAIRDUE_SMTP``: the mail server for letters by e-mail, ``smtps://user:password@host/?from=address``; none without it.
``FAIRDUE_WORDING_URL``: an OpenAI-compatible endpoint (``https://host/v1``) that words what customers of drills say; none
without it. ``FAIRDUE_WORDING_MODEL``, ``FAIRDUE_WORDING_KEY`` and ``FAIRDUE_WORDING_SECONDS`` go with it.
``letterheads.yaml`` in the home: what letters say of the house's own creditors.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from fairdue.compliance.facts_words import Jurisdiction


class Misconfigured(RuntimeError):
    """A setting of the surroundings is off; the message says which and what is expected."""


def home() -> Path:
    """The folder of this house, made on first use and closed to other users."""
    stated = os.environ.get("FAIRDUE_HOME")
    folder = Path(stated) if stated else _data_home() / "fairdue"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def overlay_folders() -> tuple[Path, ...]:
    """The folders in which this house keeps its own policy: that of its home, and the one that is named.

    Both count: naming another folder must not lose the policy that lies at home. One that is named and not there
    is handed on all the same: loading it fails, instead of losing its rules.
    """
    stated = os.environ.get("FAIRDUE_OVERLAY", "").strip()
    folder = home() / "rulebook"
    folders = [folder] if folder.exists() or folder.is_symlink() else []
    if stated and Path(stated).resolve() not in [one.resolve() for one in folders]:
        folders.append(Path(stated))
    return tuple(folders)


def _data_home() -> Path:
    stated = os.environ.get("XDG_DATA_HOME")
    return Path(stated) if stated else Path.home() / ".local" / "share"


def database_settings() -> dict[str, object]:
    """Django's settings for the database that ``DATABASE_URL`` names."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(str(home() / "fairdue.sqlite3"))
    if url.startswith("sqlite:"):
        path = unquote(url.removeprefix("sqlite:").removeprefix("///"))
        if url.startswith("sqlite:////"):
            path = "/" + path.lstrip("/")
        if not path:
            raise Misconfigured("DATABASE_URL names no file; write sqlite:///folder/fairdue.sqlite3")
        return _sqlite(path)
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Misconfigured(
            f"DATABASE_URL begins with {parts.scheme!r}; write sqlite:///path or postgresql://user@host/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "fairdue",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # A writer must queue at BEGIN, not fail at its first write: DEFERRED loses 35-85 % of them.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged stays even when the power goes, not only the process.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-64000;"
            "PRAGMA temp_store=MEMORY;",
        },
    }


def language() -> str:
    """The language of messages on the command line: ``FAIRDUE_LANG``, Chinese unless it says en."""
    return "en" if os.environ.get("FAIRDUE_LANG", "zh").lower().startswith("en") else "zh"


def jurisdiction() -> str:
    """Whose rules apply to this house: ``FAIRDUE_JURISDICTION``, CN unless it says another that there is."""
    stated = os.environ.get("FAIRDUE_JURISDICTION", "").strip().upper() or Jurisdiction.CN.value
    if stated not in set(Jurisdiction):
        known = ", ".join(Jurisdiction)
        raise Misconfigured(f"FAIRDUE_JURISDICTION is {stated!r}; there are {known}, and CN without it")
    return stated


def leads_review() -> bool:
    """Do team leads give verdicts on calls beside compliance? Only with ``FAIRDUE_LEADS_REVIEW=1``."""
    stated = os.environ.get("FAIRDUE_LEADS_REVIEW", "").strip()
    if stated not in ("", "0", "1"):
        raise Misconfigured(f"FAIRDUE_LEADS_REVIEW is {stated!r}; write 1 to let leads review, else 0")
    return stated == "1"


def key_bytes() -> bytes:
    """The key of the house, made on first use in a file that only this user can read."""
    import base64

    stated = os.environ.get("FAIRDUE_KEY")
    if stated:
        try:
            key = base64.b64decode(stated, validate=True)
        except ValueError as error:
            raise Misconfigured("FAIRDUE_KEY is not base64") from error
        if len(key) != 32:
            raise Misconfigured(f"FAIRDUE_KEY holds {len(key)} bytes; 32 are needed")
        return key
    path = home() / "key"
    if not path.exists():
        _make_key_file(path)
    key = path.read_bytes()
    if len(key) != 32:
        raise Misconfigured("the key file in the home folder is damaged; restore it from your backup")
    return key


def _make_key_file(path: Path) -> None:
    # Written aside and linked into place, so that of two first starts exactly one key wins, whole.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".key-", delete=False) as fresh:
        fresh.write(os.urandom(32))
        fresh.flush()
        os.fsync(fresh.fileno())
    try:
        os.link(fresh.name, path)
    except FileExistsError:
        pass
    finally:
        Path(fresh.name).unlink()


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """Where e-mail is handed over, and from which address. ``secure``: TLS from the first byte, STARTTLS, or none."""

    host: str
    port: int
    sender: str
    secure: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def smtp_account() -> SmtpAccount | None:
    """The account that ``FAIRDUE_SMTP`` names; None without it.

    ``smtps://`` speaks TLS from the beginning (port 465), ``smtp://`` turns to it (STARTTLS, port 587); without
    encryption only a server on this very machine is spoken to.
    """
    stated = os.environ.get("FAIRDUE_SMTP", "").strip()
    if not stated:
        return None
    parts = urlsplit(stated)
    sender = dict(parse_qsl(parts.query)).get("from", "")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "@" not in sender:
        raise Misconfigured("FAIRDUE_SMTP is written smtps://user:password@host/?from=letters@example.org")
    on_this_machine = parts.hostname in ("localhost", "127.0.0.1", "::1")
    secure = "tls" if parts.scheme == "smtps" else "none" if on_this_machine else "starttls"
    port = parts.port or (465 if secure == "tls" else 587)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpAccount(parts.hostname, port, sender, secure, user, password)


MOST_WORDING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class WordingAccount:
    """Where the lines of simulated customers are worded: address, model, key, and how long an answer may take."""

    url: str
    model: str
    key: str = field(repr=False)
    seconds: float


def wording_account() -> WordingAccount | None:
    """The endpoint that ``FAIRDUE_WORDING_URL`` names; None without it.

    Without TLS only an endpoint on this very machine is asked. Messages name the setting and repeat none of them, as
    somebody may have written the key into the wrong one.
    """
    url = os.environ.get("FAIRDUE_WORDING_URL", "").strip()
    if not url:
        return None
    model = os.environ.get("FAIRDUE_WORDING_MODEL", "").strip()
    if not model:
        raise Misconfigured(
            "FAIRDUE_WORDING_URL is set and FAIRDUE_WORDING_MODEL is not; name the model to ask"
        )
    parts = urlsplit(url)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    plain = parts.query == parts.fragment == "" and parts.username is None
    if not parts.hostname or not plain or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
        raise Misconfigured(
            "FAIRDUE_WORDING_URL is written https://host/v1, or http://127.0.0.1:8080/v1 on this very machine; "
            "the key goes into FAIRDUE_WORDING_KEY"
        )
    key = os.environ.get("FAIRDUE_WORDING_KEY", "").strip()
    if not key.isascii() or not key.isprintable():
        raise Misconfigured("FAIRDUE_WORDING_KEY holds characters that no key has; copy it anew")
    try:
        seconds = float(os.environ.get("FAIRDUE_WORDING_SECONDS", "").strip() or 2)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_WORDING_SECONDS:
        raise Misconfigured(f"FAIRDUE_WORDING_SECONDS is more than 0 and at most {MOST_WORDING_SECONDS:g}")
    return WordingAccount(url, model, key, seconds)


def letterhead_text() -> str | None:
    """The house's own letterheads, as written; None where it keeps none."""
    path = home() / "letterheads.yaml"
    return path.read_text(encoding="utf-8") if path.is_file() else None
