"""What another city reported survives every draft of the practice: its statement is not the draft's to change."""

# ruff: noqa: F811 - the fixtures of the review tests are imported by name
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from cities.models import CityPage
from practices.living import services as living
from practices.models import Adoption, PracticePage
from tests.factories.records import PracticePageFactory, adopt
from tests.practices.review.conftest import account, cities, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cities: tuple[CityPage, CityPage]) -> PracticePage:
    made: PracticePage = PracticePageFactory(city=cities[1], code="lamps")
    return made


def report(page: PracticePage, city: CityPage, by: Any, **texts: str) -> Adoption:
    practice = PracticePage.objects.get(pk=page.pk)
    return living.report_adoption(practice=practice, city=city, by=by, status="adopted", direction="positive", **texts)


def test_publishing_an_older_draft_keeps_what_was_reported_meanwhile(
    page: PracticePage,
    cities: tuple[CityPage, CityPage],
    people: dict[str, Any],
) -> None:
    page.claim = "An old draft."
    old = page.save_revision()
    report(page, cities[0], people["lead"], changes="Half as many lamps.")
    old.publish()
    now = PracticePage.objects.get(pk=page.pk)
    assert now.claim == "An old draft."
    assert [(row.city.code, row.changes) for row in now.adoptions.all()] == [("alpha", "Half as many lamps.")]
    assert now.card["codes"] is not None


def test_an_older_draft_does_not_take_a_city_back_to_what_it_said_then(
    page: PracticePage,
    cities: tuple[CityPage, CityPage],
    people: dict[str, Any],
) -> None:
    report(page, cities[0], people["lead"], result="Too early to say.")
    old = PracticePage.objects.get(pk=page.pk).save_revision()
    report(page, cities[0], people["lead"], result="Use at night doubled.")
    old.publish()
    assert Adoption.objects.get().result == "Use at night doubled."
    Adoption.objects.all().delete()
    old.publish()
    assert not Adoption.objects.exists(), "what was taken back does not return"


def test_what_the_draft_itself_says_of_adoptions_is_published(
    page: PracticePage,
    cities: tuple[CityPage, CityPage],
    people: dict[str, Any],
) -> None:
    written = adopt(page, CityPage.objects.get(code="alpha"))
    draft = PracticePage.objects.get(pk=page.pk)
    draft.adoptions = []
    draft.save_revision().publish()
    assert not Adoption.objects.filter(pk=written.pk).exists()


def test_an_exchanges_adoption_is_kept_too(page: PracticePage, cities: tuple[CityPage, CityPage]) -> None:
    old = page.save_revision()
    made = adopt(page, cities[0])
    Adoption.objects.filter(pk=made.pk).update(exchange=3)
    old.publish()
    assert Adoption.objects.get(practice=page).exchange == 3


def test_the_admins_action_and_a_scheduled_draft_keep_it(
    page: PracticePage, cities: tuple[CityPage, CityPage], people: dict[str, Any]
) -> None:
    """What the admin's buttons run: an older revision is published, or goes live at its hour."""
    admin = account("root")
    admin.is_superuser = True
    admin.save()
    old = page.save_revision(user=admin)
    scheduled = page.save_revision(user=admin, approved_go_live_at=timezone.now() - timedelta(minutes=1))
    report(page, cities[0], people["lead"])
    PublishPageRevisionAction(old, user=admin).execute()
    assert [row.city.code for row in PracticePage.objects.get(pk=page.pk).adoptions.all()] == ["alpha"]
    assert scheduled.pk
    call_command("publish_scheduled")
    assert [row.city.code for row in PracticePage.objects.get(pk=page.pk).adoptions.all()] == ["alpha"]
