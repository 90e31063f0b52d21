"""The composition root: the one place where ports meet their implementations and the clock is read.

The desk, the command line and the jobs all open the house here, on the same database.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.conf import settings

from fairdue.feedback.letters.letterhead import Letterhead
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import AttemptId, DecisionId, PermitId, SessionId
from fairdue.operations.house import House
from fairdue.operations.ports import Channel
from fairdue.operations.review_ports import ReviewStores
from fairdue.operations.run_ports import BackOffice
from fairdue_desk.environment import (
    Misconfigured,
    home,
    jurisdiction,
    key_bytes,
    language,
    letterhead_text,
    overlay_folders,
    smtp_account,
    wording_account,
)

if TYPE_CHECKING:
    from fairdue.practice.wording_source import WordingSource


class RandomIds:
    """``Ids`` from the operating system's randomness; 96 bits, so that no two ever meet."""

    def permit_id(self) -> PermitId:
        """A new permit id."""
        return PermitId("pm" + secrets.token_hex(12))

    def decision_id(self) -> DecisionId:
        """A new decision id."""
        return DecisionId("dc" + secrets.token_hex(12))

    def attempt_id(self) -> AttemptId:
        """A new attempt id."""
        return AttemptId("at" + secrets.token_hex(12))

    def session_id(self) -> SessionId:
        """A new session id."""
        return SessionId("se" + secrets.token_hex(12))

    def attestation_id(self) -> str:
        """A new attestation id, short enough to be typed."""
        return "as" + secrets.token_hex(6)

    def override_id(self) -> str:
        """A new override id, short enough to be typed."""
        return "ov" + secrets.token_hex(6)


def open_house() -> House:
    """Open the house: prepare Django, bring the tables up to date, check the key, build the ports.

    Raises Misconfigured when a setting is off or the key does not belong to this database.
    """
    start_django()
    prepare_database()
    return house()


def start_django() -> None:
    """Prepare Django once; harmless when it runs already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairdue_desk.settings")
    if not apps.ready:
        django.setup()


def prepare_database() -> None:
    """Apply the migrations that are missing, one process at a time, and check the key."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with _one_at_a_time():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        if connection.vendor == "sqlite" and (file := Path(str(connection.settings_dict["NAME"]))).is_file():
            file.chmod(
                0o600
            )  # names and identity numbers lie in it; the home may be older and open to others
        _check_key()
        _check_jurisdiction()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one process migrate: by a file lock in the home, and on PostgreSQL by an advisory lock too."""
    from django.db import connection

    with (home() / ".migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(70417)")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(70417)")


def _check_key() -> None:
    """A house opened with another key could not read its seals and would split persons in two."""
    from fairdue_desk.rows.models import KeyCheck
    from fairdue_desk.stores.sealing import HouseSealer

    digest = HouseSealer(key_bytes()).keyed_digest("key check", "fairdue")
    kept, _ = KeyCheck.objects.get_or_create(name="house", defaults={"digest": digest})
    if kept.digest != digest:
        raise Misconfigured(
            "the key does not belong to this database: set FAIRDUE_HOME or FAIRDUE_KEY to the key it was made with"
        )


def _check_jurisdiction() -> None:
    """Whose rules a house works under is settled when it is made: another word in the environment changes nothing."""
    from fairdue_desk.rows.models import KeyCheck

    stated = jurisdiction()
    kept, _ = KeyCheck.objects.get_or_create(name="jurisdiction", defaults={"digest": stated})
    if kept.digest != stated:
        raise Misconfigured(
            f"this house works under the rules of {kept.digest}, and FAIRDUE_JURISDICTION says {stated}; "
            "another country is another house: give it a FAIRDUE_HOME or a DATABASE_URL of its own"
        )


def business_now() -> datetime:
    """The moment the house works at. With a date alone in ``FAIRDUE_TODAY`` the 24 hours of the wall run
    from 09:00 to 20:00 of that date, in order, so that a demo at night is not refused by quiet hours.
    """
    wall = datetime.now(CHINA)
    stated = os.environ.get("FAIRDUE_TODAY", "").strip()
    if not stated:
        return wall
    try:
        fixed = datetime.fromisoformat(stated)
    except ValueError as error:
        raise Misconfigured(
            "FAIRDUE_TODAY is not a date or moment; write 2026-03-02 or 2026-03-02T10:20"
        ) from error
    if len(stated) > len("2026-03-02"):
        return fixed if fixed.tzinfo else fixed.replace(tzinfo=CHINA)
    into_day = (wall - wall.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    return fixed.replace(hour=9, tzinfo=CHINA) + timedelta(seconds=into_day * 11 / 24)


@cache
def house() -> House:
    """The house of this process. Django must be prepared; tests build their own with ``build_house``."""
    return build_house()


def _rest_days() -> frozenset[date]:
    """The rest days of the years that are known, for a house in China; another country's are not shipped."""
    from fairdue.foundation.working_days import china_working_days

    if jurisdiction() != "CN":
        return frozenset()
    calendar = china_working_days()
    return frozenset().union(*(calendar.rest_days(year=year) for year in calendar.years))


