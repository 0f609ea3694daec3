"""Every way a city or a roster entry can change reaches the search: saves, deletions, moves, restrictions, terms."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from cities.models import CityPage, Country, Organisation
from cities.search_updates import note
from guidelines.models import Theme
from search.kept import forget


def saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A city or organisation was saved (published, unpublished, renamed) or deleted."""
    if not raw:
        note(KINDS[sender], [instance.pk], "deleted" if "created" not in kwargs else "saved")


def moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page was moved: everything below it has another place."""
    note("city", list(CityPage.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True)), "moved")


def restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A part of the tree was closed or opened."""
    below = CityPage.objects.descendant_of(instance.page, inclusive=True)
    note("city", list(below.values_list("pk", flat=True)), "restriction")


def country_changed(sender: Any, instance: Country, created: bool = False, **kwargs: Any) -> None:
    """A country's name, region or income group changed."""
    forget()
    if not created:
        note("city", list(instance.cities.values_list("pk", flat=True)), "country")


def theme_changed(sender: Any, instance: Theme, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A theme was renamed or moved to another group."""
    if raw or created:
        return
    for relation in ("priorities", "experience"):
        keys = CityPage.objects.filter(**{relation: instance}).values_list("pk", flat=True)
        note("city", list(keys), "term")
    note("organisation", list(Organisation.objects.filter(themes=instance).values_list("pk", flat=True)), "term")


KINDS: dict[Any, str] = {CityPage: "city", Organisation: "organisation"}


def listen() -> None:
    """Connect everything; called once when the site starts."""
    for model, kind in KINDS.items():
        post_save.connect(saved, sender=model, dispatch_uid=f"search-{kind}-saved")
        post_delete.connect(saved, sender=model, dispatch_uid=f"search-{kind}-deleted")
    post_page_move.connect(moved, dispatch_uid="search-city-moved")
    post_save.connect(restricted, sender=PageViewRestriction, dispatch_uid="search-city-closed")
    post_delete.connect(restricted, sender=PageViewRestriction, dispatch_uid="search-city-opened")
    post_save.connect(country_changed, sender=Country, dispatch_uid="search-city-country")
    post_save.connect(theme_changed, sender=Theme, dispatch_uid="search-city-theme")
