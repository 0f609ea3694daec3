"""The room "practices" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "practices"
    verbose_name = _("Practices")
    default_auto_field = "django.db.models.BigAutoField"
