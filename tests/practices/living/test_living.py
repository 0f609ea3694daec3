"""The living record: still true by one click, adoptions, objections, grades, reminders, signing by link."""

# ruff: noqa: F811 - the fixtures of the review tests are imported by name
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from cities.models import CityPage, CityRole
from practices.living import reminders
from practices.living import services as living
from practices.models import Advice, PracticePage, Submission
from practices.review import assistance, by_link, grades, services
from practices.review.services import Stale, StepNotPossible
from practices.review.states import State
from tests.practices.review.conftest import account, cities, draft, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def in_review(submission: Submission, people: dict[str, Any]) -> None:
    page = submission.practice.get_latest_revision_as_object()
    page.claim, page.summary, page.problem, page.intervention = "Doubled.", "What.", "Dark.", "Lamps."
    from practices.models import Outcome

    page.outcomes = [Outcome(outcome="robbery", level="symptom", direction="positive", comparison="none")]
    services.save_draft(submission=submission, page=page, by=people["writer"], version=submission.version)
    services.submit(submission=submission, by=people["writer"], version=submission.version)
    services.assign(submission=submission, reviewer=people["reviewer"], by=people["editor"])


def to_sign(submission: Submission, people: dict[str, Any]) -> None:
    in_review(submission, people)
    services.give_advice(
        assignment=submission.assignments.get(),
        by=people["reviewer"],
        advice=Advice.PUBLISH,
        opinion="A sound account.",
        publish_opinion=True,
        revision_id=submission.revision_id,
    )
    services.decide(
        submission=submission,
        by=people["editor"],
        to=State.TO_SIGN,
        reason="",
        version=submission.version,
        revision_id=submission.revision_id,
    )


def publish(submission: Submission, people: dict[str, Any]) -> PracticePage:
    to_sign(submission, people)
    services.sign_and_publish(
        submission=submission, by=people["lead"], revision_id=submission.revision_id, version=submission.version
    )
    return PracticePage.objects.get(pk=submission.practice_id)


def path_in(message: Any) -> str:
    return "/" + message.body.split("http")[1].split()[0].split("/", 3)[3]


def test_saves_of_one_sitting_leave_one_revision(draft: Submission, people: dict[str, Any]) -> None:
    for number in range(5):
        page = draft.practice.get_latest_revision_as_object()
        page.claim = f"Claim {number}"
        services.save_draft(submission=draft, page=page, by=people["writer"], version=draft.version)
    assert draft.practice.revisions.count() == 2  # the one the trail begins with, and the newest
    page = draft.practice.get_latest_revision_as_object()
    services.save_draft(submission=draft, page=page, by=people["lead"], version=draft.version)
    assert draft.practice.revisions.count() == 3  # another person's words are kept apart


def test_one_click_says_it_is_still_true_and_only_once(draft: Submission, people: dict[str, Any]) -> None:
    page = publish(draft, people)
    assert page.confirmation == "confirmed-by-city"
    PracticePage.objects.filter(pk=page.pk).update(next_check=timezone.localdate())
    assert reminders.due_for_check() == [page]
    page.refresh_from_db()
    assert reminders.ask_whether_still_true(page) == 1
    assert reminders.ask_whether_still_true(page) == 0  # not twice for one occasion
    path = path_in(mail.outbox[-1])
    assert mail.outbox[-1].to == [people["lead"].email]
    shown = Client().get(path)
    assert (shown.status_code, shown["Referrer-Policy"]) == (200, "strict-origin")
    page.refresh_from_db()
    assert page.next_check == timezone.localdate()  # looking is not confirming
    assert Client().post(path).status_code == 200
    assert Client().post(path).status_code == 400
    assert reminders.due_for_check() == []
    assert Client().get("/desk/still-true/forged/").status_code == 400


def test_weak_evidence_nobody_confirmed_ages_visibly(draft: Submission, people: dict[str, Any]) -> None:
    page = publish(draft, people)
    PracticePage.objects.filter(pk=page.pk).update(last_confirmed=timezone.localdate() - timedelta(days=800))
    assert "Not confirmed for two years" in Client().get(page.url).content.decode()
    assert "A sound account." in Client().get(page.url).content.decode()


def test_an_adoption_is_said_by_the_adopting_lead_and_survives_the_next_publication(
    draft: Submission,
    people: dict[str, Any],
    cities: tuple[CityPage, CityPage],
) -> None:
    page = publish(draft, people)
    with pytest.raises(PermissionDenied):
        living.report_adoption(practice=page, city=cities[1], by=people["lead"], status="adopted", direction="positive")
    with pytest.raises(StepNotPossible):
        living.report_adoption(practice=page, city=cities[0], by=people["lead"], status="adopted", direction="positive")
    client = Client()
    client.force_login(people["stranger"])
    answer = client.post(f"/desk/adopt/{page.code}/", {"city": cities[1].pk, "status": "adopted", "direction": "positive",
                                                       "result": "Fewer robberies."})  # fmt: skip
    assert answer.status_code == 302
    assert "Fewer robberies." in Client().get(page.url).content.decode()
    draft.refresh_from_db()
    edited = draft.practice.get_latest_revision_as_object()
    edited.adoptions = []
    services.save_draft(submission=draft, page=edited, by=people["writer"], version=draft.version)
    Submission.objects.filter(pk=draft.pk).update(state="to-sign")
    draft.refresh_from_db()
    services.sign_and_publish(submission=draft, by=people["lead"], revision_id=draft.revision_id, version=draft.version)
    assert PracticePage.objects.get(pk=page.pk).adoptions.get().city == cities[1]


