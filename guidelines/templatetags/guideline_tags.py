"""Tags for pages that show guideline text and terms."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from guidelines.links import Beside
from guidelines.models import Provision
from search import sources
from search.sources import Card

register = template.Library()


@register.simple_tag
def absolute_permanent(provision: Provision) -> str:
    """The permanent address of a provision, to be copied and cited."""
    return f"{settings.SITE_URL.rstrip('/')}{provision.get_absolute_url()}"


@register.simple_tag
def kind_plural(kind: str, count: int) -> str:
    """The name of a record kind for a number of them."""
    source = sources.all_sources().get(kind)
    if source is None:
        return kind
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
