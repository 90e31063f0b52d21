"""Who sees a customer as a person: before a licence nobody who is here to call sees name, number or circumstances.

A licence that holds stands on the signed commitment to secrecy, in the house's own exam or on paper (CN-OUT-07). Leads
and compliance watch over cases and see names without one; every digit of a number is for whoever may dial it.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from fairdue.operations.licence import licence_of
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.permissions import Staff
from fairdue_desk.wiring import house


def holds_licence(staff: Staff) -> bool:
    """Does a licence of this person hold now?"""
    the_house = house()
    return licence_of(the_house, trainee=staff.username, as_of=the_house.now()).holds


def sees_persons(staff: Staff) -> bool:
    """May this person see who the customers are?"""
    return staff.sees_everybodys_cases or holds_licence(staff)


def sees_whole_numbers(staff: Staff, row: Case) -> bool:
    """May this person see every digit of the numbers of this case? Whoever has it in hand and may dial."""
    return staff.sees_full_numbers_of(row) and holds_licence(staff)


def require_sight(staff: Staff) -> None:
    """For a page that is about the person. Raises PermissionDenied without a licence."""
    if not sees_persons(staff):
        raise PermissionDenied("this page shows who the customer is; it needs a licence that holds")


def masked_name(name: str) -> str:
    """A name of which only the first sign is left.

    >>> masked_name("王秀兰")
    '王**'
    """
    return name[:1] + "**" if name else ""
