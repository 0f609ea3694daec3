"""Accounts. People are known by their e-mail address; roles come from groups and places in cities and programmes."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. The user name is only an internal handle; people sign in with their address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10, default="en")

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.get_full_name() or self.email
