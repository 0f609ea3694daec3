"""The page tree's trunk: home, the rooms' index pages, information pages. Made once; editors own them afterwards."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import yaml
from django.apps import apps
from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from config.env import BASE_DIR
from config.models import HomePage, InfoPage

WORDS = BASE_DIR / "config" / "data" / "pages.yaml"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# One index page per kind of record: model, slug, title.
INDEXES = (
    ("cities.CityIndexPage", "cities", "Cities"),
    ("practices.ToolIndexPage", "tools", "Tools"),
    ("guidelines.GuidelineIndexPage", "guidelines", "Guidelines"),
)


@transaction.atomic
def make() -> HomePage:
    """Make what is missing and leave alone what is there. Returns the home page."""
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    home = HomePage.objects.first() or _make_home(words["home"])
    for model, slug, title in INDEXES:
        page_class = apps.get_model(model)
        if not page_class.objects.exists():
            home.add_child(instance=page_class(title=title, slug=slug))
    for page in words["pages"]:
        if not InfoPage.objects.child_of(home).filter(slug=page["slug"]).exists():
            home.add_child(instance=InfoPage(**page))
    _site(home)
    return home


def _make_home(words: dict[str, Any]) -> HomePage:
    root = Page.objects.get(depth=1)
    # Wagtail's first migration leaves a welcome page of the bare Page type; ours takes its place.
    for welcome in root.get_children().filter(slug="home", content_type__model="page"):
        welcome.delete()
    root.refresh_from_db()
    home: HomePage = root.add_child(instance=HomePage(slug="home", **words))
    return home


def keep_address() -> None:
    """A site on this machine takes the address it is started with: another port is another address.

    The address of a public site is left alone; its editors may have set it.
    """
    home = HomePage.objects.first()
    if home is not None and Site.objects.filter(is_default_site=True, hostname__in=LOOPBACK).exists():
        _site(home)


def _site(home: HomePage) -> None:
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": address.hostname, "port": port, "root_page": home,
                  "site_name": settings.WAGTAIL_SITE_NAME},
    )
