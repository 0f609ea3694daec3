"""A city writes its own profile: drafts, two people at once, the lead's signature, what editors hear of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from cities.models import CityPage, CityPower
from cities.record import city_record
from practices.desk import profile_steps, profiles
from practices.models import ProfileDraft
from practices.review.services import Stale, StepNotPossible
from tests.factories.records import theme

pytestmark = pytest.mark.django_db
FORMSETS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@pytest.fixture
def city(cities: tuple[CityPage, CityPage]) -> CityPage:
    return cities[0]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(client: Client, city: CityPage, code: str, /, **more: Any) -> dict[str, Any]:
    """What the browser would send of a page as it stands, with changes."""
    form = client.get(reverse("practices:desk_profile_step", args=[city.pk, code])).context["form"]
    data: dict[str, Any] = {"version": form["version"].value()}
    for name in profile_steps.BY_CODE[code].fields:
        value = form[name].value()
        data[name] = "" if value is None else value
    for formset in form.formsets.values():
        for row in [formset.management_form, *formset.forms]:
            for field in row:
                value = field.value()
                data[field.html_name] = "" if value is None else value
    return {**data, **more}


def address(city: CityPage, code: str) -> str:
    return reverse("practices:desk_profile_step", args=[city.pk, code])


def write(client: Client, city: CityPage, code: str, /, **more: Any) -> Any:
    return client.post(address(city, code), typed(client, city, code, **more))


def test_what_is_typed_is_a_draft_the_public_does_not_see(city: CityPage, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    answer = write(client, city, "about", summary="Ours, in our own words.", coordinator_office="Office for safety")
    assert answer["Location"] == address(city, "powers")
    public = CityPage.objects.get(pk=city.pk)
    assert public.summary == city.summary
    assert profiles.newest_text(city).summary == "Ours, in our own words."
    assert b"Ours, in our own words." not in Client().get(city.url).content
    page = client.get(reverse("practices:desk_profile", args=[city.pk]))
    assert [str(row["label"]) for row in page.context["changes"]] == ["summary", "office that coordinates safety"]
    assert page.content.count(b"Sign this profile") == 0, "a contributor does not sign"


def test_every_page_opens_and_keeps_its_parts(city: CityPage, people: dict[str, Any]) -> None:
    theme("public-space")
    client = signed_in(people["writer"])
    for code in profile_steps.BY_CODE:
        assert client.get(address(city, code)).status_code == 200
        assert write(client, city, code).status_code == 302
    powers = {"powers-0-power": "police", "powers-0-level": "none", "powers-0-note": "By law"}
    assert write(client, city, "powers", **powers, stay="1").status_code == 302
    text = profiles.newest_text(city)
    assert [(row.power, row.level) for row in text.powers.all()] == [("police", "none")]
    assert not CityPower.objects.filter(city=city).exists()
    again = typed(client, city, "powers")
    assert (again["powers-INITIAL_FORMS"], again["powers-0-power"]) == (1, "police")


def test_the_lead_signs_and_the_editors_are_told(city: CityPage, people: dict[str, Any]) -> None:
    write(signed_in(people["writer"]), city, "about", summary="Ours.")
    lead = signed_in(people["lead"])
    shown = lead.get(reverse("practices:desk_profile", args=[city.pk])).context["draft"]
    data = {"version": shown.version, "revision": shown.revision_id}
    sign = reverse("practices:desk_profile_act", args=[city.pk, "sign"])
    assert signed_in(people["writer"]).post(sign, data).status_code == 403
    mail.outbox.clear()
    assert lead.post(sign, data).status_code == 302
    public = CityPage.objects.get(pk=city.pk)
    assert (public.summary, public.has_unpublished_changes) == ("Ours.", False)
    assert [letter.to for letter in mail.outbox] == [[people["editor"].email]]
    assert "Ours." not in mail.outbox[0].body, "a letter carries a link only"
    assert PageLogEntry.objects.filter(page=city.pk, action="wagtail.publish", user=people["lead"]).exists()
    row = ProfileDraft.objects.get()
    assert (row.revision, row.signed_by, len(row.content_hash)) == (None, people["lead"], 64)
    editor = signed_in(people["editor"])
    due = reverse("practices:desk_due")
    assert b"Profiles cities changed" in editor.get(due).content
    assert lead.post(reverse("practices:desk_profile_seen", args=[row.pk])).status_code == 404
    assert editor.post(reverse("practices:desk_profile_seen", args=[row.pk])).status_code == 302
    assert b"Profiles cities changed" not in editor.get(due).content


@pytest.mark.trust("R13")
def test_two_people_at_once_the_second_sees_the_difference_and_merges(city: CityPage, people: dict[str, Any]) -> None:
    first, second = signed_in(people["writer"]), signed_in(people["lead"])
    old = typed(second, city, "about", summary="From the second.")
    write(first, city, "about", summary="From the first.")
    answer = second.post(address(city, "about"), old)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert ("From the first." in body, "From the second." in body) == (True, True)
    assert profiles.newest_text(city).summary == "From the first."
    merged = {**old, "version": answer.context["form"]["version"].value()}
    assert second.post(address(city, "about"), merged).status_code == 302
    assert profiles.newest_text(city).summary == "From the second."
    as_json = second.post(address(city, "about"), old, headers={"accept": "application/json"})
    assert (as_json.status_code, list(as_json.json()["errors"])) == (409, ["version"])


@pytest.mark.trust("T04")
def test_a_signature_binds_to_the_text_that_was_read(city: CityPage, people: dict[str, Any]) -> None:
    write(signed_in(people["writer"]), city, "about", summary="Read by the lead.")
    row = profiles.draft_of(city)
    write(signed_in(people["writer"]), city, "about", summary="Changed meanwhile.")
    with pytest.raises(Stale):
        profiles.sign_profile(city=city, by=people["lead"], revision_id=row.revision_id, version=row.version)
    act = reverse("practices:desk_profile_act", args=[city.pk, "sign"])
    stale = signed_in(people["lead"]).post(act, {"version": row.version, "revision": row.revision_id})
    assert stale.status_code == 409
    assert CityPage.objects.get(pk=city.pk).summary == city.summary


def test_a_number_without_its_source_cannot_be_signed(city: CityPage, people: dict[str, Any]) -> None:
    lead = signed_in(people["lead"])
    write(lead, city, "about", population=123_456, population_year=2019, population_source="")
    row = profiles.draft_of(city)
    with pytest.raises(StepNotPossible, match="source"):
        profiles.sign_profile(city=city, by=people["lead"], revision_id=row.revision_id, version=row.version)
    source = {"sources-0-key": "census", "sources-0-kind": "dataset", "sources-0-title": "The census",
              "sources-0-url": "https://census.example/2019"}  # fmt: skip
    assert write(lead, city, "figures", **source).status_code == 302
    write(lead, city, "about", population=123_456, population_year=2019, population_source="census")
    row = profiles.draft_of(city)
    profiles.sign_profile(city=city, by=people["lead"], revision_id=row.revision_id, version=row.version)
    assert city_record(CityPage.objects.get(pk=city.pk))["population_source"] == "census"


@pytest.mark.trust("T03")
def test_who_the_city_is_stays_with_the_editors(city: CityPage, people: dict[str, Any]) -> None:
    smuggled = {"title": "Elsewhere", "code": "elsewhere", "demonstration": "on", "stub": "on", "country": "KE",
                "live": "", "latitude": "1"}  # fmt: skip
    write(signed_in(people["lead"]), city, "about", summary="Ours.", **smuggled)
    text = profiles.newest_text(city)
    assert (text.title, text.code, text.demonstration, text.stub, text.country_id, text.latitude) == (
        city.title, city.code, city.demonstration, city.stub, city.country_id, city.latitude)  # fmt: skip


@pytest.mark.trust("T01")
def test_another_citys_profile_does_not_exist(
    city: CityPage, cities: tuple[CityPage, CityPage], people: dict[str, Any]
) -> None:
    stranger = signed_in(people["stranger"])
    for name, more in (("desk_profile", []), ("desk_profile_step", ["about"])):
        assert stranger.get(reverse(f"practices:{name}", args=[city.pk, *more])).status_code == 404
    for verb in ("sign", "drop"):
        assert stranger.post(reverse("practices:desk_profile_act", args=[city.pk, verb])).status_code == 404
    with pytest.raises(PermissionDenied):
        profiles.save_profile(city=city, page=profiles.newest_text(city), by=people["stranger"], version=1)


def test_a_draft_can_be_dropped_and_a_load_meanwhile_is_not_undone(city: CityPage, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    write(client, city, "about", summary="A draft.")
    row = profiles.draft_of(city)
    client.post(reverse("practices:desk_profile_act", args=[city.pk, "drop"]), {"version": row.version})
    public = CityPage.objects.get(pk=city.pk)
    assert (public.has_unpublished_changes, profiles.newest_text(city).summary) == (False, city.summary)
    public.summary = "Loaded from a file."
    public.save(clean=False)
    assert profiles.newest_text(city).summary == "Loaded from a file."


def test_an_editors_own_draft_in_the_admin_is_seen_before_signing(city: CityPage, people: dict[str, Any]) -> None:
    write(signed_in(people["writer"]), city, "about", summary="From the city.")
    row = profiles.draft_of(city)
    page = CityPage.objects.get(pk=city.pk).get_latest_revision_as_object()
    page.coordinator_office = "Office named by an editor"
    page.save_revision(user=people["editor"])
    with pytest.raises(Stale):
        profiles.sign_profile(city=city, by=people["lead"], revision_id=row.revision_id, version=row.version)
    row = profiles.draft_of(city)
    profiles.sign_profile(city=city, by=people["lead"], revision_id=row.revision_id, version=row.version)
    public = CityPage.objects.get(pk=city.pk)
    assert (public.summary, public.coordinator_office) == ("From the city.", "Office named by an editor")


def test_saving_while_typing_keeps_one_revision_an_hour(city: CityPage, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    for words in ("One.", "One. Two.", "One. Two. Three."):
        data = typed(client, city, "about", summary=words)
        answer = client.post(address(city, "about"), data, headers={"accept": "application/json"})
        assert answer.status_code == 200
    assert CityPage.objects.get(pk=city.pk).revisions.count() == 1


def test_what_only_editors_can_put_right_does_not_stop_a_signature(city: CityPage, people: dict[str, Any]) -> None:
    CityPage.objects.filter(pk=city.pk).update(latitude=500.0)
    write(signed_in(people["lead"]), city, "about", summary="Ours.")
    assert profiles.problems_of(profiles.newest_text(city)) == []
    row = profiles.draft_of(city)
    profiles.sign_profile(city=city, by=people["lead"], revision_id=row.revision_id, version=row.version)
    assert CityPage.objects.get(pk=city.pk).summary == "Ours."
