"""What tests may do to a database that the house itself refuses: switch the append-only triggers off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

GUARDED = (
    "rows_caseevent",
    "rows_decision",
    "rows_attestation",
    "rows_attestationwithdrawal",
    "rows_export",
    "rows_flowversion",
    "rows_sentfile",
    "rows_owntemplate",
    "rows_commissionsettled",
    "rows_commissionline",
    "rows_trainingevent",
    "rows_callreview",
    "rows_reviewstep",
    "rows_assigneddrill",
    "rows_drillrun",
)


@contextmanager
def triggers_off() -> Iterator[None]:
    """Do as an administrator could who first switches the triggers off; they are on again afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Foreign keys that wait for the end of the transaction forbid altering their table until then.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'rows_%%'"
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql.replace("%", "%%"))
