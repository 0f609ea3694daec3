"""Ready sets of cities a review of a text may ask: those whose public practices or adoptions work on its provisions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cities.models import CityPage
from guidelines.asked import ReadySet
from guidelines.models import GuidelineDocument, ProvisionVersion
from guidelines.selectors import current_version
from practices.choices import AdoptionStatus
from practices.models import Adoption, PracticePage, PracticeProvision

NOT_YET = (AdoptionStatus.CONSIDERING,)


def cities_of_text(document: GuidelineDocument, user: Any) -> list[ReadySet]:
    """Cities with a public practice on the text, all and by provision, those that adopted one, and those with neither.

    Only records that may be listed with their city: four queries.
    """
    rows = list(
        ProvisionVersion.objects.filter(version=current_version(document))
        .order_by("position")
        .values_list("provision_id", "provision__key", "address")
    )
    links = list(
        PracticeProvision.objects.filter(
            provision_id__in=[provision for provision, _key, _address in rows],
            practice__in=PracticePage.objects.naming_their_city(),
        ).values_list("provision_id", "practice_id", "practice__path")
    )
    cities = dict(CityPage.objects.live().values_list("path", "pk"))
    adopted: dict[int, set[int]] = {}
    for practice, city in (
        Adoption.objects.filter(practice_id__in={practice for _provision, practice, _path in links})
        .exclude(status__in=NOT_YET)
        .values_list("practice_id", "city_id")
    ):
        adopted.setdefault(practice, set()).add(city)
    made: dict[int, set[int]] = {}
    for provision, practice, path in links:
        lead = cities.get(path[: -CityPage.steplen])
        made.setdefault(provision, set()).update(adopted.get(practice, set()), {lead} if lead else set())
    leads = {cities[path[: -CityPage.steplen]] for _p, _q, path in links if path[: -CityPage.steplen] in cities}
    takers = set().union(*adopted.values()) if adopted else set()
    whole, each = _("Practices on this text"), _("Practices on a provision, own or adopted")
    found = [
        ReadySet("practices", _("Cities with a practice on it"), whole, _keys(leads)),
        ReadySet("adopted", _("Cities that adopted a practice on it"), whole, _keys(takers)),
        ReadySet("none", _("Cities with none yet"), whole, _keys(set(cities.values()) - leads - takers)),
    ]
    for provision, key, address in rows:
        if made.get(provision):
            found.append(ReadySet(f"on-{key}", address, each, _keys(made[provision])))
    return found


def _keys(cities: set[int]) -> frozenset[str]:
    return frozenset(f"city:{pk}" for pk in cities)
