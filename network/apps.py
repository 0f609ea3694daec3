"""The room "network" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "network"
    verbose_name = _("City-to-city exchange")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The city desk lists the exchange's dates among its own; a new version of a text flags the rooms' links to it;
        beside a provision, and in the coverage of a text, stand exchanges with a published story."""
        from guidelines.asked import register_sets
        from guidelines.links import Counted, register_count
        from guidelines.links import register as register_links
        from network.desk_places import dates
        from network.models import Link
        from network.review_sets import cities_of_programmes
        from network.shown import exchanges_by_provision, stories_beside
        from practices.desk.deadlines import register

        register(dates)
        register_sets(cities_of_programmes)
        register_links(Link, owner="exchange", kind="exchange", private=True)
        register_count(Counted("exchange", _("Exchanges"), exchanges_by_provision, stories_beside, _("Exchange")))
