"""Every way a practice or tool can change reaches the search: its own changes, its city's, its terms', its tools'."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from cities.models import CityPage
from cities.search_updates import is_quiet, note
from guidelines.models import (
    Approach,
    JusticeStrand,
    Keyword,
    Lever,
    PopulationGroup,
    SdgTarget,
    Theme,
)
from guidelines.signals import text_published
from practices.choices import Visibility
from practices.computed import refresh_stored
from practices.models import Adoption, PracticePage, PracticeTranslation, ToolPage
from practices.provision_links import after_publication

KINDS: dict[Any, str] = {PracticePage: "practice", ToolPage: "tool"}
TERMS: dict[Any, tuple[str, str | None]] = {
    # model: how practices, how tools refer to it
    Theme: ("theme_links__tag", "theme_links__tag"),
    Keyword: ("keyword_links__tag", None),
    SdgTarget: ("sdg_links__tag", None),
    PopulationGroup: ("population__group", "population"),
    Approach: ("approaches", None),
    Lever: ("levers", None),
    JusticeStrand: ("justice", None),
}


def saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A practice or tool was saved (published, unpublished, renamed) or deleted."""
    if not raw:
        note(KINDS[sender], [instance.pk], "deleted" if "created" not in kwargs else "saved")


def part_saved(sender: Any, instance: Any, raw: bool = False, origin: Any = None, **kwargs: Any) -> None:
    """A translation or adoption was written by itself: grade and card follow, and saving them notes the practice.

    Nothing to do while the whole practice is being saved or deleted. origin: what a deletion began with.
    """
    whole = getattr(instance.practice, "_saving", False) if "practice" in instance._state.fields_cache else False
    began_above = origin is not None and getattr(origin, "model", type(origin)) is not sender
    if raw or whole or began_above or is_quiet():
        return
    page = PracticePage.objects.filter(pk=instance.practice_id).first()
    if page is not None:
        refresh_stored(page)


def below(page: Page, reason: str) -> None:
    """Note the practices and tools below a page."""
    for model, kind in KINDS.items():
        note(kind, list(model.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)), reason)


def moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page was moved: everything below it has another place."""
    below(instance, "moved")


def restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A part of the tree was closed or opened."""
    below(instance.page, "restriction")


def city_saved(sender: Any, instance: CityPage, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A city was renamed, or its country or size changed: its practices are found under other words."""
    if created or raw:
        return
    of_city = Q(path__startswith=instance.path) | Q(further_city_links__city=instance) | Q(adoptions__city=instance)
    note("practice", list(PracticePage.objects.filter(of_city).distinct().values_list("pk", flat=True)), "city")
    for page in PracticePage.objects.filter(of_city, failure_visibility=Visibility.ANONYMISED).distinct():
        refresh_stored(page)  # the city's new name is cut from them too


def term_saved(sender: Any, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A term was renamed or moved."""
    if created or raw:
        return
    for model, path in zip((PracticePage, ToolPage), TERMS[sender], strict=True):
        if path:
            keys = model.objects.filter(**{path: instance}).distinct().values_list("pk", flat=True)
            note(KINDS[model], list(keys), "term")


def outline_changed(sender: Any, **kwargs: Any) -> None:
    """A guideline text was published, in this transaction."""
    after_publication()


def listen() -> None:
    """Connect everything; called once when the site starts."""
    for model, kind in KINDS.items():
        post_save.connect(saved, sender=model, dispatch_uid=f"search-{kind}-saved")
        post_delete.connect(saved, sender=model, dispatch_uid=f"search-{kind}-deleted")
    for model in (PracticeTranslation, Adoption):
        post_save.connect(part_saved, sender=model, dispatch_uid=f"search-{model.__name__}-saved")
        post_delete.connect(part_saved, sender=model, dispatch_uid=f"search-{model.__name__}-deleted")
    post_page_move.connect(moved, dispatch_uid="search-practice-moved")
    post_save.connect(restricted, sender=PageViewRestriction, dispatch_uid="search-practice-closed")
    post_delete.connect(restricted, sender=PageViewRestriction, dispatch_uid="search-practice-opened")
    post_save.connect(city_saved, sender=CityPage, dispatch_uid="search-practice-city")
    text_published.connect(outline_changed, dispatch_uid="practice-links-text")
    for term in TERMS:
        post_save.connect(term_saved, sender=term, dispatch_uid=f"search-practice-{term.__name__}")
