"""The room "search" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started

        from search import (
            checks,  # noqa: F401 - registers the checks
            outbox,
            tallying,
        )
        from search.kinds import KIND
        from search.sources import register_facets

        register_facets(KIND)
        request_finished.connect(tallying.flush_when_due, dispatch_uid="search.tallying")
        request_started.connect(outbox.request_begins, dispatch_uid="search.outbox")
        request_finished.connect(outbox.request_ends, dispatch_uid="search.outbox")
