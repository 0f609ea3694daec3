"""The room "network" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "network"
    verbose_name = _("City-to-city exchange")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The city desk lists the exchange's dates among its own; the coverage of a text counts published exchanges."""
        from guidelines.links import Counted, register_count
        from network.desk_places import dates
        from network.shown import exchanges_by_provision
        from practices.desk.deadlines import register

        register(dates)
        register_count(Counted("exchange", _("Exchanges"), exchanges_by_provision))
