"""The room "search" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import checks  # noqa: F401 - registers the checks
        from search.kinds import KIND
        from search.sources import register_facets

        register_facets(KIND)