def build_house() -> House:
    """Build the ports anew; knowledge (rulebook, layouts, flows) is read from its packages.

    Raises RulebookInvalid, with every file at fault, when the rulebook or the house's overlay cannot be used.
    """
    from fairdue.compliance.rulebook import load_rulebook
    from fairdue.conversation.session import Speaker
    from fairdue.intake.layouts import playbook_layouts
    from fairdue.operations.flow_versions import sound_flow
    from fairdue.operations.training_ports import TrainingOffice
    from fairdue.practice.training_ground import PracticeGround
    from fairdue_desk.stores.assigned_drills import DjangoDrillAssignments
    from fairdue_desk.stores.attestations import DjangoAttestationBook
    from fairdue_desk.stores.back_office import (
        DjangoCommissionBook,
        DjangoRunBook,
        DjangoSentBook,
        DjangoTemplateBook,
    )
    from fairdue_desk.stores.call_reviews import DjangoCallReviewBook
    from fairdue_desk.stores.casebook import DjangoCaseBook
    from fairdue_desk.stores.exports import DjangoExportBook
    from fairdue_desk.stores.flow_versions import DjangoFlowVersionBook
    from fairdue_desk.stores.ledger import DjangoContactLedger
    from fairdue_desk.stores.money_ledger import DjangoMoneyLedger
    from fairdue_desk.stores.outbox import FolderOutbox
    from fairdue_desk.stores.payments import DjangoFileBook, DjangoPaymentBook
    from fairdue_desk.stores.sealing import HouseSealer, WordsSeal
    from fairdue_desk.stores.tokens import DjangoTokenBook
    from fairdue_desk.stores.training import DjangoTrainingBook

    versions = DjangoFlowVersionBook()
    return House(
        book=DjangoCaseBook(),
        ledger=DjangoContactLedger(),
        payments=DjangoPaymentBook(),
        money=DjangoMoneyLedger(),
        files=DjangoFileBook(),
        attestations=DjangoAttestationBook(),
        exports=DjangoExportBook(),
        back_office=BackOffice(
            runs=DjangoRunBook(),
            sent=DjangoSentBook(),
            outbox=FolderOutbox(),
            templates=DjangoTemplateBook(),
            commissions=DjangoCommissionBook(),
        ),
        tokens=DjangoTokenBook(),
        flow_versions=versions,
        training=TrainingOffice(DjangoTrainingBook(), PracticeGround(source=_wording())),
        reviews=ReviewStores(DjangoCallReviewBook(WordsSeal(key_bytes())), DjangoDrillAssignments()),
        sealer=HouseSealer(key_bytes()),
        ids=RandomIds(),
        channels=_channels(),
        rulebook=load_rulebook(overlays=overlay_folders()),
        layouts=playbook_layouts(),
        flow=sound_flow("first_call", kept=versions),
        speaker=Speaker(
            agency=os.environ.get("FAIRDUE_AGENCY", "约还演示服务"),
            staff_no=os.environ.get("FAIRDUE_STAFF_NO", "0001"),
        ),
        now=business_now,
        jurisdiction=jurisdiction(),
        rest_days=_rest_days(),
        note_language=language(),
        letterheads=_letterheads(),
        logins=_logins,
    )


def _logins() -> tuple[str, ...]:
    """Everybody who can sign in, or once could."""
    from django.contrib.auth import get_user_model

    return tuple(get_user_model().objects.order_by("username").values_list("username", flat=True))


def _wording() -> WordingSource | None:
    """Who words what customers of drills say, where the surroundings name somebody."""
    from fairdue_desk.wording_endpoint import ChatEndpoint

    account = wording_account()
    return None if account is None else ChatEndpoint(account)


def _channels() -> dict[str, Channel]:
    """The ways out of this house; e-mail only where a mail server is named."""
    from fairdue_desk.channels.by_hand import ByHandChannel
    from fairdue_desk.channels.console import ConsoleChannel
    from fairdue_desk.channels.email import SmtpChannel

    channels: list[Channel] = [ConsoleChannel(), ByHandChannel("letter"), ByHandChannel("sms")]
    account = smtp_account()
    if account is not None:
        channels.append(SmtpChannel(account))
    return {channel.name: channel for channel in channels}


def _letterheads() -> dict[str, Letterhead]:
    """The letterheads of the playbook and the house's own; of two for one creditor the house's counts."""
    from fairdue.feedback.letters.letterhead import playbook_letterheads, read_letterheads

    own = letterhead_text()
    found = dict(playbook_letterheads())
    if own is not None:
        found |= read_letterheads(text=own, source="letterheads.yaml")
    return found


__all__ = ["build_house", "house", "open_house", "prepare_database", "settings", "start_django"]
