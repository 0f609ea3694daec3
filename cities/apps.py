"""The room "cities" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "cities"
    verbose_name = _("Cities")
    default_auto_field = "django.db.models.BigAutoField"
