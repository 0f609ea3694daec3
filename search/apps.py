"""The room "search" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished

        from search import (
            checks,  # noqa: F401 - registers the checks
            tallying,
        )
        from search.kinds import KIND
        from search.sources import register_facets

        register_facets(KIND)
        request_finished.connect(tallying.flush_when_due, dispatch_uid="search.tallying")
