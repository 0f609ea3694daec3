"""`manage.py` for the journeys' own site: every answer says which templates and which route it was made of.

The site itself knows nothing of this; the headers let the tests tell which templates were looked at. It also has
addresses at which something breaks, and imports stop after each two records, so that these pages can be looked at.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES, ROUTE = "X-Journey-Templates", "X-Journey-Route"
_now = threading.local()


def record() -> None:
    """Wrap rendering and answering."""
    from django.core.handlers.base import BaseHandler
    from django.template import Template

    render, answer = Template._render, BaseHandler.get_response

    def recorded_render(self: Any, context: Any) -> Any:
        names = getattr(_now, "names", None)
        if names is not None and self.name:
            names.add(self.name)
        return render(self, context)

    def recorded_answer(self: Any, request: Any) -> Any:
        _now.names = set()
        response = answer(self, request)
        response.headers[TEMPLATES] = ",".join(sorted(_now.names))
        response.headers[ROUTE] = str(getattr(request.resolver_match, "route", ""))
        return response

    Template._render = recorded_render
    BaseHandler.get_response = recorded_answer


def break_things() -> None:
    """Addresses that fail, and imports that never finish in one request."""
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.journeys.broken_urls"
    import django

    django.setup()
    from practices.exchange_files import applying, views

    applying.BATCH, views.AT_A_TIME = 2, -1.0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    sys.path.insert(0, str(ROOT))
    record()
    break_things()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
