"""Tools cities work with: audits, surveys, apps, checklists, guides, trainings, data sets, model laws."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, Page, PageManager

from cities.fields import CodesField
from cities.models.sources import SourceFields, check_tool_rests_on
from guidelines.models import Theme
from practices.choices import ProcessStep, ToolCost, ToolKind
from practices.querysets import ToolQuerySet


class ToolIndexPage(Page):
    """All tools, by kind and by the step of the process they serve."""

    introduction = models.TextField(_("introduction"), max_length=500, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["config.HomePage"]
    subpage_types: ClassVar = ["practices.ToolPage"]
    max_count = 1
    template = "practices/tool_index_page.html"

    class Meta:
        verbose_name = _("list of tools")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from practices.tool_selectors import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(request.GET)}


class ToolPage(Page):  # type: ignore[misc]
    """A tool. Its name is the page's title."""

    code = models.SlugField(_("code"), max_length=80, unique=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ToolKind.choices, default=ToolKind.GUIDE)
    steps = CodesField(_("steps of the process it serves"), choices_of=ProcessStep)
    languages = CodesField(_("languages"), help_text=_("ISO 639-1 codes separated by commas."))
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=10, choices=ToolCost.choices, default=ToolCost.UNKNOWN)
    cost_note = models.TextField(_("note on the cost"), blank=True)
    skills = models.TextField(_("skills needed"), blank=True)
    offline = models.BooleanField(_("usable offline"), null=True, blank=True)
    data_kept = models.TextField(_("data it keeps about people"), blank=True)
    makers = CodesField(_("makers"), help_text=_("Codes of organisations of the roster, or names."))
    website = models.URLField(_("address"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    rests_on = models.JSONField(
        _("what the facts rest on"), default=dict, blank=True, validators=[check_tool_rests_on],
        help_text=_('With several sources, which fact rests on which: {"licence": ["manual2019"]}.'))
    stub = models.BooleanField(_("to be completed"), default=False)
    themes = ClusterTaggableManager(through="practices.ToolTheme", blank=True, verbose_name=_("themes"),
                                    related_name="tools")
    population = ParentalManyToManyField("guidelines.PopulationGroup", blank=True, related_name="tools",
                                         verbose_name=_("population groups"))

    objects = PageManager.from_queryset(ToolQuerySet)()

    content_panels: ClassVar = [
        *Page.content_panels, FieldPanel("summary"), FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
        FieldPanel("steps"), FieldPanel("themes"), FieldPanel("population"), FieldPanel("languages"),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("cost")]), FieldPanel("cost_note"), FieldPanel("skills"),
        FieldPanel("offline"), FieldPanel("data_kept"), FieldPanel("makers"), FieldPanel("website"),
        InlinePanel("provisions", heading=_("Provisions")), FieldPanel("rests_on"),
        InlinePanel("sources", heading=_("Sources")),
        FieldRowPanel([FieldPanel("code"), FieldPanel("stub")]),
    ]
    parent_page_types: ClassVar = ["practices.ToolIndexPage"]
    subpage_types: ClassVar = []
    exclude_fields_in_copy: ClassVar = ["code"]
    template = "practices/tool_page.html"

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The code is made here when nobody typed one."""
        super().full_clean(*args, **kwargs)
        if not self.code:
            from cities.codes import free_code

            self.code = free_code(ToolPage, self.slug or self.title)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from practices.tool_selectors import tool_context

        return {**super().get_context(request, *args, **kwargs), **tool_context(self)}


class ToolTheme(ItemBase):
    """Tool ↔ theme."""

    tag = models.ForeignKey(Theme, models.PROTECT, related_name="tool_links")
    content_object = ParentalKey(ToolPage, related_name="theme_links")


class ToolSource(Orderable, SourceFields):
    """A source of a tool's record."""

    tool = ParentalKey(ToolPage, related_name="sources")
