"""Labels of codes for facets, pages and the API: closed lists, regions, countries, languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.conf.locale import LANG_INFO
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities import regions
from cities.models import Country
from guidelines.models.terms import pick_label
from search.kept import kept

Labels = Callable[[Collection[str], str], Mapping[str, str]]


def of_choices(choices: type[TextChoices]) -> Labels:
    """The label function of a closed list."""
    known: dict[str, Any] = dict(choices.choices)

    def look_up(codes: Collection[str], language: str) -> Mapping[str, str]:
        with translation.override(language):
            return {code: str(known[code]) for code in codes if code in known}

    return look_up


def countries(codes: Collection[str], language: str) -> Mapping[str, str]:
    """Country code → name; the table of countries is kept in the process."""
    known = kept("countries", _country_names)
    return {code: pick_label(known[code], language, code) for code in codes if code in known}


def _country_names() -> dict[str, dict[str, str]]:
    return dict(Country.objects.order_by().values_list("code", "names"))


def places(codes: Collection[str], language: str) -> Mapping[str, str]:
    """Paths of the region tree ("419", "419/CO") → label."""
    named = countries([code.partition("/")[2] for code in codes if "/" in code], language)
    with translation.override(language):
        return {code: named.get(code.partition("/")[2], code) if "/" in code else regions.label(code) for code in codes}


OTHER_LANGUAGES: dict[str, Any] = {
    "fil": _("Filipino"),
    "ho": _("Hiri Motu"),
    "ku": _("Kurdish"),
    "mi": _("Māori"),
    "rw": _("Kinyarwanda"),
    "st": _("Sesotho"),
    "tpi": _("Tok Pisin"),
    "wo": _("Wolof"),
    "xh": _("isiXhosa"),
    "zh": _("Chinese"),
    "zu": _("isiZulu"),
}
"""Names of languages of cities that the framework does not know."""


def languages(codes: Collection[str], language: str) -> Mapping[str, str]:
    """Language code → its name in the reader's language, else the code."""
    with translation.override(language):
        return {code: _language(code) for code in codes}


def _language(code: str) -> str:
    name = LANG_INFO.get(code, {}).get("name")
    return gettext(name) if name else str(OTHER_LANGUAGES.get(code, code))
