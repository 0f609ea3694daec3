"""The home page and plain information pages (how evidence is graded, about the data)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


class HomePage(Page):
    """The first page: a problem to start from, then search, themes, map, what is new and what did not work."""

    headline = models.CharField(_("headline"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=500, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("headline"), FieldPanel("introduction")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1
    template = "config/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Straight to a page below, by its whole address: Wagtail asks twice for every page on the way there."""
        if not path_components:
            return super().route(request, path_components)
        address = f"{self.url_path}{'/'.join(path_components)}/"
        page = Page.objects.filter(slug=path_components[-1], url_path=address).first()  # the slug has an index
        if page is None:
            raise Http404
        return page.specific.route(request, [])


class InfoPage(Page):
    """A page of plain text under the home page."""

    introduction = models.TextField(_("introduction"), max_length=500, blank=True)
    body = RichTextField(_("text"), features=RICH_TEXT, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types: ClassVar = ["config.HomePage", "config.InfoPage"]
    subpage_types: ClassVar = ["config.InfoPage"]
    template = "config/info_page.html"

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
