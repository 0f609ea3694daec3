"""From draft to publication: who may do what, and that every step binds to what the person saw."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cities.models import CityRole
from practices.models import Advice, PracticePage, Submission
from practices.review import questions, services
from practices.review.states import STEPS, State, may_follow

pytestmark = pytest.mark.django_db


def complete(submission: Submission, by: Any) -> None:
    page = submission.practice.get_latest_revision_as_object()
    page.claim, page.summary = "Use doubled.", "What was done."
    page.problem, page.intervention = "Dark.", "Lamps."
    services.save_draft(submission=submission, page=page, by=by, version=submission.version)


def review(submission: Submission, people: dict[str, Any]) -> None:
    complete(submission, people["writer"])
    services.submit(submission=submission, by=people["writer"], version=submission.version)
    assignment = services.assign(submission=submission, reviewer=people["reviewer"], by=people["editor"])
    services.give_advice(
        assignment=assignment,
        by=people["reviewer"],
        advice=Advice.PUBLISH,
        opinion="Sound.",
        publish_opinion=True,
        revision_id=submission.revision_id,
    )


def test_the_whole_way_to_a_public_page(draft: Submission, people: dict[str, Any]) -> None:
    review(draft, people)
    assert not PracticePage.objects.get(pk=draft.practice_id).live
    services.decide(
        submission=draft,
        by=people["editor"],
        to=State.TO_SIGN,
        reason="",
        version=draft.version,
        revision_id=draft.revision_id,
    )
    services.sign_and_publish(submission=draft, by=people["lead"], revision_id=draft.revision_id, version=draft.version)
    page = PracticePage.objects.get(pk=draft.practice_id)
    assert (page.live, page.claim) == (True, "Use doubled.")
    assert draft.signatures.get().by == people["lead"]
    assert [event.verb for event in draft.events.all()][-1] == "signed and published"


@pytest.mark.trust("T01")
def test_another_city_can_do_nothing(draft: Submission, people: dict[str, Any]) -> None:
    page = draft.practice.get_latest_revision_as_object()
    with pytest.raises(PermissionDenied):
        services.save_draft(submission=draft, page=page, by=people["stranger"], version=draft.version)
    with pytest.raises(PermissionDenied):
        services.submit(submission=draft, by=people["stranger"], version=draft.version)
    with pytest.raises(PermissionDenied):
        questions.ask(submission=draft, field="claim", text="Why?", by=people["stranger"])


@pytest.mark.trust("T04")
def test_a_signature_binds_to_the_text_that_was_read(draft: Submission, people: dict[str, Any]) -> None:
    review(draft, people)
    services.decide(
        submission=draft,
        by=people["editor"],
        to=State.TO_SIGN,
        reason="",
        version=draft.version,
        revision_id=draft.revision_id,
    )
    with pytest.raises(services.Stale):
        services.sign_and_publish(
            submission=draft, by=people["lead"], revision_id=draft.revision_id - 1, version=draft.version
        )
    with pytest.raises(PermissionDenied):
        services.sign_and_publish(
            submission=draft, by=people["writer"], revision_id=draft.revision_id, version=draft.version
        )


@pytest.mark.trust("T04")
def test_nobody_decides_on_their_own_city(draft: Submission, people: dict[str, Any]) -> None:
    CityRole.objects.create(city=draft.city, user=people["editor"], role="contributor")
    review_needs = {
        "submission": draft,
        "to": State.NOT_PUBLISHED,
        "reason": "x",
        "version": draft.version,
        "revision_id": draft.revision_id,
    }
    with pytest.raises(PermissionDenied):
        services.decide(by=people["editor"], **review_needs)


@pytest.mark.trust("R13")
def test_a_stale_save_overwrites_nothing(draft: Submission, people: dict[str, Any]) -> None:
    seen = draft.version
    complete(draft, people["writer"])
    page = draft.practice.get_latest_revision_as_object()
    page.claim = "Overwritten"
    with pytest.raises(services.Stale):
        services.save_draft(submission=Submission.objects.get(pk=draft.pk), page=page, by=people["lead"], version=seen)


def test_submitting_names_what_is_missing(draft: Submission, people: dict[str, Any]) -> None:
    with pytest.raises(services.StepNotPossible, match=r"Claim: .*Problem: "):
        services.submit(submission=draft, by=people["writer"], version=draft.version)


def test_a_correction_keeps_the_public_text_until_the_next_signature(draft: Submission, people: dict[str, Any]) -> None:
    review(draft, people)
    services.decide(
        submission=draft,
        by=people["editor"],
        to=State.TO_SIGN,
        reason="",
        version=draft.version,
        revision_id=draft.revision_id,
    )
    services.sign_and_publish(submission=draft, by=people["lead"], revision_id=draft.revision_id, version=draft.version)
    page = draft.practice.get_latest_revision_as_object()
    page.claim = "Use tripled."
    services.save_draft(submission=draft, page=page, by=people["writer"], version=draft.version)
    assert PracticePage.objects.get(pk=draft.practice_id).claim == "Use doubled."
    assert draft.state == State.DRAFT


def test_a_question_beside_a_field_is_answered_and_settled(draft: Submission, people: dict[str, Any]) -> None:
    question = questions.ask(submission=draft, field="claim", text="Compared with what?", by=people["editor"])
    questions.remark(question=question, text="With the year before.", by=people["writer"])
    assert len(questions.open_questions_by_field(draft)["claim"][0].remarks.all()) == 2
    with pytest.raises(PermissionDenied):
        questions.settle(question=question, by=people["writer"])
    questions.settle(question=question, by=people["editor"])
    assert questions.open_questions_by_field(draft) == {}


def test_every_state_leads_on() -> None:
    assert all(STEPS[state] for state in State)
    assert not may_follow("draft", "published")
