"""The room "config" as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    """Registers the room's parts with the site."""

    name = "config"
    verbose_name = _("The site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for people signing in."""
        from django.contrib.auth.signals import user_logged_in

        from config.accounts import note_editing

        user_logged_in.connect(note_editing, dispatch_uid="config-note-editing")
