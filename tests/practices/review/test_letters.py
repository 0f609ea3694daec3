"""Letters of the desk are in the language of whoever gets them, whoever caused them, and go to one address each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from practices.living import reminders
from practices.models import ReviewAssignment, Submission
from practices.review import letters

pytestmark = pytest.mark.django_db


def speaks(user: Any, language: str) -> None:
    user.language = language
    user.save()


def in_language(language: str, text: str) -> str:
    with translation.override(language):
        return gettext(text)


@pytest.mark.parametrize("language", ["fr", "es", "ar", "en"])
def test_a_reminder_is_in_the_reviewers_language(draft: Submission, people: dict[str, Any], language: str) -> None:
    speaks(people["reviewer"], language)
    Submission.objects.filter(pk=draft.pk).update(state="in-review")
    due = timezone.localdate() + timedelta(days=1)
    ReviewAssignment.objects.create(submission=draft, reviewer=people["reviewer"], due=due)
    with translation.override("ru"):
        assert reminders.remind_reviewers() == 1
        assert translation.get_language() == "ru"
    beginning = in_language(language, "A review is due on %(day)s").partition("%(day)s")[0]
    assert mail.outbox[0].subject.startswith(beginning)
    if language != "en":
        assert beginning != "A review is due on ", "the catalogue has it"


def test_each_gets_a_letter_of_their_own(draft: Submission, people: dict[str, Any]) -> None:
    speaks(people["writer"], "fr")
    to = [people["writer"].email, people["lead"].email, people["lead"].email]
    assert letters.send_to_all(to, lambda: (gettext("Is it still true? One of your records"), "x")) == 2
    found = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert found[people["writer"].email] == in_language("fr", "Is it still true? One of your records")
    assert found[people["lead"].email] == "Is it still true? One of your records"


@pytest.mark.trust("T35")
def test_no_account_no_known_language_no_line_break(people: dict[str, Any]) -> None:
    speaks(people["writer"], "xx")
    assert letters.language_of(people["writer"].email) == "en"
    assert letters.language_of("nobody@elsewhere.example") == "en"
    letters.send("nobody@elsewhere.example", lambda: ("A city\r\nBcc: x@y.example", "x"))
    assert mail.outbox[0].subject == "A city Bcc: x@y.example"
    assert mail.outbox[0].recipients() == ["nobody@elsewhere.example"]


def test_an_invitation_speaks_the_language_of_the_account_it_goes_to(
    people: dict[str, Any], cities: tuple[Any, Any]
) -> None:
    speaks(people["stranger"], "es")
    client = Client()
    client.force_login(people["lead"])
    address = reverse("practices:desk_people", args=[cities[0].pk])
    client.post(address, {"email": people["stranger"].email, "role": "contributor", "duty": ""})
    wanted = in_language("es", "You are invited to act for %(city)s") % {"city": "Alpha"}
    assert mail.outbox[0].subject == wanted
