"""``fairdue audit verify``: is every log whole, and does every list row say what its log says? And is a pack whole?

Room: cli.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cyclopts import App

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language, open_house
from fairdue.feedback.evidence.pack_check import LARGEST_BYTES, PackCheck, check_pack
from fairdue.feedback.evidence.seal import fingerprint
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.audit import audit

group = App(name="audit", help="Prove that nothing recorded was changed.")
app.command(group)


@group.command
def verify(pack: Path | None = None, *, case: str | None = None, key: str | None = None) -> int:
    """Check the hash chain of every case, or of one, and replay it against its list row; or check an evidence pack.

    A pack is checked offline: no database, no key of the house. Every fault is printed with its place.

    Parameters
    ----------
    pack
        An evidence pack (a file, or a name that ends in .zip), else a case as ``--case``; without it the house's own
        logs are checked.
    case
        A case id or case number; without it, all cases.
    key
        The fingerprint of the key that the house publishes; a pack sealed by another is a fault.
    """
    if pack is not None and (pack.is_file() or pack.suffix.lower() == ".zip"):
        return _verify_pack(pack, key)
    if pack is not None and case is None:
        case = str(pack)  # a case named without --case, as every other command takes it
    if key is not None:
        raise ExpectedFailure("--key goes with a pack: fairdue audit verify PACK.zip --key …", code=2)
    house = open_house()
    case_id = None if case is None else house.book.resolve(case)
    result = audit(house, case_id=case_id)
    for finding in result.findings:
        print(f"{finding.case_id}\t{finding.seq}\t{finding.fault}")
    state = "faults found" if result.findings else "whole and unchanged"
    print(f"{result.cases} cases, {result.events} events: {state} ({len(result.findings)})", file=sys.stderr)
    return 1 if result.findings else 0


@group.command
def key() -> int:
    """Print the fingerprint of the key with which this house seals evidence packs, to be published."""
    print(fingerprint(open_house().sealer.public_key()))
    return 0


def _verify_pack(path: Path, trusted: str | None) -> int:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ExpectedFailure(f"{path.name}: larger than any pack ({LARGEST_BYTES} bytes)", code=2)
        raw = path.read_bytes()
    except OSError as error:
        raise ExpectedFailure(
            f"{path.name}: {(error.strerror or 'cannot be read').lower()}", code=2
        ) from error
    checked = check_pack(raw, trusted=trusted)
    for fault in checked.faults:
        print(f"{fault.place.in_language(language())}\t{fault.said.in_language(language())}")
    print(_summary(checked, trusted).in_language(language()), file=sys.stderr)
    return 1 if checked.faults else 0


def _summary(checked: PackCheck, trusted: str | None) -> Bilingual:
    if checked.faults:
        count = len(checked.faults)
        return Bilingual(f"发现问题 {count} 处", f"faults found: {count}")
    if checked.redacted:
        what = Bilingual("脱敏包，没有记录链", "a redacted pack, without a chain of records")
    else:
        what = Bilingual(
            f"记录逐条核对 {checked.whole} 条，遮盖 {checked.masked} 条，仅链环 {checked.links} 条，"
            f"决定 {checked.decisions} 项",
            f"{checked.whole} records checked whole, {checked.masked} masked, {checked.links} as links, "
            f"{checked.decisions} decisions",
        )
    whose = (
        Bilingual("", "")
        if trusted
        else Bilingual("；请与制作方公布的指纹核对", "; compare it with the one published")
    )
    return Bilingual(
        f"完整，未被改动：{what.zh}。公钥指纹 {checked.fingerprint}{whose.zh}",
        f"whole and unchanged: {what.en}. Key {checked.fingerprint}{whose.en}",
    )
