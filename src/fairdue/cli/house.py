"""Opening the house for a command: the wiring is found by its entry point, not imported.

Room: cli. The core knows no web framework; whoever installs another composition root names it under
``fairdue.wiring`` in its package, or in ``FAIRDUE_WIRING`` as ``module:function``.
"""

from __future__ import annotations

import getpass
import importlib
import os
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import cast

from fairdue.compliance.rulebook import RulebookInvalid
from fairdue.compliance.wording.wording_class import WordingClassError
from fairdue.conversation.negotiation.terms_reading import TermsFault
from fairdue.conversation.objection import ObjectionFault
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.attest import is_the_house
from fairdue.operations.house import House
from fairdue.operations.matters import UnknownMatter
from fairdue.operations.negotiate import NothingOwed
from fairdue.operations.override import UnknownOverride
from fairdue.operations.ports import AmbiguousCase, UnknownCase
from fairdue.operations.standing_ports import UnknownAttestation


class ExpectedFailure(RuntimeError):
    """A failure that the user can mend; its text goes to stderr without a traceback."""

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def open_house() -> House:
    """Open the house of this machine."""
    stated = os.environ.get("FAIRDUE_WIRING")
    if stated:
        module, _, function = stated.partition(":")
        return cast("Callable[[], House]", getattr(importlib.import_module(module), function))()
    for entry in entry_points(group="fairdue.wiring", name="house"):
        return cast("Callable[[], House]", entry.load())()
    raise ExpectedFailure("no wiring is installed; install the package with its desk, or set FAIRDUE_WIRING")


def actor() -> str:
    """Who acts, for the log: ``FAIRDUE_ACTOR``, or the user of this machine.

    Raises ExpectedFailure for a name in which only the house itself acts.
    """
    named = os.environ.get("FAIRDUE_ACTOR")
    if named and is_the_house(named):
        raise ExpectedFailure(
            "FAIRDUE_ACTOR: a name that begins with house: is the house's own; set it to your login", code=2
        )
    return named or f"cli:{_user()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def language() -> str:
    """``FAIRDUE_LANG``: en, or Chinese for anything else."""
    return "en" if os.environ.get("FAIRDUE_LANG", "zh").lower().startswith("en") else "zh"


def expected_failure(error: Exception) -> ExpectedFailure | None:
    """The user's own failure behind an exception, or None when it is a fault of the program."""
    if isinstance(error, UnknownCase | AmbiguousCase | UnknownAttestation | UnknownMatter | UnknownOverride):
        return ExpectedFailure(str(error), code=2)
    if isinstance(error, RulebookInvalid):
        heading = Bilingual(
            "规则库不能使用，系统不启动；请改正下列文件：",
            "the rulebook cannot be used, so nothing starts; mend these files:",
        )
        return ExpectedFailure(f"{heading.in_language(language())}\n{error}", code=2)
    if isinstance(error, WordingClassError | NothingOwed | TermsFault | ObjectionFault):
        return ExpectedFailure(str(error), code=2)
    if type(error).__name__ in ("Misconfigured", "SealBroken"):
        return ExpectedFailure(str(error), code=2)
    if type(error).__module__.startswith("django.db"):
        kind = type(error).__name__
        return ExpectedFailure(
            f"the database did not answer as expected ({kind}); check DATABASE_URL, and that it is running"
        )
    return None
