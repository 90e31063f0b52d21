"""The door for a web server: `granian --interface wsgi fairdue_desk.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairdue_desk.settings")

application = get_wsgi_application()

from fairdue_desk.wiring import house  # noqa: E402 - the house is built of Django's parts, so after it

# A rulebook that cannot be used must stop the server, not fail each request by itself.
house()
