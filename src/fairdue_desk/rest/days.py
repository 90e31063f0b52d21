"""A day in a request: written like 2026-03-01 and in no other way, so that 0 is not taken for 1970."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator


def _iso_day(value: object) -> object:
    if isinstance(value, str):
        if len(value) != len("2026-03-01"):
            raise ValueError("write a day like 2026-03-01")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError("write a day that there is, like 2026-03-01") from error
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
