"""The seal of a pack: a manifest of every file, and the house's signature over it.

Room: feedback. Ed25519 (RFC 8032): the public key stands in the pack, so whoever holds the pack can check it without
the house. Whose key it is a pack cannot prove by itself; the house publishes its fingerprint, and the one who checks
compares. Signing needs the key and is the desk's; checking is pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fairdue.casefile.codec import read_body, write_body

FORM = "fairdue evidence pack 1"
ALGORITHM = "Ed25519"
BLOCK = 1024
_CONTEXT = f"{FORM}\n".encode()
_BLOCK_DIGITS = 8


@dataclass(frozen=True, slots=True)
class FileSeal:
    """One file: its length, its SHA-256, and a short digest of each block of 1,024 bytes to find a change by."""

    name: str
    length: int
    sha256: str
    blocks: str = field(repr=False)

    def changed_blocks(self, content: bytes) -> tuple[int, ...]:
        """Which blocks of the content are not what was sealed, counted from 0."""
        mine = _blocks(content)
        count = max(len(mine), len(self.blocks)) // _BLOCK_DIGITS
        width = _BLOCK_DIGITS
        return tuple(
            number
            for number in range(count)
            if mine[number * width : (number + 1) * width]
            != self.blocks[number * width : (number + 1) * width]
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file of the pack in its order, and the form in which the page was made."""

    form: str
    files: tuple[FileSeal, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """The signature over the manifest's bytes, with the public key that checks it; both in hexadecimal."""

    form: str
    algorithm: str
    public_key: str
    signature: str


def manifest_of(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The manifest's bytes for these files."""
    seals = tuple(
        FileSeal(name, len(content), hashlib.sha256(content).hexdigest(), _blocks(content))
        for name, content in files
    )
    return f"{write_body(Manifest(FORM, seals))}\n".encode()


def _blocks(content: bytes) -> str:
    return "".join(
        hashlib.sha256(content[at : at + BLOCK]).hexdigest()[:_BLOCK_DIGITS]
        for at in range(0, len(content), BLOCK)
    )


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest. Raises ValueError when it is not exactly one that this house writes."""
    manifest = read_body(Manifest, content.decode())
    if f"{write_body(manifest)}\n".encode() != content or manifest.form != FORM:
        raise ValueError(f"it is not written in the form {FORM!r}")
    return manifest


def signed_text(manifest: bytes) -> bytes:
    """What is signed: the name of the form, so that no other signature of the key fits, and the manifest."""
    return _CONTEXT + manifest


def write_seal(*, public_key: bytes, signature: bytes) -> bytes:
    """The bytes of the seal."""
    return f"{write_body(Seal(FORM, ALGORITHM, public_key.hex(), signature.hex()))}\n".encode()


_KEY, _SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")


def read_seal(content: bytes) -> Seal:
    """Read a seal. Raises ValueError when it is not exactly one that this house writes."""
    seal = read_body(Seal, content.decode())
    if f"{write_body(seal)}\n".encode() != content or (seal.form, seal.algorithm) != (FORM, ALGORITHM):
        raise ValueError(f"it is not written in the form {FORM!r}")
    if not _KEY.fullmatch(seal.public_key) or not _SIGNATURE.fullmatch(seal.signature):
        raise ValueError("key or signature is not of its length")
    return seal


def seal_fits(seal: Seal, manifest: bytes) -> bool:
    """Was this manifest signed with the key that the seal names?"""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.public_key))
        key.verify(bytes.fromhex(seal.signature), signed_text(manifest))
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public_key: bytes) -> str:
    """The first 128 bits of the key's SHA-256 in groups of four, short enough to be read out and compared."""
    digest = hashlib.sha256(public_key).hexdigest()[:32]
    return "-".join(digest[at : at + 4] for at in range(0, 32, 4))
