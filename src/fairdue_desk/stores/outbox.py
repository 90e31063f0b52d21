"""The outbox: a folder of the house from which files are carried to their creditors.

``FAIRDUE_OUTBOX`` names it; without it, ``outbox`` in the home. A file is written aside, brought to the disk and moved
into place, so that whoever carries files away never finds half of one.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from fairdue_desk.environment import home

_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,159}")


class FolderOutbox:
    """``Outbox`` in a folder that is closed to other users."""

    def put(self, *, folder: str, name: str, content: bytes) -> None:
        """Write a file whole or not at all."""
        path = self._path(folder, name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(path)
        self._forget_parts(path.parent)

    def digest_of(self, *, folder: str, name: str) -> str | None:
        """The digest of a file that lies there."""
        path = self._path(folder, name)
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    def _path(self, folder: str, name: str) -> Path:
        for part in (folder, name):
            if not _PLAIN.fullmatch(part):
                raise ValueError(
                    "a file of the outbox has a plain name: letters, digits, dot, dash and underscore"
                )
        return outbox_folder() / folder / name

    def _forget_parts(self, folder: Path) -> None:
        """What a process left half written when it died is of no use to anybody; one run writes at a time."""
        for part in folder.glob(".part-*"):
            part.unlink(missing_ok=True)


def outbox_folder() -> Path:
    """Where the outbox lies."""
    stated = os.environ.get("FAIRDUE_OUTBOX", "").strip()
    return Path(stated) if stated else home() / "outbox"
