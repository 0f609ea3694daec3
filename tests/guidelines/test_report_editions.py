"""A published report is corrected by a new edition; what was published stays readable and says that there is a newer one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from config.privacy import subject_erase
from guidelines.models import EditionStands, ReportEdition, ReviewRound
from guidelines.services import RoundNotPossible, close_round, correct_report, open_round, publish_report

Publish = Callable[..., Any]
WORDS = {
    "report": "Two cities took part.",
    "corrected": "The number of cities.",
    "why": "One report was counted twice.",
}


@pytest.fixture
def review(publish: Publish, editor: Any) -> ReviewRound:
    made = open_round(
        document=publish().document,
        title="Lights",
        invitation="",
        opens=timezone.localdate(),
        closes=timezone.localdate() + timedelta(days=20),
        by=editor,
    )
    return publish_report(review=close_round(review=made, by=editor), report="Three cities took part.", by=editor)


def correct(review: ReviewRound, by: Any, seen: int = 1, **more: str) -> ReportEdition:
    return correct_report(review=review, seen=seen, by=by, **{**WORDS, **more})


def test_a_correction_is_a_new_edition_and_the_first_stays(review: ReviewRound, editor: Any, client: Client) -> None:
    client.force_login(editor)
    form = f"{review.get_absolute_url()}correct/"
    assert "Three cities took part." in client.get(form).content.decode()
    assert client.post(form, {**WORDS, "seen": "1"}).status_code == 302
    reader = Client()
    page = reader.get(review.get_absolute_url()).content.decode()
    for told in ("Two cities took part.", "The number of cities.", "One report was counted twice.", "Edition 2"):
        assert told in page
    assert "Three cities took part." not in page
    first = reader.get(f"{review.get_absolute_url()}editions/1/")
    assert "Three cities took part." in first.content.decode()
    assert "A corrected edition was published." in first.content.decode()
    assert 'rel="successor-version"' in first["Link"]
    second = reader.get(f"{review.get_absolute_url()}editions/2/")
    assert "A corrected edition was published." not in second.content.decode()
    assert "Word by word against edition 1" in second.content.decode()
    assert 'rel="predecessor-version"' in second["Link"]
    assert reader.get(f"{review.get_absolute_url()}editions/3/").status_code == 404


def test_a_first_report_says_nothing_of_corrections(review: ReviewRound, client: Client) -> None:
    page = client.get(review.get_absolute_url()).content.decode()
    assert "Three cities took part." in page
    assert "Corrected on" not in page
    assert "Correct the report" not in page


def test_only_those_who_publish_reports_correct_them(review: ReviewRound, visitor: Any, client: Client) -> None:
    form = f"{review.get_absolute_url()}correct/"
    assert client.get(form).status_code == 302
    client.force_login(visitor)
    assert client.get(form).status_code == 403
    assert client.post(form, {**WORDS, "seen": "1"}).status_code == 403
    with pytest.raises(PermissionDenied):
        correct(review, visitor)
    assert ReportEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"corrected": " "}, "Say what was corrected"),
        ({"why": ""}, "Say why it was corrected"),
        ({"report": ""}, "Write what the review found"),
        ({"report": "Three  cities took part. "}, "nothing would be corrected"),
    ],
)
def test_a_correction_says_what_and_why(review: ReviewRound, editor: Any, wrong: dict[str, str], told: str) -> None:
    with pytest.raises(RoundNotPossible, match=told):
        correct(review, editor, **wrong)
    assert ReportEdition.objects.count() == 1


def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(
    review: ReviewRound, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    answer = client.post(f"{review.get_absolute_url()}correct/", {**WORDS, "why": "", "seen": "1"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'href="#id_why"' in page
    assert "Two cities took part." in page


def test_of_two_corrections_at_once_the_second_is_told(review: ReviewRound, editor: Any, client: Client) -> None:
    correct(review, editor)
    client.force_login(editor)
    sent = {**WORDS, "report": "Four cities took part.", "seen": "1"}
    answer = client.post(f"{review.get_absolute_url()}correct/", sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Edition 2 was published meanwhile." in page
    assert "Four cities took part." in page
    assert '<input type="hidden" name="seen" value="2"' in page
    assert review.editions.last().report == WORDS["report"]


def test_only_a_published_report_is_corrected(publish: Publish, editor: Any) -> None:
    day = timezone.localdate()
    made = open_round(document=publish().document, title="L", invitation="", opens=day, closes=day, by=editor)
    with pytest.raises(RoundNotPossible, match="no published report"):
        correct(made, editor)


def test_an_edition_is_neither_changed_nor_removed(review: ReviewRound) -> None:
    edition = review.editions.get()
    edition.report = "Other words."
    with pytest.raises(EditionStands):
        edition.save()
    with pytest.raises(EditionStands):
        edition.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEdition.objects.create(round=review, number=2, report="x", published_at=timezone.now())


def test_a_person_who_is_erased_is_in_no_edition(review: ReviewRound, editor: Any, visitor: Any) -> None:
    visitor.first_name, visitor.last_name = "Amina", "Lampwright"
    visitor.save()
    correct(review, editor, report="Amina Lampwright wrote for Lampton.")
    correct(review, editor, seen=2, report="A person wrote for Lampton.")
    subject_erase(visitor)
    assert "Lampwright" not in review.editions.get(number=2).report
    assert review.editions.get(number=2).report.endswith("wrote for Lampton.")
