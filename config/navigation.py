"""The site's navigation as data: what stands in the header and the footer, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One link; current when the page shown is this one or lies under it."""

    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a heading."""

    label: Text
    items: Sequence[Item]


def local(path: str) -> str:
    """A path of the site in the language of the page: "/search/" → "/ar/search/"."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def search_url(parameters: Mapping[str, str | Sequence[str]] | None = None) -> str:
    """The search page with these parameters; a list repeats its parameter."""
    query = urlencode(parameters or {}, doseq=True)
    return reverse("search:page") + (f"?{query}" if query else "")


def main(here: str) -> list[Item]:
    """The header's entries. here: path with query of the page shown, "" when there is none."""
    entries: list[tuple[Text, str]] = [
        (_("Practices"), search_url({"kind": "practice"})),
        (_("What did not work"), search_url({"record_kind": "did-not-work"})),
        (_("Cities"), local("/cities/")),
        (_("Tools"), local("/tools/")),
        (_("Guidelines"), local("/guidelines/")),
        (_("Exchange"), reverse("network:how")),
        (_("Evidence"), reverse("about_evidence")),
    ]
    return [Item(label, url, is_here(url, here)) for label, url in entries]


def is_here(url: str, here: str) -> bool:
    """Whether the page at `here` is `url` or below it; an address with a query must match from its start."""
    if "?" in url:
        return here == url or here.startswith(url + "&")
    return here.split("?")[0].startswith(url)


def footer() -> list[Group]:
    """The footer's groups of links."""
    return [
        Group(
            _("Find"),
            [
                Item(_("All practices"), search_url({"kind": "practice"})),
                Item(_("Themes"), reverse("guidelines:themes")),
                Item(_("Sustainable Development Goals"), reverse("guidelines:sdgs")),
                Item(_("Indicators"), reverse("guidelines:indicators")),
                Item(_("All cities"), local("/cities/")),
                Item(_("Tools"), local("/tools/")),
                Item(_("Organisations"), reverse("cities:organisations")),
            ],
        ),
        Group(
            _("Take part"),
            [
                Item(_("How cities are brought together"), reverse("network:how")),
                Item(_("What changed after exchanges"), reverse("network:stories")),
                Item(_("Calls for practices"), reverse("search:calls")),
                Item(_("Guidelines and amendments"), local("/guidelines/")),
                Item(_("Competencies"), reverse("practices:competencies")),
            ],
        ),
        Group(
            _("About"),
            [
                Item(_("About the exchange"), local("/about/")),
                Item(_("How evidence is graded"), reverse("about_evidence")),
                Item(_("Data and licences"), reverse("about_data")),
                Item(_("Style guide"), reverse("style_guide")),
                Item(_("OpenAPI description"), reverse("openapi")),
            ],
        ),
    ]
