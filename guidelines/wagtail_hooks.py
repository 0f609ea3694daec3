"""The room in the admin: vocabulary and digests as snippets, published versions to look at, text work under
"Guidelines"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guidelines.models import (
    Approach,
    Indicator,
    JusticeStrand,
    Keyword,
    Lever,
    PopulationGroup,
    ProvisionDigest,
    SdgGoal,
    SdgTarget,
    Theme,
    ThemeGroup,
)
from guidelines.wagtail_menu import text_menu_item, text_urls

TERM_FIELDS = ("code", "labels", "definition", "synonyms", "provisions", "position")


class TermViewSet(SnippetViewSet):
    """A vocabulary: the code is fixed once records carry it, labels and definition are for editors."""

    list_display = ("__str__", "code", "position")
    search_fields = ("code", "definition")
    list_per_page = 100
    extra_fields: tuple[str, ...] = ()
    inspect_view_enabled = True

    @property
    def panels(self) -> list[FieldPanel]:  # type: ignore[override]
        return [FieldPanel(name) for name in (*TERM_FIELDS, *self.extra_fields)]


class ThemeGroupViewSet(TermViewSet):
    model = ThemeGroup
    icon = "folder-open-inverse"


class ThemeViewSet(TermViewSet):
    model = Theme
    icon = "tag"
    list_display = ("__str__", "code", "group", "position")
    list_filter = ("group",)
    extra_fields = ("group", "sdg_targets")


class SdgGoalViewSet(TermViewSet):
    model = SdgGoal
    icon = "globe"
    extra_fields = ("official",)


class SdgTargetViewSet(TermViewSet):
    model = SdgTarget
    icon = "globe"
    list_display = ("__str__", "code", "goal")
    list_filter = ("goal",)
    extra_fields = ("goal", "official")


class PopulationGroupViewSet(TermViewSet):
    model = PopulationGroup
    icon = "group"
    extra_fields = ("broader",)


class ApproachViewSet(TermViewSet):
    model = Approach
    icon = "crosshairs"
    extra_fields = ("official",)


class LeverViewSet(TermViewSet):
    model = Lever
    icon = "sliders"
    extra_fields = ("official",)


class JusticeStrandViewSet(TermViewSet):
    model = JusticeStrand
    icon = "pick"


class IndicatorViewSet(SnippetViewSet):
    """Indicators. Their provisions are attached on the site, where the text is beside them."""

    model = Indicator
    icon = "form"
    list_display = ("__str__", "code", "unit", "live")
    list_filter = ("live", "themes", "sdg_standing")
    search_fields = ("code", "definition", "labels", "synonyms")
    list_per_page = 100
    inspect_view_enabled = True
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("position"), FieldPanel("live")]),
        FieldPanel("labels"),
        FieldPanel("definition"),
        FieldPanel("definitions"),
        FieldPanel("synonyms"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("unit", "numerator", "denominator", "method", "disaggregation")],
            heading=_("How it is measured"),
        ),
        FieldRowPanel([FieldPanel("frequency"), FieldPanel("holder")]),
        FieldPanel("limits"),
        FieldPanel("themes"),
        FieldRowPanel([FieldPanel("sdg_indicators"), FieldPanel("sdg_standing")]),
        MultiFieldPanel(
            [FieldPanel(f"source_{name}") for name in ("title", "publisher", "year", "url", "doi")],
            heading=_("Source"),
        ),
    ]


class KeywordViewSet(SnippetViewSet):
    model = Keyword
    icon = "tag"
    panels = [FieldPanel("name")]
    search_fields = ("name",)


class VocabularyGroup(SnippetViewSetGroup):
    """All vocabularies under one entry of the menu."""

    items = (
        ThemeGroupViewSet,
        ThemeViewSet,
        SdgGoalViewSet,
        SdgTargetViewSet,
        PopulationGroupViewSet,
        ApproachViewSet,
        LeverViewSet,
        JusticeStrandViewSet,
        IndicatorViewSet,
        KeywordViewSet,
    )
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 250


class DigestViewSet(SnippetViewSet):
    """Digests in our own words. Provisions themselves change only by publishing a version."""

    model = ProvisionDigest
    icon = "doc-full-inverse"
    menu_label = _("Digests of provisions")
    menu_order = 260
    add_to_admin_menu = False
    list_display = ("provision", "text")
    list_filter = ("themes",)
    search_fields = ("text", "provision__key")
    panels = [
        FieldPanel("provision", read_only=True),
        FieldPanel("text"),
        FieldPanel("themes"),
        FieldPanel("sdg_targets"),
        FieldPanel("population_groups"),
        FieldPanel("approaches"),
        FieldPanel("levers"),
        FieldPanel("justice_strands"),
    ]


register_snippet(VocabularyGroup)
register_snippet(DigestViewSet)
hooks.register("register_admin_urls", text_urls)
hooks.register("register_admin_menu_item", text_menu_item)
