"""Letters of a review: each to each person at most once, in their language, visible to the editor, ended with a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from config import retention
from guidelines.models import AskedParty, NoReviewLetters, Provision, ReviewLetter, ReviewRound
from guidelines.selectors.rounds import reviews_asked_of, who_was_told
from guidelines.services import close_round, contribute, open_round, publish_report
from guidelines.services.letters import (
    AskNotPossible,
    ask_to_take_part,
    due_occasions,
    letter_of,
    queue_letters,
    send_waiting,
    token_of,
    write_due_letters,
)
from tests.factories.records import CityPageFactory

Publish = Callable[..., Any]


@pytest.fixture
def review(publish: Publish, editor: Any) -> ReviewRound:
    today = timezone.localdate()
    return open_round(
        document=publish().document,
        title="Lights in 2026",
        invitation="Tell us\nabout lamps.",
        opens=today,
        closes=today + timedelta(days=20),
        by=editor,
    )


@pytest.fixture
def city(shelf: Any) -> Any:
    return CityPageFactory(title="Lampton")


@pytest.fixture
def lead(city: Any) -> Any:
    return acting(city, "lead@example.org", language="fr")


def acting(city: Any, email: str, *, role: str = "lead", duty: str = "", language: str = "en") -> Any:
    from cities.models import CityRole
    from config.models import User

    user = User.objects.create_user(email, email, "x", language=language)
    CityRole.objects.create(city=city, user=user, role=role, duty=duty)
    return user


def ask(review: ReviewRound, city: Any, editor: Any, **more: Any) -> AskedParty:
    return ask_to_take_part(review=review, parties=[("city", str(city.pk))], by=editor, **more)[0]


def told(review: ReviewRound) -> list[list[int]]:
    return [[one.letters for one in line.told] for line in who_was_told(review)]


@pytest.mark.django_db(transaction=True)
def test_a_city_is_asked_once_in_the_language_of_its_lead(
    review: ReviewRound, city: Any, lead: Any, editor: Any
) -> None:
    for _again in range(2):
        ask(review, city, editor)
        write_due_letters()
    assert [message.to for message in mail.outbox] == [["lead@example.org"]]
    letter = mail.outbox[0]
    assert "Lights in 2026" in letter.subject
    assert "\n" not in letter.subject
    assert "/fr/guidelines/charter/reviews/" in letter.body
    assert "Tell us\nabout lamps." in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert told(review) == [[1, 0, 0]]
    assert who_was_told(review)[0].told[0].sent is not None


def test_focal_point_and_deputy_are_written_to_before_leads(
    review: ReviewRound, city: Any, lead: Any, editor: Any
) -> None:
    acting(city, "focal@example.org", role="contributor", duty="focal")
    acting(city, "deputy@example.org", role="contributor", duty="deputy")
    ask(review, city, editor)
    assert set(ReviewLetter.objects.values_list("user__email", flat=True)) == {
        "focal@example.org",
        "deputy@example.org",
    }


def test_a_reminder_goes_to_those_who_have_reported_nothing(
    review: ReviewRound, city: Any, lead: Any, editor: Any
) -> None:
    ask(review, city, editor)
    ReviewLetter.objects.update(queued=timezone.now() - timedelta(days=14))
    near = review.closes - timedelta(days=5)
    assert due_occasions(review, near) == ["opening", "closing"]
    assert [queue_letters(review, day) for day in (near, near, review.closes)] == [1, 0, 0]
    other = acting(city, "second@example.org", duty="focal")
    ReviewLetter.objects.filter(occasion="closing").delete()
    provision = Provision.objects.get(document=review.document, key="1")
    contribute(
        review=review, provision=provision, contributor="Lampton", progress="done", text="", named=False, by=other
    )
    queue_letters(review, near)
    assert not ReviewLetter.objects.filter(occasion="closing").exists()


def test_a_short_review_sends_no_reminder_on_the_heels_of_the_first_letter(
    review: ReviewRound, city: Any, lead: Any, editor: Any
) -> None:
    review.closes = review.opens + timedelta(days=5)
    review.save()
    ask(review, city, editor)
    assert due_occasions(review, review.opens) == ["opening"]
    assert due_occasions(review, review.opens + timedelta(days=3)) == ["opening", "closing"]


def test_a_review_that_opens_later_writes_on_its_day(review: ReviewRound, city: Any, lead: Any, editor: Any) -> None:
    review.opens += timedelta(days=2)
    review.save()
    ask(review, city, editor)
    assert not ReviewLetter.objects.exists()
    write_due_letters(review.opens)
    assert ReviewLetter.objects.get().occasion == "opening"


def test_everybody_asked_is_told_of_the_report_while_it_is_news(
    review: ReviewRound, city: Any, lead: Any, editor: Any
) -> None:
    ask(review, city, editor)
    publish_report(review=close_round(review=review, by=editor), report="Lamps are lit.", by=editor)
    assert list(ReviewLetter.objects.values_list("occasion", flat=True)) == ["opening", "report"]
    review.refresh_from_db()
    assert due_occasions(review, review.opens + timedelta(days=30)) == []
    with pytest.raises(AskNotPossible, match="Only an open review"):
        ask(review, city, editor)


@pytest.mark.django_db(transaction=True)
def test_an_organisation_has_an_office_or_nobody_to_write_to(review: ReviewRound, editor: Any) -> None:
    from cities.models import Organisation

    for code in ("lamp-net", "bench-net"):
        Organisation.objects.create(code=code, name=code.title(), kind="network")
    ask_to_take_part(
        review=review, parties=[("organisation", "lamp-net")], by=editor, email="office@example.org", language="ar"
    )
    ask_to_take_part(review=review, parties=[("organisation", "bench-net")], by=editor)
    assert [message.to for message in mail.outbox] == [["office@example.org"]]
    assert "/ar/" in mail.outbox[0].body
    assert [(line.party.name, line.people) for line in who_was_told(review)] == [("Bench-Net", 0), ("Lamp-Net", 1)]
    with pytest.raises(AskNotPossible, match="one organisation"):
        ask_to_take_part(
            review=review,
            parties=[("organisation", "lamp-net"), ("organisation", "bench-net")],
            by=editor,
            email="a@example.org",
        )


def test_one_click_ends_the_letters(review: ReviewRound, city: Any, lead: Any, editor: Any, client: Client) -> None:
    ask(review, city, editor)
    url = f"/guidelines/letters/{token_of(ReviewLetter.objects.get())}/"
    page = client.get(url)
    assert page.status_code == 200
    assert "lead@example.org" not in page.content.decode()
    assert not NoReviewLetters.objects.exists()
    assert "Done." in Client(enforce_csrf_checks=True).post(url).content.decode()
    assert NoReviewLetters.objects.get().user == lead
    assert not ReviewLetter.objects.exists()
    assert queue_letters(review) == 0
    assert client.get(url).status_code == 404
    assert letter_of("forged:token") is None


def test_an_office_ends_the_letters_of_this_review(review: ReviewRound, editor: Any, client: Client) -> None:
    from cities.models import Organisation

    Organisation.objects.create(code="lamp-net", name="Lamp net", kind="network")
    asked = [("organisation", "lamp-net")]
    party = ask_to_take_part(review=review, parties=asked, by=editor, email="office@example.org")[0]
    ReviewLetter.objects.update(claimed=timezone.now(), sent=timezone.now())
    client.post(f"/guidelines/letters/{token_of(ReviewLetter.objects.get())}/")
    party.refresh_from_db()
    assert party.declined is not None
    publish_report(review=close_round(review=review, by=editor), report="Lit.", by=editor)
    assert ReviewLetter.objects.count() == 1


def test_a_refusing_server_is_tried_again_and_a_died_process_is_not(
    review: ReviewRound, city: Any, lead: Any, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMessage

    def refuse(self: Any, **_: Any) -> int:
        raise ConnectionRefusedError

    ask(review, city, editor)
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        assert send_waiting() == 0
    assert who_was_told(review)[0].told[0].failed == "ConnectionRefusedError"
    assert (send_waiting(), send_waiting()) == (1, 0)
    ReviewLetter.objects.update(sent=None, claimed=timezone.now() - timedelta(hours=1))
    assert send_waiting() == 0
    assert who_was_told(review)[0].told[0].stuck


def test_the_editor_asks_on_the_page_and_sees_who_was_told(
    review: ReviewRound, city: Any, lead: Any, editor: Any, visitor: Any, client: Client
) -> None:
    url = review.get_absolute_url()
    client.force_login(visitor)
    assert "Who is asked" not in client.get(url).content.decode()
    assert client.post(f"{url}ask/", {"parties": [f"city:{city.pk}"]}).status_code == 403
    with pytest.raises(PermissionDenied):
        ask(review, city, visitor)
    client.force_login(editor)
    assert f"{url}ask/" in client.get(url).content.decode()
    assert f'value="city:{city.pk}"' in client.get(f"{url}ask/").content.decode()
    client.post(f"{url}ask/", {"parties": [f"city:{city.pk}"], "do": "summary"})
    page = client.post(f"{url}ask/summary/", follow=True).content.decode()
    assert "1 city or organisation is asked." in page
    assert re.search(r"<th scope=\"row\">Lampton", page)
    assert "lead@example.org" not in page


def test_the_city_sees_on_its_desk_what_it_is_asked(
    review: ReviewRound, city: Any, lead: Any, editor: Any, visitor: Any, client: Client
) -> None:
    ask(review, city, editor)
    assert [(item.party.name, item.own) for item in reviews_asked_of(lead)] == [("Lampton", 0)]
    assert reviews_asked_of(visitor) == []
    client.force_login(lead)
    assert "Lights in 2026" in client.get("/desk/").content.decode()


def test_the_command_writes_once_a_day(
    review: ReviewRound, city: Any, lead: Any, editor: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(review, city, editor)
    for expected in ("1 letters", "0 letters"):
        call_command("write_review_letters")
        assert expected in capsys.readouterr().out


def test_who_was_asked_is_forgotten_a_year_after_the_report(
    review: ReviewRound, city: Any, lead: Any, editor: Any
) -> None:
    ask(review, city, editor)
    write_due_letters()
    for days, left in ((0, 1), (364, 1), (366, 0)):
        ReviewRound.objects.update(reported_at=timezone.now() - timedelta(days=days))
        retention.run(dry_run=False)
        assert AskedParty.objects.count() == left
    assert not ReviewLetter.objects.exists()
