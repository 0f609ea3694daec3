"""Letters to cities and coordinators, each written in the language of whoever gets it when it is queued.

The language is the one the recipient's account chose; without an account, the best language the city named in its
newest answers, else in its profile, that the letters are translated into; else English.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils import timezone, translation
from django.utils.formats import date_format

from cities.models import CityLanguage
from network.models import Mail, Membership, Programme, Response
from network.services import mail
from practices.review.letters import chosen_language, chosen_languages
from search.letters import one_line

Compose = Callable[[], tuple[str, str]]
# Languages somebody works in, the surest first; "a little" is no language to write a letter in.
LEVELS = ("official", "working")


def language_of(place: Membership) -> str:
    """The code of the language letters to a city are written in."""
    return languages_of([place])[place.pk]


def languages_of(places: Sequence[Membership]) -> dict[int, str]:
    """Membership → the code of the language letters to it are written in; three queries however many."""
    chosen = chosen_languages(place.contact_email for place in places)
    answered = _answered(places)
    spoken: dict[int, list[tuple[str, str]]] = {}
    profiles = CityLanguage.objects.filter(city__in={place.city_id for place in places}).order_by("sort_order")
    for city, code, level in profiles.values_list("city_id", "code", "level"):
        spoken.setdefault(city, []).append((code, level))
    return {
        place.pk: chosen.get(place.contact_email)
        or _first(answered.get(place.pk, ()))
        or _first(spoken.get(place.city_id, ()))
        or settings.LANGUAGE_CODE
        for place in places
    }


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
    return mail.queue(key=key, to=address, subject=one_line(subject), body=body, programme=programme)


def day(when: date | datetime) -> str:
    """A day as the active language writes it, a moment as the day it is on in the site's time zone."""
    return date_format(timezone.localdate(when) if isinstance(when, datetime) else when, "DATE_FORMAT")


def _answered(places: Sequence[Membership]) -> dict[int, list[tuple[str, str]]]:
    """Membership → (code, level) of the languages in the newest of its last three answers that name any."""
    newest = Window(RowNumber(), partition_by="membership", order_by="-pk")
    rows = Response.objects.filter(membership__in=places).annotate(_place=newest).filter(_place__lte=3)
    found: dict[int, list[tuple[str, str]]] = {}
    for membership, answers in rows.order_by("-pk").values_list("membership_id", "answers"):
        if membership not in found and (named := json.loads(answers or "{}").get("languages")):
            found[membership] = [(str(row.get("code", "")), str(row.get("level", ""))) for row in named]
    return found


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
