"""Pages of normative texts. The page carries what is said about a text; the text itself is in its versions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from guidelines.asked import asked_sources
from guidelines.choices import DocumentKind
from guidelines.models.terms import CODE
from guidelines.querysets import DocumentQuerySet


class DocumentForm(WagtailAdminPageForm):
    """The page in the admin: who compares a local text is chosen from the records that can be asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kept_by" in self.fields:
            asked = [
                (source.label, [(f"{source.kind}:{c.key}", c.name) for c in source.candidates()])
                for source in asked_sources()
            ]
            self.fields["kept_by"].widget = forms.Select(choices=[("", _("editors only")), *asked])


DocumentManager = type(Page.objects).from_queryset(DocumentQuerySet)


class GuidelineIndexPage(Page):
    """The shelf: all normative texts of the site."""

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["config.HomePage"]
    subpage_types: ClassVar = ["guidelines.GuidelineDocument"]
    max_count = 1
    template = "guidelines/guideline_index_page.html"

    class Meta:
        verbose_name = _("guideline texts")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds documents: the public texts, each with its current version."""
        from guidelines.selectors import document_shelf

        return {**super().get_context(request, *args, **kwargs), "documents": document_shelf()}


class GuidelineDocument(Page):
    """A normative text: who issued it, what it is for. `code` names it in addresses, facets and the API.

    kept_by: the city ("city:12", as its room registered it in `guidelines.asked`) whose people say provision by
    provision how this local text answers the one it localizes; "" when only editors do."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[CODE])
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices, default=DocumentKind.GUIDELINES)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    summary = models.TextField(_("summary"), max_length=1200, blank=True, help_text=_("In our own words."))
    source_url = models.URLField(_("where the official text is"), blank=True)
    localizes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="localizations", verbose_name=_("local version of")
    )

    kept_by = models.CharField(
        _("compared by"),
        max_length=60,
        blank=True,
        help_text=_("Of a local text: the city whose people may say how it answers the other one. Editors always may."),
    )

    objects = DocumentManager()
    base_form_class = DocumentForm

    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("code"), FieldPanel("kind"), FieldPanel("issuer"), FieldPanel("language")], _("Identity")
        ),
        FieldPanel("summary"),
        FieldPanel("source_url"),
        FieldPanel("localizes"),
        FieldPanel("kept_by"),
    ]
    parent_page_types: ClassVar = ["guidelines.GuidelineIndexPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("guideline text")
        verbose_name_plural = _("guideline texts")

    def get_absolute_url(self) -> str:
        return reverse("guidelines:document", args=[self.code])

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Readers always see the reading page, also when they come from the admin or a rich-text link."""
        parts = super().get_url_parts(request)
        return None if parts is None else (parts[0], parts[1], self.get_absolute_url())

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_absolute_url())
