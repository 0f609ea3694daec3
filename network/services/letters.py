"""Letters to cities and coordinators, each written in the language of whoever gets it when it is queued.

The language is the one the recipient's account chose; without an account, the best language the city named in its
newest answers, else in its profile, that the letters are translated into; else English.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from network.models import Mail, Membership, Programme, Response
from network.services import mail
from practices.review.letters import chosen_language

Compose = Callable[[], tuple[str, str]]
# Languages somebody works in, the surest first; "a little" is no language to write a letter in.
LEVELS = ("official", "working")


def language_of(place: Membership) -> str:
    """The code of the language letters to a city are written in."""
    return (
        chosen_language(place.contact_email)
        or _first(_answered(place))
        or _first((row.code, row.level) for row in place.city.city_languages.all())
        or settings.LANGUAGE_CODE
    )


def to_city(*, key: str, place: Membership, programme: Programme, compose: Compose) -> Mail | None:
    """Queue a letter to a city's focal point, once for each key; None when it was queued before.

    compose: makes subject and text, links included; called with the city's language switched on.
    """
    if Mail.objects.filter(key=key).exists():
        return None  # `mail.queue` decides; this only spares the writing
    return _queue(key, place.contact_email, language_of(place), programme, compose)


def to_person(*, key: str, address: str, programme: Programme, compose: Compose) -> Mail | None:
    """Queue a letter to somebody with an account; as `to_city`."""
    return _queue(key, address, chosen_language(address) or settings.LANGUAGE_CODE, programme, compose)


def _queue(key: str, address: str, language: str, programme: Programme, compose: Compose) -> Mail | None:
    with translation.override(language):
        subject, body = compose()
    return mail.queue(key=key, to=address, subject=" ".join(subject.split()), body=body, programme=programme)


def day(when: date | datetime) -> str:
    """A day as the active language writes it, a moment as the day it is on in the site's time zone."""
    return date_format(timezone.localdate(when) if isinstance(when, datetime) else when, "DATE_FORMAT")


def _answered(place: Membership) -> list[tuple[str, str]]:
    """(code, level) of the languages in the newest answers that name any."""
    for response in Response.objects.filter(membership=place).order_by("-pk")[:3]:
        rows = json.loads(response.answers or "{}").get("languages") or []
        if rows:
            return [(str(row.get("code", "")), str(row.get("level", ""))) for row in rows]
    return []


def _first(spoken: Iterable[tuple[str, str]]) -> str:
    """The site's code of the surest language the letters exist in, or an empty string."""
    known = [(code, level) for code, level in spoken if level in LEVELS and code in _written()]
    return _written()[min(known, key=lambda pair: LEVELS.index(pair[1]))[0]] if known else ""


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    """Two-letter code → the site's code of the languages with a catalogue of ours, English included."""
    folders = [Path(path) for path in settings.LOCALE_PATHS]
    return {
        code.split("-")[0]: code
        for code, _name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or any((f / translation.to_locale(code)).is_dir() for f in folders)
    }
