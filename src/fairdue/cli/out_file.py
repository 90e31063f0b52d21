"""The file that a command writes: looked at before anything is asked for it, and written whole or not at all.

Room: cli. A permit is spent and the chain of files moves when a file is handed out, so a folder that is not there has
to be found out before.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from fairdue.cli.house import ExpectedFailure


def check_out(out: Path) -> None:
    """Raise ExpectedFailure where no file can be written, and leave what lies there as it is."""
    try:
        if out.is_dir():
            raise IsADirectoryError(0, "is a directory")
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".", suffix=".half"):
            pass
    except OSError as error:
        raise _not_written(out, error) from error


def check_new(out: Path) -> None:
    """As ``check_out``, and raise ExpectedFailure too where a file lies already: it is never written over."""
    if out.exists():
        raise _not_written(out, FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)))
    check_out(out)


def put_out(out: Path, content: bytes) -> None:
    """Write the file beside its place and move it there. Raises ExpectedFailure."""
    half = out.with_name(f".{out.name}.{os.getpid()}.half")
    try:
        half.write_bytes(content)
        half.replace(out)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise _not_written(out, error) from error


def _not_written(out: Path, error: OSError) -> ExpectedFailure:
    why = (error.strerror or "cannot be written").lower()
    return ExpectedFailure(f"{out.name}: {why}; name a file in a folder that you may write to", code=2)
