"""Takes a person's name and address out of whatever was written: drafts of long ago, threads, logs, queued work.

Rows that point at a person are the registry's business (config/privacy.py). This is about words: every text and JSON
column the site writes itself is looked through for the address, the full name, and an account name that is an address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from cities.encryption import EncryptedTextField
from guidelines.models.sealed import Sealed
from practices.models import SignOff
from practices.review.services import content_hash, note
from search import outbox

ROOMS = ("config", "search", "guidelines", "cities", "practices", "network", "wagtailcore", "wagtailadmin",
         "wagtailimages", "wagtaildocs", "wagtailforms", "wagtailredirects", "django_tasks_database",
         "django_tasks_db")  # fmt: skip
INSTEAD = "[erased]"
UNTOUCHED = ("config.User", "network.AuditEntry")
"""The account is emptied by itself; the audit trail is a chain of hashes whose entries hold codes, never words."""
SHORTEST_NAME = 6  # "Al Bo" would be found in other people's words
OWNERS = ("practice_id", "content_object_id", "city_id")
KINDS = {"practices.practicepage": "practice", "cities.citypage": "city", "practices.toolpage": "tool"}


def words_of(user: Any) -> list[str]:
    """What names a person in a text, the longest first."""
    full = f"{user.first_name} {user.last_name}".strip()
    found = {user.email, full, f"{user.last_name} {user.first_name}".strip()}
    if "@" in user.username:
        found.add(user.username)
    named = user.first_name and user.last_name
    kept = {word for word in found if word and (("@" in word) or (named and len(word) >= SHORTEST_NAME))}
    return sorted(kept, key=lambda word: (-len(word), word))


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the words by itself, whatever the case and the spaces; None without words."""
    parts = [r"\s+".join(re.escape(piece) for piece in word.split()) for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE) if parts else None


def columns() -> Iterator[tuple[type[models.Model], list[models.Field[Any, Any]]]]:
    """(model, columns that hold words) of every table the site writes; sealed versions of texts are never changed."""
    for model in apps.get_models():
        meta = model._meta
        if meta.app_label not in ROOMS or not meta.managed or meta.proxy or issubclass(model, Sealed):
            continue
        kinds = (models.CharField, models.TextField, models.JSONField)
        own = [f for f in meta.local_concrete_fields if isinstance(f, kinds) and not f.choices and not f.primary_key]
        if own and meta.label not in UNTOUCHED:
            yield model, own


def cleaned(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value without the person; texts inside lists and mappings too."""
    if isinstance(value, str):
        return pattern.sub(INSTEAD, value)
    if isinstance(value, list):
        return [cleaned(item, pattern) for item in value]
    if isinstance(value, dict):
        return {cleaned(key, pattern): cleaned(item, pattern) for key, item in value.items()}
    return value


def erase_words(user: Any) -> dict[str, int]:
    """Clean every column; call in a transaction, before the account is emptied. Returns "model.column" → rows."""
    words = words_of(user)
    pattern = pattern_of(words)
    done: dict[str, int] = {}
    if pattern is None:
        return done
    touched: dict[str, set[int]] = {}
    for model, fields in columns():
        for row in _rows(model, fields, words):
            changed = {
                f.attname: new for f in fields if (new := cleaned(old := getattr(row, f.attname), pattern)) != old
            }
            if not changed:
                continue
            model._base_manager.filter(pk=row.pk).update(**changed)
            for name in changed:
                done[f"{model._meta.label}.{name}"] = done.get(f"{model._meta.label}.{name}", 0) + 1
            _touch(row, touched)
            if model._meta.label == "wagtailcore.Revision":
                _sign_again(row.pk)
    for kind, keys in touched.items():
        outbox.changed(kind, sorted(keys), "erased")
    return done


def _rows(model: type[models.Model], fields: list[models.Field[Any, Any]], words: list[str]) -> Iterator[models.Model]:
    """Rows that may hold one of the words. Encrypted columns cannot be searched, so their tables are read whole."""
    rows = model._base_manager.all()
    if not any(isinstance(field, EncryptedTextField) for field in fields):
        wanted = Q()
        for field in fields:
            for word in words:
                # The first part of a name is enough here: the pattern decides. JSON keeps other letters as escapes.
                piece = word.split()[0]
                wanted |= Q(**{f"{field.name}__icontains": piece})
                if isinstance(field, models.JSONField):
                    wanted |= Q(**{f"{field.name}__icontains": json.dumps(piece)[1:-1]})
        rows = rows.filter(wanted)
    yield from rows.iterator(chunk_size=200)


def _touch(row: models.Model, touched: dict[str, set[int]]) -> None:
    """Note the record whose public words changed."""
    own = KINDS.get(row._meta.label_lower)
    if own is not None:
        touched.setdefault(own, set()).add(row.pk)
        return
    if row._meta.app_label in ("practices", "cities"):
        for name in OWNERS:
            key = getattr(row, name, None)
            if isinstance(key, int):
                touched.setdefault("city" if name == "city_id" else "practice", set()).add(key)


def _sign_again(revision: int) -> None:
    """A signed text that was cleaned keeps its signature: under the new hash, with a line in the trail that says so."""
    for signature in SignOff.objects.filter(revision_id=revision).select_related("submission", "revision"):
        before = signature.content_hash
        signature.content_hash = content_hash(signature.revision)
        signature.save(update_fields=["content_hash"])
        note(signature.submission, None, "a person's name was erased from the signed text", hash_before=before)
