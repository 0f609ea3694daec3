"""The city desk and the review queue through the browser's eyes: forms, refusals, autosave, conflicts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cities.models import CityPage, CityRole
from guidelines.services import publish_version
from guidelines.services.importing import make_document
from guidelines.text.addresses import assign_addresses
from guidelines.text.tree import Node, Part
from practices.desk.selectors import offline_questions
from practices.desk.steps import STEPS, after
from practices.importers.collection.contract import CONTRACT
from practices.models import PracticePage, Submission

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def newest(draft: Submission) -> Any:
    """The newest draft as the database has it."""
    return PracticePage.objects.get(pk=draft.practice_id).get_latest_revision_as_object()


def step_data(client: Client, submission: Submission, code: str) -> dict[str, Any]:
    """What a browser would send back for an untouched step."""
    form = client.get(reverse("practices:desk_step", args=[submission.pk, code])).context["form"]
    data: dict[str, Any] = {}
    fields = [*form]
    for formset in form.formsets.values():
        fields += [*formset.management_form, *(field for row in formset.forms for field in row)]
    for field in fields:
        value = field.value()
        data[field.html_name] = "" if value is None else value
    return {name: value for name, value in data.items() if value is not False}


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse("practices:desk"))["Location"].startswith("/accounts/login/")


def test_somebody_without_a_city_is_told_how_to_get_one(people: dict[str, Any]) -> None:
    page = signed_in(people["reviewer"]).get(reverse("practices:desk")).content.decode()
    assert "by invitation" in page


def test_two_fields_begin_a_practice(cities: tuple[CityPage, CityPage], people: dict[str, Any]) -> None:
    answer = signed_in(people["writer"]).post(
        reverse("practices:desk_new", args=[cities[0].pk]), {"title": "Night buses", "kind": "did-not-work"}
    )
    made = Submission.objects.get(practice__title="Night buses")
    assert answer["Location"] == reverse("practices:desk_step", args=[made.pk, "what"])
    assert not made.practice.live


@pytest.mark.trust("T01")
@pytest.mark.parametrize("name", ["desk_practice", "desk_step", "desk_act"])
def test_another_citys_draft_looks_like_none(name: str, draft: Submission, people: dict[str, Any]) -> None:
    extra = {"desk_step": ["what"], "desk_act": ["submit"]}.get(name, [])
    client = signed_in(people["stranger"])
    for pk in (draft.pk, 999_999):
        address = reverse(f"practices:{name}", args=[pk, *extra])
        answer = client.post(address, {"version": 1}) if name == "desk_act" else client.get(address)
        assert answer.status_code == 404


@pytest.mark.parametrize("code", [step.code for step in STEPS])
def test_every_step_is_shown_and_saved_untouched(code: str, draft: Submission, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    data = step_data(client, draft, code)
    answer = client.post(reverse("practices:desk_step", args=[draft.pk, code]), data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors


def test_a_step_is_kept_and_leads_to_the_next(draft: Submission, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    data = {**step_data(client, draft, "problem"), "problem": "Dark and empty after 19:00."}
    answer = client.post(reverse("practices:desk_step", args=[draft.pk, "problem"]), data)
    assert answer["Location"] == reverse("practices:desk_step", args=[draft.pk, "action"])
    assert newest(draft).problem == "Dark and empty after 19:00."


def test_autosave_answers_the_meter(draft: Submission, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    before = client.get(reverse("practices:desk_practice", args=[draft.pk])).context["meter"].percent
    data = {**step_data(client, draft, "problem"), "problem": "Dark."}
    answer = client.post(
        reverse("practices:desk_step", args=[draft.pk, "problem"]), data, headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    assert answer.json()["percent"] > before
    assert answer.json()["version"] == draft.version + 1


@pytest.mark.trust("R13")
def test_two_people_on_one_step_the_second_is_told(draft: Submission, people: dict[str, Any]) -> None:
    first, second = signed_in(people["writer"]), signed_in(people["lead"])
    old = step_data(second, draft, "problem")
    first.post(
        reverse("practices:desk_step", args=[draft.pk, "problem"]),
        {**step_data(first, draft, "problem"), "problem": "From the first."},
    )
    answer = second.post(
        reverse("practices:desk_step", args=[draft.pk, "problem"]), {**old, "problem": "From the second."}
    )
    assert answer.status_code == 409
    assert "From the second." in answer.content.decode()
    assert newest(draft).problem == "From the first."


@pytest.mark.trust("T03")
def test_fields_that_are_not_on_the_form_are_not_set(draft: Submission, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    data = {**step_data(client, draft, "problem"), "live": "on", "owner": "1", "grade": "E5", "code": "stolen"}
    client.post(reverse("practices:desk_step", args=[draft.pk, "problem"]), data)
    page = newest(draft)
    assert (page.live, page.grade, page.owner) == (False, "E0", people["writer"])
    assert page.code != "stolen"


def test_outcomes_are_written_as_rows(draft: Submission, people: dict[str, Any]) -> None:
    client = signed_in(people["writer"])
    data = step_data(client, draft, "result")
    data |= {
        "outcomes-0-outcome": "fear-of-crime",
        "outcomes-0-level": "symptom",
        "outcomes-0-direction": "none",
        "outcomes-0-indicator": "Avoids the terminus",
        "outcomes-0-comparison": "before-after",
    }
    answer = client.post(reverse("practices:desk_step", args=[draft.pk, "result"]), data)
    assert answer.status_code == 302
    outcomes = newest(draft).outcomes.all()
    assert [(o.outcome, o.direction) for o in outcomes] == [("fear-of-crime", "none")]


def test_the_journey_from_invitation_to_public_page(draft: Submission, people: dict[str, Any]) -> None:
    city, reviewer, editor = signed_in(people["writer"]), signed_in(people["reviewer"]), signed_in(people["editor"])
    for code, values in (
        ("what", {"claim": "Use doubled.", "summary": "Thirty lamps."}),
        ("problem", {"problem": "Dark."}),
        ("action", {"intervention": "Lamps."}),
    ):
        city.post(reverse("practices:desk_step", args=[draft.pk, code]), {**step_data(city, draft, code), **values})
    draft.refresh_from_db()
    city.post(reverse("practices:desk_act", args=[draft.pk, "submit"]), {"version": draft.version})
    assert reviewer.get(reverse("practices:review", args=[draft.pk])).status_code == 404  # not asked yet
    editor.post(reverse("practices:review_assign", args=[draft.pk]), {"reviewer": people["reviewer"].pk})
    page = reviewer.get(reverse("practices:review", args=[draft.pk])).content.decode()
    assert "Use doubled." in page
    reviewer.post(reverse("practices:review_ask", args=[draft.pk]), {"field": "claim", "text": "Compared with what?"})
    assert "Compared with what?" in city.get(reverse("practices:desk_step", args=[draft.pk, "what"])).content.decode()
    draft.refresh_from_db()
    reviewer.post(
        reverse("practices:review_advise", args=[draft.pk]),
        {"advice": "publish", "opinion": "Sound.", "revision": draft.revision_id},
    )
    editor.post(
        reverse("practices:review_decide", args=[draft.pk]),
        {"to": "to-sign", "version": draft.version, "revision": draft.revision_id},
    )
    draft.refresh_from_db()
    signed_in(people["lead"]).post(
        reverse("practices:desk_act", args=[draft.pk, "sign"]),
        {"version": draft.version, "revision": draft.revision_id},
    )
    assert PracticePage.objects.get(pk=draft.practice_id).live


def test_a_stale_signature_is_refused(draft: Submission, people: dict[str, Any]) -> None:
    Submission.objects.filter(pk=draft.pk).update(state="to-sign")
    answer = signed_in(people["lead"]).post(
        reverse("practices:desk_act", args=[draft.pk, "sign"]),
        {"version": draft.version, "revision": draft.revision_id + 1},
    )
    assert answer.status_code == 409


def test_a_lead_invites_and_the_invited_person_joins(
    cities: tuple[CityPage, CityPage], people: dict[str, Any], django_user_model: Any
) -> None:
    address = reverse("practices:desk_people", args=[cities[0].pk])
    assert signed_in(people["writer"]).post(address, {"email": "new@city.example", "role": "lead"}).status_code == 403
    signed_in(people["lead"]).post(address, {"email": "new@city.example", "role": "contributor", "duty": "focal"})
    link = mail.outbox[0].body.split("http")[1].split()[0]
    path = "/" + link.split("/", 3)[3]
    other = signed_in(people["stranger"]).post(path)
    assert other.status_code == 400
    newcomer = django_user_model.objects.create_user("newcomer", "new@city.example")
    assert signed_in(newcomer).post(path).status_code == 302
    assert CityRole.objects.get(user=newcomer).duty == "focal"
    assert signed_in(newcomer).post(path).status_code == 400  # a link works once


def test_the_last_lead_cannot_leave_the_city_without_one(
    cities: tuple[CityPage, CityPage], people: dict[str, Any]
) -> None:
    role = CityRole.objects.get(user=people["lead"])
    signed_in(people["lead"]).post(reverse("practices:desk_end_role", args=[role.pk]))
    role.refresh_from_db()
    assert role.ended is None


def test_whatever_a_record_says_can_be_written_and_is_read_before_signing() -> None:
    """Fields outside the wizard would be published unread; these are computed, set elsewhere, or the editors'."""
    elsewhere = {"schema", "code", "city", "further_cities", "depth", "stub", "keywords", "manual", "adoptions",
                 "confirmation", "language", "rests_on", "editorial"}  # fmt: skip
    asked = {field.partition(".")[0] for field, _question, _help in offline_questions()}
    assert set(CONTRACT["practice"].keys) - asked == elsewhere


