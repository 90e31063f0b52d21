"""The key of the house at work: sealing third-party details (AES-256-GCM) and keyed digests (keyed BLAKE2b).

Four keys are derived from the one of the house (HKDF), so that a digest can never serve as a key; the third signs
what leaves as evidence (Ed25519), the fourth keeps the words of calls. The token carries a version, a random nonce and the sealed text; whoever changes
a byte of it gets an error.
"""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = "s1."
_WORDS_VERSION = "w1."


class SealBroken(RuntimeError):
    """A token was changed, or was sealed under another key."""


class HouseSealer:
    """``Sealer`` with the key of the house."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(_derived(key, b"fairdue third-party seal"))
        # One keyed state is copied for each digest: a placed row needs four, and 200,000 rows come at once.
        self._keyed = hashlib.blake2b(key=_derived(key, b"fairdue keyed digest"), digest_size=10)
        self._signing = Ed25519PrivateKey.from_private_bytes(_derived(key, b"fairdue evidence signature"))

    def seal(self, text: str) -> str:
        """Encrypt under a fresh nonce."""
        nonce = os.urandom(12)
        return _VERSION + base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def unseal(self, token: str) -> str:
        """Decrypt; raises SealBroken."""
        if not token.startswith(_VERSION):
            raise SealBroken("this token was not sealed by this house")
        try:
            raw = base64.b64decode(token.removeprefix(_VERSION), validate=True)
            return self._cipher.decrypt(raw[:12], raw[12:], None).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken("the token was changed, or sealed under another key") from error

    def keyed_digest(self, purpose: str, text: str) -> str:
        """20 hexadecimal digits (80 bits): enough that two persons never share one by chance."""
        keyed = self._keyed.copy()
        keyed.update(f"{purpose}\x1f{text}".encode())
        return keyed.hexdigest()

    def sign(self, content: bytes) -> bytes:
        """Ed25519 with a third key derived from the house's; deterministic by its definition (RFC 8032)."""
        return self._signing.sign(content)

    def public_key(self) -> bytes:
        """32 bytes, no secret."""
        return self._signing.public_key().public_bytes_raw()


class WordsSeal:
    """Encrypts what was said in calls and what people wrote about it, under a key of its own.

    Apart from ``HouseSealer``, whose seals open only behind a spent permit: these are read by whoever may see a review.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(_derived(key, b"fairdue words of calls"))

    def seal(self, text: str, *, of: str) -> str:
        """Encrypt under a fresh nonce; the token opens as part of ``of`` alone."""
        nonce = os.urandom(12)
        sealed = self._cipher.encrypt(nonce, text.encode(), of.encode())
        return _WORDS_VERSION + base64.b64encode(nonce + sealed).decode()

    def unseal(self, token: str, *, of: str) -> str:
        """Decrypt; raises SealBroken."""
        if not token.startswith(_WORDS_VERSION):
            raise SealBroken("these words were not sealed by this house")
        try:
            raw = base64.b64decode(token.removeprefix(_WORDS_VERSION), validate=True)
            return self._cipher.decrypt(raw[:12], raw[12:], of.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken("the words were changed, or sealed under another key") from error


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
