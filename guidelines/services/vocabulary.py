"""Writes on the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.models import SdgGoal, SdgTarget


class SdgImportNotPossible(ValueError):
    """The official titles do not fit the goals and targets of the site."""


@transaction.atomic
def import_sdg_titles(*, titles: Mapping[str, Mapping[str, str]]) -> int:
    """Store official titles (code → language → title); our short labels stay.

    Returns how many goals and targets got a title. Raises SdgImportNotPossible for codes the site does not have.
    """
    terms = {term.code: term for model in (SdgGoal, SdgTarget) for term in model.objects.all()}
    unknown = sorted(set(titles) - set(terms))
    if unknown:
        raise SdgImportNotPossible(
            _("unknown codes: %(unknown)s. Run load_vocabulary first, or correct the file.")
            % {"unknown": ", ".join(unknown[:10])}
        )
    for code, by_language in titles.items():
        term = terms[code]
        term.official = {**term.official, **by_language}
        term.save()
    return len(titles)
