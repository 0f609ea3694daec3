"""Tags for pages that show guideline text and terms."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from guidelines.links import Beside, counted_kinds
from guidelines.models import Amendment, GuidelineDocument, Provision
from guidelines.permissions import may_decide
from search import sources
from search.sources import Card

register = template.Library()


@register.simple_tag
def absolute_permanent(provision: Provision) -> str:
    """The permanent address of a provision, to be copied and cited."""
    return f"{settings.SITE_URL.rstrip('/')}{provision.cited_as}"


@register.simple_tag
def kind_plural(kind: str, count: int) -> str:
    """The name of a record kind for a number of them."""
    source = sources.all_sources().get(kind)
    if source is None:
        counted = counted_kinds().get(kind)
        return str((count == 1 and counted.label_one) or counted.label) if counted else kind
    return str(source.label if count == 1 else source.label_plural)


@register.simple_tag
def roles_of(group: Beside, card: Card) -> str:
    """How a record stands to the provision: implements, illustrates, tests, contradicts."""
    return group.roles.get(card.id, "")


@register.simple_tag
def count_of(counts: Mapping[str, int], path: str) -> int:
    """The count of a facet code; 0 when there is none."""
    return counts.get(path, 0)


@register.simple_tag
def term_search_url(kind: str, facet: str, path: str) -> str:
    """The search page narrowed to a kind and a term."""
    return f"{reverse('search:page')}?{urlencode({'kind': kind, facet: path})}"


@register.simple_tag
def heat_cell(counts: Mapping[str, int], kind: str) -> dict[str, int]:
    """A count and its step of darkness: 0 none, 1 one, 2 two or three, 3 up to six, 4 up to ten, 5 more."""
    count = counts.get(kind, 0)
    return {"count": count, "step": sum(count >= least for least in (1, 2, 4, 7, 11))}


@register.simple_tag
def gap_count(gaps: Mapping[str, int]) -> int:
    """Provisions practised in one region only (a key with a hyphen cannot be read by a template)."""
    return gaps["one-region"]


@register.simple_tag
def amendments_on(provision: Provision) -> list[Amendment]:
    """Public proposals on a provision, open ones first."""
    return sorted(
        Amendment.objects.public().filter(provision=provision).select_related("document"),
        key=lambda a: a.state != "open",
    )


@register.simple_tag
def open_proposals(document: GuidelineDocument) -> dict[int, int]:
    """Provision → open proposals on it: one query."""
    rows = Amendment.objects.public().open().filter(document=document)
    return dict(rows.values_list("provision").annotate(n=Count("pk")).order_by("provision"))


@register.filter
def sum_of(counts: Mapping[int, int]) -> int:
    """All of a mapping's numbers together."""
    return sum(counts.values())


@register.simple_tag
def number_at(counts: Mapping[int, int], key: int) -> int:
    """The number at a key; 0 when there is none."""
    return counts.get(key, 0) if counts else 0


@register.simple_tag
def cities_of(names: Mapping[int, list[str]], person: int) -> list[str]:
    """The cities an account acts for."""
    return names.get(person, [])


@register.simple_tag(takes_context=True)
def editor_here(context: template.Context) -> bool:
    """Whether the reader may edit texts."""
    request = context.get("request")
    return bool(request and may_decide(request.user))


@register.simple_tag
def leading_space(text: str) -> str:
    """The space before a marked stretch stands outside its brackets or stroke."""
    return " " if text[:1].isspace() else ""


@register.simple_tag
def trailing_space(text: str) -> str:
    """The space after a marked stretch, likewise."""
    return " " if text.strip() and text[-1:].isspace() else ""
