"""A review as those who take part meet it: drafts, corrections, late reports, an office's link, what stays private."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from cities.models import Organisation
from guidelines.models import AskedParty, Contribution, Provision, ReviewRound
from guidelines.selectors.rounds import figures, reviews_asked_of, who_was_told
from guidelines.services import RoundNotPossible, close_round, contribute, open_round, publish_report
from guidelines.services.letters import answers_token, ask_to_take_part, party_of, send_waiting
from guidelines.services.reviews import change_round, take_back
from tests.guidelines.test_review_letters import acting

Publish = Callable[..., Any]


@pytest.fixture
def review(publish: Publish, editor: Any) -> ReviewRound:
    return open_round(
        document=publish().document,
        title="Lights in 2026",
        invitation="Tell us about lamps.",
        opens=timezone.localdate(),
        closes=timezone.localdate() + timedelta(days=20),
        by=editor,
    )


@pytest.fixture
def office(review: ReviewRound, editor: Any) -> AskedParty:
    Organisation.objects.create(code="lamps", name="Friends of Lamps")
    return ask_to_take_part(review=review, parties=[("organisation", "lamps")], email="office@example.org", by=editor)[
        0
    ]


def street(review: ReviewRound) -> Provision:
    found: Provision = Provision.objects.get(document=review.document, key="1")
    return found


def report(review: ReviewRound, by: Any, contributor: str = "Lampton", **more: Any) -> Contribution:
    values = {"progress": "partly", "text": "Half of them.", "named": False, **more}
    return contribute(review=review, provision=street(review), contributor=contributor, by=by, **values)


def where(review: ReviewRound) -> str:
    return f"{review.get_absolute_url()}1/"


def sent(do: str, **more: str) -> dict[str, str]:
    return {"do": do, "contributor": "Lampton", "progress": "partly", "text": "Half of them.", **more}


def test_a_draft_is_its_writers_alone_until_it_is_handed_in(
    review: ReviewRound, visitor: Any, editor: Any, client: Client
) -> None:
    client.force_login(visitor)
    assert client.post(where(review), sent("draft", progress="", contributor="")).status_code == 302
    assert b"draft" in client.get(review.get_absolute_url()).content
    assert b"Half of them." in client.get(where(review)).content
    assert figures(review)["contributors"] == 0
    reader = Client()
    reader.force_login(editor)
    assert b"Half of them." not in reader.get(f"{review.get_absolute_url()}reports/").content
    assert client.post(where(review), sent("hand_in")).status_code == 302
    assert figures(review)["contributors"] == 1
    assert b"Half of them." in reader.get(f"{review.get_absolute_url()}reports/").content


@pytest.mark.parametrize(("missing", "told"), [("progress", "Say how far you are."), ("contributor", "Name the city")])
def test_what_is_missing_is_told_at_its_field(
    review: ReviewRound, visitor: Any, client: Client, missing: str, told: str
) -> None:
    client.force_login(visitor)
    answer = client.post(where(review), sent("hand_in", **{missing: ""}))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert told in page
    assert f'href="#id_{missing}"' in page
    assert "Half of them." in page


def test_a_report_is_corrected_and_taken_back(review: ReviewRound, visitor: Any, client: Client) -> None:
    client.force_login(visitor)
    client.post(where(review), sent("hand_in"))
    client.post(where(review), sent("hand_in", progress="done"))
    assert Contribution.objects.get().progress == "done"
    client.post(where(review), sent("take_back"))
    assert not Contribution.objects.exists()


def test_only_editors_read_the_reports(review: ReviewRound, visitor: Any, editor: Any, client: Client) -> None:
    report(review, visitor)
    page = f"{review.get_absolute_url()}reports/"
    assert client.get(page).status_code == 302
    client.force_login(visitor)
    assert client.get(page).status_code == 403
    client.force_login(editor)
    assert "no: number only" in client.get(page).content.decode()


def test_nothing_that_was_not_released_is_public(
    review: ReviewRound, visitor: Any, editor: Any, client: Client
) -> None:
    """Neither before the report nor after it, nor a draft at any time."""
    report(review, visitor, "Quiet Town", text="our secret")
    report(review, editor, "Open City", text="our lamps", named=True, draft=True)
    publish_report(review=close_round(review=review, by=editor), report="One took part.", by=editor)
    code = review.document.code
    for path in (
        review.get_absolute_url(),
        f"/guidelines/{code}/reviews/",
        f"/guidelines/{code}/1/",
        f"/api/v1/guidelines/{code}",
        f"/api/v1/guidelines/{code}/jsonld",
        "/search.json?q=secret",
        "/search.atom?q=lamps",
    ):
        page = client.get(path).content.decode()
        for private in ("Quiet Town", "our secret", "Open City", "our lamps", "visitor@example.org"):
            assert private not in page, path


def test_colleagues_of_one_city_are_one_contributor(review: ReviewRound, visitor: Any, editor: Any) -> None:
    report(review, visitor, "Lampton")
    report(review, editor, "LAMPTON")
    assert figures(review)["contributors"] == 1


def test_late_reports_need_more_time_and_editors_give_it(
    review: ReviewRound, visitor: Any, editor: Any, client: Client
) -> None:
    ReviewRound.objects.filter(pk=review.pk).update(
        opens=timezone.localdate() - timedelta(9), closes=timezone.localdate() - timedelta(1)
    )
    client.force_login(visitor)
    page = client.get(review.get_absolute_url()).content.decode()
    assert "the time for reports ended" in page
    assert "Report on the provisions" not in page
    late = client.post(where(review), sent("hand_in"))
    assert late.status_code == 400
    assert b"not open for contributions" in late.content
    period = {
        "title": review.title,
        "invitation": "",
        "opens": timezone.localdate() - timedelta(9),
        "closes": timezone.localdate(),
    }
    assert client.post(f"{review.get_absolute_url()}change/", period).status_code == 403
    client.force_login(editor)
    assert client.post(f"{review.get_absolute_url()}change/", period).status_code == 302
    report(review_now(review), visitor)


def review_now(review: ReviewRound) -> ReviewRound:
    return ReviewRound.objects.get(pk=review.pk)  # type: ignore[no-any-return]


def test_a_closed_review_opens_again_until_its_report(review: ReviewRound, editor: Any) -> None:
    close_round(review=review, by=editor)
    values = {
        "title": "Lights",
        "invitation": "",
        "opens": timezone.localdate(),
        "closes": timezone.localdate(),
        "by": editor,
    }
    with pytest.raises(RoundNotPossible, match="This day is over"):
        change_round(
            review=review,
            **{**values, "opens": timezone.localdate() - timedelta(9), "closes": timezone.localdate() - timedelta(1)},
        )
    assert change_round(review=review, **values).state == "open"
    publish_report(review=close_round(review=review_now(review), by=editor), report="Done.", by=editor)
    with pytest.raises(RoundNotPossible, match="report of this review is published"):
        change_round(review=review, **values)


def test_what_was_reported_stays_readable_to_its_writer(
    review: ReviewRound, visitor: Any, editor: Any, client: Client
) -> None:
    report(review, visitor)
    close_round(review=review, by=editor)
    client.force_login(visitor)
    assert "What you reported" in client.get(review.get_absolute_url()).content.decode()
    page = client.get(where(review)).content.decode()
    assert "Half of them." in page
    assert "Hand in" not in page
    with pytest.raises(RoundNotPossible):
        take_back(review=review_now(review), provision=street(review), by=visitor)


def test_a_report_two_editors_write_is_not_lost(review: ReviewRound, editor: Any, client: Client) -> None:
    publish_report(review=close_round(review=review, by=editor), report="First.", by=editor)
    client.force_login(editor)
    answer = client.post(f"{review.get_absolute_url()}conclude/", {"do": "report", "report": "Second words."})
    assert answer.status_code == 400
    assert "Close the review before" in answer.content.decode()
    assert review.editions.get().report == "First."


def test_editors_see_who_of_those_asked_has_reported(review: ReviewRound, editor: Any, office: AskedParty) -> None:
    from tests.factories.records import CityPageFactory

    city = CityPageFactory(title="Lampton")
    lead = acting(city, "lead@example.org")
    ask_to_take_part(review=review, parties=[("city", str(city.pk))], by=editor)
    assert [line.reported for line in who_was_told(review)] == [0, 0]
    report(review, lead, draft=True)
    assert [line.reported for line in who_was_told(review)] == [0, 0]
    assert reviews_asked_of(lead)[0].own == 0
    report(review, lead)
    report(review, None, "Friends of Lamps", party=office)
    assert {line.party.name: line.reported for line in who_was_told(review)} == {"Lampton": 1, "Friends of Lamps": 1}


@pytest.mark.django_db(transaction=True)
def test_an_office_reports_by_the_link_in_its_letter(review: ReviewRound, editor: Any, client: Client) -> None:
    Organisation.objects.create(code="lamps", name="Friends of Lamps")
    ask_to_take_part(review=review, parties=[("organisation", "lamps")], email="office@example.org", by=editor)
    send_waiting()
    found = re.search(r"https?://[^/\s]+(/guidelines/answers/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    link = found[1]
    page = client.get(link)
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]
    assert "Friends of Lamps" in page.content.decode()
    assert b'value="Friends of Lamps"' in client.get(f"{link}1/").content
    answer = client.post(f"{link}1/", sent("hand_in", contributor="Friends of Lamps", named="on"))
    assert answer.status_code == 302
    stored = Contribution.objects.get()
    assert (stored.party.name, stored.submitted_by, stored.named) == ("Friends of Lamps", None, True)
    assert figures(review)["named"] == ["Friends of Lamps"]
    close_round(review=review, by=editor)
    assert client.post(f"{link}1/", sent("take_back")).status_code == 400
    assert Contribution.objects.count() == 1


def test_a_link_of_an_office_is_its_own(review: ReviewRound, office: AskedParty, editor: Any, client: Client) -> None:
    token = answers_token(office)
    assert party_of(token) == office
    for wrong in (f"{token}x", "nonsense", token.split(":")[0]):
        assert client.get(f"/guidelines/answers/{wrong}/").status_code == 404
    AskedParty.objects.filter(pk=office.pk).update(email="other@example.org")
    assert client.get(f"/guidelines/answers/{token}/").status_code == 404  # the address was mistaken: its link ends
    report(review, editor, "Lampton")
    AskedParty.objects.filter(pk=office.pk).update(email=office.email)
    assert b"Half of them." not in client.get(f"/guidelines/answers/{token}/1/").content


def test_nobody_reports_without_an_account_or_a_link(review: ReviewRound, client: Client) -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(PermissionDenied):
        report(review, AnonymousUser())
    assert client.get(where(review)).status_code == 302


def test_provisions_without_a_heading_are_listed_by_their_words(review: ReviewRound, client: Client) -> None:
    assert b"Every street has light." in client.get(review.get_absolute_url()).content


def test_a_person_of_one_city_need_not_type_its_name(review: ReviewRound, client: Client) -> None:
    from tests.factories.records import CityPageFactory

    client.force_login(acting(CityPageFactory(title="Lampton"), "lead@example.org"))
    assert b'value="Lampton"' in client.get(where(review)).content
    assert b'value="Lampton"' in client.get(f"/guidelines/{review.document.code}/1/propose/").content


def test_a_call_is_answered_and_closed(review: ReviewRound, editor: Any, visitor: Any, client: Client) -> None:
    from guidelines.services import call_for_practices
    from practices.models import ToolProvision
    from tests.factories.records import ToolPageFactory

    call = call_for_practices(provision=street(review), text="Lamps that last", region="Africa", by=editor)
    page = client.get("/guidelines/calls/").content.decode()
    assert "Every street has light." in page
    assert "Tell what your city did" in page
    assert "Close the call" not in page
    tool = ToolPageFactory()
    ToolProvision.objects.create(tool=tool, document=review.document.code, address="1", provision=call.provision)
    assert "1 Tool" in client.get("/guidelines/calls/").content.decode()
    close = f"/guidelines/calls/{call.pk}/close/"
    client.force_login(visitor)
    assert client.post(close).status_code == 403
    client.force_login(editor)
    assert client.get(close).status_code == 405
    for _ in range(2):
        assert client.post(close).status_code == 302
    call.refresh_from_db()
    assert call.closed_at is not None
    page = client.get("/guidelines/calls/").content.decode()
    assert "No call is open" in page
    assert "Lamps that last" in page.split("Closed calls")[1]
    call_for_practices(provision=street(review), text="Again", region="Africa", by=editor)


def test_a_call_is_only_opened_by_editors(review: ReviewRound, visitor: Any, editor: Any, client: Client) -> None:
    where = f"/guidelines/{review.document.code}/call/1/"
    client.force_login(visitor)
    assert client.get(where).status_code == 403
    client.force_login(editor)
    answer = client.post(where, {"text": " "})
    assert answer.status_code == 400
    assert 'href="#id_text"' in answer.content.decode()
