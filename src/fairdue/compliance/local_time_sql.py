"""The date and the time of day on the wall where the person is, derived in the database from a moment and a zone.

Room: compliance. The zone tables are the database's own; the benchmark and the tests hold them equal to Python's on
the changes of the clocks. A zone that does not exist leaves both unknown.

>>> on, at = local_sql(named("instant"), named("zone"))
>>> on.sql()
'CAST("instant" AT TIME ZONE "zone" AS DATE)'
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlglot import exp

from fairdue.compliance.column_sql import Sql, number
from fairdue.foundation.civil import CHINA

_HOUR_US, _MINUTE_US = 3_600_000_000, 60_000_000


def local_sql(instant: Sql, zone: Sql) -> tuple[Sql, Sql]:
    """The local date, and the time of day in microseconds. The zone must exist, or the database raises."""
    wall = exp.AtTimeZone(this=instant.copy(), zone=zone.copy())
    hours = exp.Mul(this=_part("HOUR", wall), expression=number(_HOUR_US))
    minutes = exp.Mul(this=_part("MINUTE", wall), expression=number(_MINUTE_US))
    # MICROSECONDS counts from the minute, the seconds included, in both dialects.
    into_day = exp.Add(this=exp.Add(this=hours, expression=minutes), expression=_part("MICROSECONDS", wall))
    return exp.cast(wall.copy(), "DATE"), exp.cast(into_day, "BIGINT")


def china_date_sql(instant: Sql) -> Sql:
    """The date in China at that moment: whose rules are asked where the person's own date is not known."""
    return local_sql(instant, exp.Literal.string(CHINA.key))[0]


def moment_sql(moment: datetime) -> Sql:
    """A moment, written into a statement."""
    return exp.cast(exp.Literal.string(moment.astimezone(UTC).isoformat(sep=" ")), "TIMESTAMPTZ")


def _part(name: str, wall: Sql) -> Sql:
    return exp.cast(exp.Extract(this=exp.var(name), expression=wall.copy()), "BIGINT")
