"""The editors' admin: lists, and a record that can be opened, shows its completeness and is saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.records import CityPageFactory, OrganisationFactory, PracticePageFactory, ToolPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory_search")]


@pytest.fixture
def admin(client: Client, django_user_model: Any) -> Client:
    client.force_login(django_user_model.objects.create_superuser("admin", "admin@example.org", "x"))
    return client


def test_lists_show_grade_and_completeness(admin: Client) -> None:
    page = PracticePageFactory()
    ToolPageFactory()
    OrganisationFactory(name="The Makers")
    shown = admin.get(reverse("practice_listing:index")).content.decode()
    assert page.title in shown
    assert "E2" in shown
    assert admin.get(reverse("tool_listing:index")).status_code == 200
    assert admin.get(reverse("city_listing:index")).status_code == 200
    assert "The Makers" in admin.get(reverse("wagtailsnippets_cities_organisation:list")).content.decode()


def test_the_editor_opens_with_what_is_missing(admin: Client) -> None:
    page = PracticePageFactory()
    shown = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Missing:" in shown
    assert "there is no comparison group or area" in shown
    assert "1 Intelligence" in shown


def test_forms_for_new_records_open(admin: Client) -> None:
    city = CityPageFactory()
    for model, parent in (
        ("practices/practicepage", city),
        ("practices/toolpage", ToolPageFactory().get_parent()),
        ("cities/citypage", city.get_parent()),
    ):
        app, name = model.split("/")
        assert admin.get(reverse("wagtailadmin_pages:add", args=[app, name, parent.pk])).status_code == 200
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[city.pk])).status_code == 200


def test_a_copy_gets_a_code_of_its_own(admin: Client) -> None:
    page = PracticePageFactory(code="lamps")
    copy = page.copy(update_attrs={"slug": "lamps-again", "title": "Lamps again"})
    assert copy.code not in ("", "lamps")
    assert copy.public_id != page.public_id


def test_preview_of_a_draft_shows_it_to_the_editor_only(admin: Client) -> None:
    page = PracticePageFactory(draft=True)
    answer = admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert page.claim in answer.content.decode()
    assert Client().get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 302


def test_a_record_saved_unchanged_in_the_editor_stays_as_it_was_and_a_change_is_published(admin: Client) -> None:
    from wagtail.test.utils.form_data import querydict_from_html

    from practices.models import Outcome, PracticePage, PracticeSource
    from practices.record import practice_record

    page = PracticePageFactory(
        powers_needed=["police", "planning"],
        funding=["donor"],
        first_steps=["One", "Two"],
        cost_one_off=1200.5,
        cost_currency="USD",
        sources=[PracticeSource(key="a", kind="report", title="A"), PracticeSource(key="b", kind="book", title="B")],
        outcomes=[Outcome(outcome="homicide", comparison="area", effect="x", direction="none", sources=["a", "b"])],
    )
    before = practice_record(page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = querydict_from_html(admin.get(address).content.decode(), form_id="page-edit-form")
    form["action-publish"] = "action-publish"
    answer = admin.post(address, dict(form.lists()))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert practice_record(PracticePage.objects.get(pk=page.pk)) == before
    form["claim"] = "A new claim."
    assert admin.post(address, dict(form.lists())).status_code == 302
    changed = PracticePage.objects.get(pk=page.pk)
    assert changed.claim == "A new claim."
    assert changed.card["texts"]["en"][1] == "A new claim."
