"""What the site knows about a person, from the field registries of all rooms: shown on request, erased on request.

An erased account becomes a "former member": what the person signed or decided stays explained, practices stay, and
nothing that names the person does. Rooms add nothing here; they classify their fields (goal S16, T37, T42).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from cities.models import CityRole
from config.erased_texts import erase_words
from config.field_classes import PERSONAL, SECRET, FieldRegistry

ROOMS = ("config", "search", "guidelines", "cities", "practices", "network")
LEDGER = "erasures.jsonl"
OWN_PAIRS = ("contact_", "deputy_")  # fields that name one person together


class EraseSubjectNotPossible(Exception):
    """The message says why and what to do."""


def registry() -> FieldRegistry:
    """Every room's field classes."""
    merged: FieldRegistry = {}
    for room in ROOMS:
        merged.update(import_module(f"{room}.registry").FIELDS)
    return merged


def personal_fields() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """(model, field) of every field about a person, the account's own excepted."""
    for label, fields in registry().items():
        model = apps.get_model(label)
        if model is get_user_model():
            continue
        for name, kind in fields.items():
            if kind is PERSONAL:
                yield model, model._meta.get_field(name)  # type: ignore[misc]


def rows_about(user: Any) -> Iterator[tuple[type[models.Model], models.Field[Any, Any], models.Model]]:
    """(model, field, row) of every row that points at the account or holds its address."""
    for model, field in personal_fields():
        if field.is_relation and field.related_model is get_user_model():
            for row in model._default_manager.filter(**{field.name: user}):
                yield model, field, row
        elif isinstance(field, models.CharField | models.TextField):
            # Encrypted columns cannot be searched in the database, so their rows are read one after the other.
            for row in model._default_manager.all().iterator(chunk_size=500):
                if str(getattr(row, field.attname) or "").strip().casefold() == user.email.casefold():
                    yield model, field, row


def subject_export(user: Any) -> dict[str, Any]:
    """Everything registered about a person as plain data; secrets (hashes, keys, tokens) are left out."""
    classes = registry()
    account = {name: _plain(user, name) for name, kind in classes["config.User"].items() if kind is not SECRET}
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for model, _field, row in rows_about(user):
        label = model._meta.label
        own = {name: _plain(row, name) for name, kind in classes[label].items() if kind is not SECRET}
        found.setdefault(label, {})[row.pk] = own
    addresses = list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary"))
    factors = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    records = {label: list(rows.values()) for label, rows in found.items()}
    return {"account": account, "addresses": addresses, "second_factors": factors, "records": records}


def _plain(row: Any, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return [str(item) for item in getattr(row, name).all()]
    value = getattr(row, field.attname)
    return value if isinstance(value, bool | int | float | str | list | dict | None) else str(value)


@transaction.atomic
def subject_erase(user: Any, *, dry_run: bool = False) -> dict[str, int]:
    """Erase a person. Returns model → rows deleted or blanked, and model.column → rows whose words were cleaned.

    dry_run: only say what would be done; nothing is kept. Raises EraseSubjectNotPossible for the last lead of a city,
    whose records nobody could sign any more.
    """
    for role in CityRole.objects.filter(user=user, role="lead", ended__isnull=True).select_related("city"):
        if not CityRole.objects.filter(city=role.city, role="lead", ended__isnull=True).exclude(pk=role.pk).exists():
            raise EraseSubjectNotPossible(f"{role.city.title} would have no lead; name another one first.")
    done: dict[str, int] = {}
    for model, field, row in list(rows_about(user)):
        if _erase_row(model, field, row):
            done[model._meta.label] = done.get(model._meta.label, 0) + 1
    done |= erase_words(user)
    CityRole.objects.filter(user=user, ended__isnull=True).update(ended=timezone.now(), duty="")
    if dry_run:
        transaction.set_rollback(True)
        return done
    remember(user)
    _empty_account(user)
    return done


def _erase_row(model: type[models.Model], field: models.Field[Any, Any], row: models.Model) -> bool:
    """Delete a row that is all about the person; blank what names it elsewhere. Links to the account stay."""
    classes = registry()[model._meta.label]
    if set(classes.values()) == {PERSONAL}:
        model._default_manager.filter(pk=row.pk).delete()
        return True
    if field.is_relation:
        return False  # points at the former member now
    prefix = next((pair for pair in OWN_PAIRS if field.name.startswith(pair)), "")
    names = {field.name} | {
        name for name, kind in classes.items() if prefix and name.startswith(prefix) and kind is PERSONAL
    }
    blank = {name: "" for name in names if isinstance(model._meta.get_field(name), models.CharField | models.TextField)}
    blank |= {name: "" for name, kind in classes.items() if kind is SECRET and not prefix and name == "body"}
    model._default_manager.filter(pk=row.pk).update(**blank)
    return True


def _empty_account(user: Any) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.username, user.email = f"former-{user.pk}", f"former-{user.pk}@erased.invalid"
    user.first_name, user.last_name, user.language = "former", "member", "en"
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def remember(user: Any) -> None:
    """Write the erasure down outside the database, without the address, so that a restored backup erases it again."""
    line = {"account": user.pk, "address": address_hash(user.email), "at": timezone.now().isoformat()}
    path = Path(settings.VAR_DIR) / LEDGER
    with path.open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(line) + "\n")
    path.chmod(0o600)


def address_hash(email: str) -> str:
    """What the ledger keeps of an address."""
    return hashlib.sha256(f"{settings.SECRET_KEY}:{email.casefold()}".encode()).hexdigest()


def erase_again() -> int:
    """After a restore: erase whoever the ledger names and the backup brought back. Returns how many."""
    path = Path(settings.VAR_DIR) / LEDGER
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    entries = [json.loads(line) for line in lines]
    back = 0
    for entry in entries:
        user = get_user_model().objects.filter(pk=entry["account"]).first()
        if user is not None and address_hash(user.email) == entry["address"]:
            subject_erase(user)
            back += 1
    return back