def test_an_objection_is_answered_by_somebody_else_and_opens_the_record(
    draft: Submission,
    people: dict[str, Any],
) -> None:
    in_review(draft, people)
    services.decide(
        submission=draft,
        by=people["editor"],
        to=State.NOT_PUBLISHED,
        reason="No.",
        version=draft.version,
        revision_id=draft.revision_id,
    )
    with pytest.raises(PermissionDenied):
        living.raise_dispute(submission=draft, by=people["stranger"], text="Unfair.")
    made = living.raise_dispute(submission=draft, by=people["writer"], text="The comparison is there.")
    with pytest.raises(StepNotPossible):
        living.raise_dispute(submission=draft, by=people["writer"], text="Again.")
    with pytest.raises(PermissionDenied):
        living.answer_dispute(dispute=made, by=people["editor"], answer="No.", upheld=False)
    other = account("other-editor", admin=True)
    living.answer_dispute(dispute=made, by=other, answer="It is, on page 3.", upheld=True)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_reviewer_sets_a_grade_with_its_reason_on_the_text_it_read(
    draft: Submission,
    people: dict[str, Any],
) -> None:
    in_review(draft, people)
    common = {"submission": draft, "place": 0, "by": people["reviewer"]}
    with pytest.raises(StepNotPossible):
        grades.set_grade(grade="E2", reason="", revision_id=draft.revision_id, **common)
    with pytest.raises(Stale):
        grades.set_grade(grade="E2", reason="Figures in the annex.", revision_id=draft.revision_id - 1, **common)
    with pytest.raises(PermissionDenied):
        grades.set_grade(
            grade="E5", reason="Ours.", revision_id=draft.revision_id, submission=draft, place=0, by=people["writer"]
        )
    grades.set_grade(grade="E2", reason="Figures in the annex.", revision_id=draft.revision_id, **common)
    graded = draft.practice.get_latest_revision_as_object().outcomes.all()[0]
    assert (graded.grade, graded.grade_override_reason) == ("E2", "Figures in the annex.")


def test_a_city_without_accounts_signs_the_exact_text_by_link(
    draft: Submission,
    people: dict[str, Any],
    cities: tuple[CityPage, CityPage],
) -> None:
    helper = account("helper", group="Coordinators")
    submission = assistance.start_for_city(city=cities[1], title="Told by telephone", by=helper)
    with pytest.raises(PermissionDenied):
        assistance.start_for_city(city=cities[1], title="No", by=people["reviewer"])
    people = {**people, "writer": helper}
    client = Client()
    client.force_login(helper)
    assert client.get(f"/desk/practices/{submission.pk}/steps/what/").status_code == 200
    assert client.get(f"/desk/practices/{draft.pk}/").status_code == 404
    to_sign(submission, people)
    by_link.send_signing_link(submission=submission, email="office@beta.example", by=people["editor"])
    path = path_in(mail.outbox[-1])
    assert "Lamps." in Client().get(path).content.decode()
    assert not PracticePage.objects.get(pk=submission.practice_id).live
    assert Client().post(path).status_code == 200
    assert PracticePage.objects.get(pk=submission.practice_id).live
    assert submission.signatures.get().by_link
    assert Client().post(path).status_code == 400


def test_a_signing_link_for_an_older_text_is_refused(draft: Submission, people: dict[str, Any]) -> None:
    to_sign(draft, people)
    by_link.send_signing_link(submission=draft, email="office@alpha.example", by=people["editor"])
    Submission.objects.filter(pk=draft.pk).update(version=draft.version + 1)
    assert Client().post(path_in(mail.outbox[-1])).status_code == 409


def test_reviewers_are_reminded_once(draft: Submission, people: dict[str, Any]) -> None:
    in_review(draft, people)
    draft.assignments.update(due=timezone.localdate())
    mail.outbox.clear()
    assert (reminders.remind_reviewers(), reminders.remind_reviewers()) == (1, 0)
    assert mail.outbox[0].to == [people["reviewer"].email]


def test_who_hands_over_is_not_written_to_any_more(
    draft: Submission,
    people: dict[str, Any],
    cities: tuple[CityPage, CityPage],
) -> None:
    page = publish(draft, people)
    CityRole.objects.filter(user=people["writer"]).update(duty="focal")
    assert reminders.recipients(page) == [people["writer"].email]
    CityRole.objects.filter(user=people["writer"]).update(duty="")
    assert reminders.recipients(page) == [people["lead"].email]


def test_a_city_takes_up_its_own_published_record_only(
    draft: Submission,
    people: dict[str, Any],
    cities: tuple[CityPage, CityPage],
) -> None:
    page = publish(draft, people)
    Submission.objects.all().delete()
    client = Client()
    client.force_login(people["stranger"])
    assert client.post(f"/desk/cities/{cities[1].pk}/take-over/{page.pk}/").status_code == 404
    client.force_login(people["writer"])
    assert client.post(f"/desk/cities/{cities[0].pk}/take-over/{page.pk}/").status_code == 302
    assert Submission.objects.get().state == State.DRAFT
    assert PracticePage.objects.get(pk=page.pk).live
