"""The room "config" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "config"
    verbose_name = _("The site")
    default_auto_field = "django.db.models.BigAutoField"
