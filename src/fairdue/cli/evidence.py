"""``fairdue evidence``: one case or one complaint as a sealed file that anybody can check.

Room: cli.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from fairdue import __version__
from fairdue.casefile.attestation import ScopeKind
from fairdue.cli.app import app
from fairdue.cli.explaining import print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.moments import typed_end, typed_start
from fairdue.cli.out_file import check_new
from fairdue.feedback.evidence.pack_records import Recipient, RecordingLine
from fairdue.feedback.evidence.seal import fingerprint
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.evidence import UnknownComplaint, evidence_pack
from fairdue.operations.export import Exported

NOT_PERMITTED = 3
_PIECE = 1024 * 1024


@app.command
def evidence(
    case: str,
    *,
    out: Path,
    recipient: Annotated[Recipient, Parameter(name="--for")] = Recipient.REGULATOR,
    creditor: str | None = None,
    complaint: str | None = None,
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: str | None = None,
    recordings: Path | None = None,
    redacted: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Write the evidence pack of a case: a page to read, every record with its chain, sealed by the house.

    Parameters
    ----------
    case
        A case id or case number.
    out
        The ZIP file to write; one that exists is not overwritten.
    recipient
        Who it is for: customer, regulator, court, creditor, training.
    creditor
        Which creditor's, when several use the same case number.
    complaint
        The complaint that it answers; the period then ends with the day of its answer.
    since
        The first day or moment shown; what lies before stays in as bare links of the chain.
    until
        The last day shown, or the first moment that is not.
    recordings
        A folder of recordings of this case: they are named and hashed, not copied.
    redacted
        The pack with nobody in it, for training; the same as --for training.
    """
    check_new(out)  # before a permit is spent
    house = open_house()
    wanted = Recipient.TRAINING if redacted else recipient
    try:
        answer = evidence_pack(
            house,
            case_id=house.book.resolve(case, creditor=creditor),
            recipient=wanted,
            complaint_id=complaint,
            shown_from=None if since is None else typed_start(since, option="--from"),
            shown_until=None if until is None else typed_end(until, option="--until"),
            recordings=() if recordings is None else _hashed(recordings),
            software=f"fairdue {__version__}",
            as_of=house.now(),
            actor=actor(),
        )
    except UnknownComplaint as error:
        raise ExpectedFailure(f"--complaint: {error}", code=2) from error
    except ValueError as error:
        raise ExpectedFailure(f"--until: {error}", code=2) from error
    if not isinstance(answer, Exported):
        print_decision(answer, Console(stderr=True), language(), names={ScopeKind.STAFF: actor()})
        return NOT_PERMITTED
    _write(out, answer.content)
    seal = fingerprint(house.sealer.public_key())
    said = Bilingual(
        f"已写出 {out.name}，SHA-256 {hashlib.sha256(answer.content).hexdigest()}，公钥指纹 {seal}",
        f"wrote {out.name}, SHA-256 {hashlib.sha256(answer.content).hexdigest()}, key {seal}",
    )
    print(said.in_language(language()), file=sys.stderr)
    return 0


def _write(out: Path, content: bytes) -> None:
    try:
        with out.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise ExpectedFailure(
            f"--out {out.name}: {(error.strerror or 'cannot be written').lower()}", code=2
        ) from error


def _hashed(folder: Path) -> tuple[RecordingLine, ...]:
    """Every file of a folder with its digest and length, in the order of their names."""
    if not folder.is_dir():
        raise ExpectedFailure("--recordings is a folder that holds the recordings of this case", code=2)
    return tuple(_recording(path) for path in sorted(folder.iterdir()) if path.is_file())


def _recording(path: Path) -> RecordingLine:
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            length += len(piece)
    return RecordingLine(path.name, digest.hexdigest(), length)
