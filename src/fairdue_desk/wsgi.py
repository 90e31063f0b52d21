"""The door for a web server: `granian --interface wsgi fairdue_desk.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairdue_desk.settings")

application = get_wsgi_application()
