"""Text encrypted at rest: contacts and private answers are unreadable in a dump of the database.

Fernet (AES-128-CBC with HMAC-SHA256) with rotating keys: the first key of settings.FIELD_KEYS writes, all of them read.
Without keys (a newcomer's machine, the tests) a key is derived from SECRET_KEY; production refuses to start without.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...], secret: str) -> MultiFernet:
    if not keys:
        derived = hashlib.sha256(b"safer-cities field key" + secret.encode()).digest()
        return MultiFernet([Fernet(base64.urlsafe_b64encode(derived))])
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured(
            "FIELD_KEYS: each key is 32 bytes in URL-safe base 64; see the operator's guide."
        ) from error


def box() -> MultiFernet:
    """The keys in use now."""
    return _box(tuple(settings.FIELD_KEYS), settings.SECRET_KEY)


class EncryptedTextField(models.TextField):
    """A text field whose column holds a token; empty stays empty. It cannot be searched or sorted in the database."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return box().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if not value:
            return value
        try:
            return box().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise ImproperlyConfigured(
                f"{self.model._meta.label}.{self.name} was written with a key that FIELD_KEYS no longer holds; add it "
                "back behind the newest one."
            ) from error

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it empty" can be asked of the database."""
        return super().get_lookup(lookup_name) if lookup_name in {"isnull", "exact"} else None
