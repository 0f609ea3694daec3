"""Writing for a city that tells its practice by telephone; the city signs by a link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import CityPage
from practices.models import Submission
from practices.review.permissions import may_edit_knowledge
from practices.review.services import begin_record, note

HELPERS = "Coordinators"


class CityChoice(forms.ModelChoiceField):
    """Cities to choose from; an invented one says so."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({gettext('demonstration')})" if obj.demonstration else str(obj.title)


class HelpForm(forms.Form):
    """Which city, and what was done."""

    city = CityChoice(queryset=CityPage.objects.none(), label=_("City"))
    title = forms.CharField(max_length=120, label=_("What was done, in a few words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = CityPage.objects.live().order_by("title")  # type: ignore[attr-defined]


def may_help(user: Any) -> bool:
    """Coordinators and editors write for cities."""
    return bool(user.is_active and (user.groups.filter(name=HELPERS).exists() or may_edit_knowledge(user)))


@transaction.atomic
def start_for_city(*, city: CityPage, title: str, by: Any, kind: str = "practice") -> Submission:
    """Begin a record for a city; only this helper and the city's own people see it. Raises PermissionDenied."""
    if not may_help(by):
        raise PermissionDenied
    submission: Submission = begin_record(city=city, title=title, by=by, kind=kind).submission
    submission.asks = {**submission.asks, "helper": by.pk}
    submission.save(update_fields=["asks"])
    note(submission, by, "begun for the city")
    return submission
