"""The versions of flows in the database: kept once, and never changed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from fairdue.foundation.civil import CHINA
from fairdue.operations.standing_ports import KeptFlow
from fairdue_desk.rows.models import FlowVersion
from fairdue_desk.stores.flow_versions import DjangoFlowVersionBook

pytestmark = pytest.mark.django_db

FIRST = KeptFlow("v1", "first_call", datetime(2026, 3, 2, 9, tzinfo=CHINA), "one")
SECOND = KeptFlow("v2", "first_call", datetime(2026, 3, 3, 9, tzinfo=CHINA), "two")


def test_a_version_is_kept_once_and_the_newest_is_found() -> None:
    book = DjangoFlowVersionBook()
    for kept in (FIRST, SECOND, FIRST):
        book.keep(kept)
    assert FlowVersion.objects.count() == 2
    assert book.read("v1") == FIRST and book.read("v3") is None
    assert book.newest("first_call") == SECOND and book.newest("callback") is None


def test_a_version_is_never_changed_or_removed() -> None:
    DjangoFlowVersionBook().keep(FIRST)
    with pytest.raises(DatabaseError, match="a call was held on it"), transaction.atomic():
        FlowVersion.objects.update(text="three")
    with pytest.raises(DatabaseError, match="a call was held on it"), transaction.atomic():
        FlowVersion.objects.all().delete()
