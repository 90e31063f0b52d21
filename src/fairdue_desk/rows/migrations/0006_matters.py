"""The columns by which cases with complaints, disputes, hardships and objections are found, filled from the logs.

The logs are read here as they were when this was written: receipts and closings by kind, nothing else existed then.
"""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations, models

_RECEIVED = {"ComplaintReceived": "complaint_id", "DisputeOpened": "dispute_id", "HardshipStated": "hardship_id"}
_CLOSED = {"ComplaintClosed": "complaint_id", "DisputeClosed": "dispute_id"}
_CHINA = ZoneInfo("Asia/Shanghai")


def fill(apps: Any, schema_editor: Any) -> None:
    """Count the matters of each case, and find the day of the oldest that is open."""
    events = apps.get_model("rows", "CaseEvent").objects.filter(kind__in=[*_RECEIVED, *_CLOSED])
    received: dict[str, dict[str, datetime]] = {}
    closed: set[tuple[str, str]] = set()
    for case_id, kind, at, body in events.values_list("case_id", "kind", "at", "body").iterator():
        told = json.loads(body)
        if kind in _RECEIVED:
            moment = datetime.fromisoformat(at).astimezone(_CHINA)
            received.setdefault(case_id, {})[told[_RECEIVED[kind]]] = moment
        else:
            closed.add((case_id, told[_CLOSED[kind]]))
    cases = apps.get_model("rows", "Case").objects
    for case_id, matters in received.items():
        still_open = [moment for matter_id, moment in matters.items() if (case_id, matter_id) not in closed]
        since_on = min(still_open).date() if still_open else None
        cases.filter(case_id=case_id).update(matters=len(matters), matter_since_on=since_on)


class Migration(migrations.Migration):
    """Matters."""

    dependencies = [("rows", "0004_exports")]

    operations = [
        migrations.AddField("case", "matters", models.IntegerField(default=0)),
        migrations.AddField("case", "matter_since_on", models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["matter_since_on"],
                name="case_open_matter",
                condition=models.Q(matter_since_on__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(fields=["matters"], name="case_matters", condition=models.Q(matters__gt=0)),
        ),
    ]
