"""A desk of its own for a test, served by granian as ``fairdue serve`` does it: a process, a database, a token each.

``python served_desk.py PORT`` makes the house that ``FAIRDUE_HOME`` and ``DATABASE_URL`` name, prints what a client
needs as one line of JSON, and serves until it is stopped.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

PASSWORD = "a quiet morning in March"


def main(port: int) -> None:
    """Make the house and serve it."""
    from fairdue_desk.wiring import open_house

    house = open_house()
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from desk.screens.portfolio import made_up, place
    from fairdue_desk.screens.roles import Role, ensure_roles
    from fairdue_desk.serving import serve
    from standing import with_ordinary_standing

    ensure_roles()
    for username in ("collector1", "collector2"):
        user = get_user_model().objects.create_user(username, password=PASSWORD)
        user.groups.add(Group.objects.get(name=Role.COLLECTOR.value))
    people = made_up(4)
    place(with_ordinary_standing(house), people, collector="collector1")
    now = house.now()
    tokens = {
        username: house.tokens.create(
            username=username, label="", at=now, ends_at=now + timedelta(days=1), actor="test"
        )[0]
        for username in ("collector1", "collector2")
    }
    told = {"tokens": tokens, "cases": [person.case_id for person in people]}
    os.write(sys.stdout.fileno(), (json.dumps(told) + "\n").encode())
    serve(host="127.0.0.1", port=port, workers=1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