@pytest.fixture
def text_in_force(home: Any) -> None:
    """The Guidelines with a paragraph 25(d)."""
    paragraph = Node("paragraph", "25", "Local authorities should:", marker="25.")
    paragraph.children = [Node("letter", "d", "ask the people;", marker="(d)")]
    parts = [Part("", "", nodes=[paragraph])]
    assign_addresses(parts)
    document = make_document(title="Guidelines", code="un-safer-cities-guidelines")
    publish_version(document=document, parts=parts, status="draft")


def test_involvement_studies_goals_and_paragraphs_are_kept(
    draft: Submission, people: dict[str, Any], text_in_force: None
) -> None:
    client = signed_in(people["writer"])
    data = step_data(client, draft, "people") | {"leader": "Office of streets", "stakeholders-0-name": "Traders"}
    assert client.post(reverse("practices:desk_step", args=[draft.pk, "people"]), data).status_code == 302
    data = step_data(client, draft, "studies") | {
        "provisions-0-address": "99", "evaluations-0-evaluator": "independent", "evaluations-0-design": "before-after",
    }  # fmt: skip
    address = reverse("practices:desk_step", args=[draft.pk, "studies"])
    refused = client.post(address, data)
    assert refused.status_code == 400
    assert "no paragraph 99" in refused.content.decode()
    data["provisions-0-address"] = " 25 (d)"
    assert client.post(address, data).status_code == 302
    page = newest(draft)
    assert (page.leader, [s.name for s in page.stakeholders.all()]) == ("Office of streets", ["Traders"])
    assert [(p.address, p.provision_id is not None) for p in page.provisions.all()] == [("25(d)", True)]
    shown = client.get(reverse("practices:desk_read", args=[draft.pk])).content.decode()
    assert "Office of streets" in shown
    assert "25(d)" in shown


def test_the_short_way_ends_before_the_optional_steps() -> None:
    assert after("sources") is None
    assert after("choice") is not None
    assert after("studies") is None
