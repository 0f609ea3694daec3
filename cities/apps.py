"""The room "cities" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "cities"
    verbose_name = _("Cities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the records, facets and signals to the search."""
        from cities import signals
        from cities.facets import FACETS
        from cities.review_contacts import CityContacts, OrganisationContacts
        from cities.search_documents import CitySource, OrganisationSource
        from guidelines import asked
        from search.sources import register, register_facets

        register(CitySource())
        register(OrganisationSource())
        register_facets(*FACETS)
        asked.register(CityContacts())
        asked.register(OrganisationContacts())
        signals.listen()
