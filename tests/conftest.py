"""What all tests share: a home and a key of their own, and the database that the run was started on.

``DATABASE_URL`` chooses the database of the whole run, as in the house; ``bin/test`` runs the tests that
need one on SQLite and, where a server answers, on PostgreSQL again.
"""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path

import pytest

# Before Django reads its settings: no test may meet the home, the key or the clock of whoever runs it.
os.environ["FAIRDUE_HOME"] = os.environ.get("FAIRDUE_TEST_HOME") or tempfile.mkdtemp(prefix="fairdue-test-")
os.environ["FAIRDUE_KEY"] = base64.b64encode(b"test key of thirty-two bytes ok!").decode()
os.environ.pop("FAIRDUE_TODAY", None)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(os.environ['FAIRDUE_HOME']) / 'test.sqlite3'}")


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_the_log() -> None:
    """Django empties the tables after a test with real transactions; the append-only triggers forbid it."""
    from django.test import TransactionTestCase

    from database import triggers_off

    empty = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with triggers_off():
            empty(self)

    TransactionTestCase._fixture_teardown = teardown


if "MUTANT_UNDER_TEST" in os.environ:

    @pytest.fixture(autouse=True)
    def _forget_what_was_compiled() -> None:
        """Under mutation testing a process is forked after a first run: what that one cached hides the mutant."""
        from fairdue.compliance import attested, gate, resumption

        gate._asked_on.cache_clear()
        gate._turning_days.cache_clear()
        attested.read_value.cache_clear()
        resumption.zone_named.cache_clear()
