"""The room "guidelines" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidelinesConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "guidelines"
    verbose_name = _("Guidelines")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand texts, provisions, indicators and facets to the search; forget labels of changed terms."""
        from django.db.backends.signals import connection_created

        from guidelines import labels, search_updates
        from guidelines.facets import FACETS
        from guidelines.indicator_search import IndicatorSource
        from guidelines.links import register as register_links
        from guidelines.models import IndicatorLink
        from guidelines.sealing import know_the_guard
        from guidelines.search_documents import DocumentSource, ProvisionSource
        from search.sources import register, register_facets

        register(DocumentSource())
        register(ProvisionSource())
        register(IndicatorSource())
        register_links(IndicatorLink)
        register_facets(*FACETS)
        connection_created.connect(know_the_guard, dispatch_uid="guidelines-sealing")
        labels.listen()
        search_updates.listen()
