"""The room "practices" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "practices"
    verbose_name = _("Practices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the records, facets and signals to the search, the links to the guidelines, the gate to the cities."""
        from cities.counts import register as register_counts
        from guidelines.asked import register_sets
        from guidelines.links import register as register_links
        from practices import signals
        from practices.facets import FACETS
        from practices.models import PracticeProvision, ToolProvision
        from practices.review_sets import cities_of_text
        from practices.search_documents import PracticeSource, ToolSource
        from practices.selectors import public_paths_below
        from search.sources import register, register_facets

        register(PracticeSource())
        register(ToolSource())
        register_facets(*FACETS)
        register_counts(public_paths_below)
        register_sets(cities_of_text)
        for model in (PracticeProvision, ToolProvision):
            register_links(model)
        signals.listen()
