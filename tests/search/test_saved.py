"""Saved searches and their e-mails: mine only, what is new only, once only, ended with one click (R16, T35)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from config.models import User
from search import saving, telling
from search.models import Digest, KnownRecord, SavedSearch
from search.queries import InvalidQuery, SearchUnavailable
from search.saving import SaveSearchNotPossible
from search.service import get_engine
from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes")]


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana", "ana@example.org", "x")


def save(owner: User, query: str = "q=lamps", frequency: str = "daily", name: str = "Lamps") -> SavedSearch:
    return saving.save_search(owner=owner, query_string=query, language="en", name=name, frequency=frequency)


def later(**period: int) -> int:
    return telling.send_due(timezone.now() + timedelta(**period))


def test_only_what_is_new_and_only_once(ana: User) -> None:
    n.write("Lamps that were there")
    save(ana)
    assert later(days=1, minutes=1) == 0
    n.write("Lamps in a new market")
    n.write("Streets")
    n.write("draft lamps")
    assert later(days=2, minutes=2) == 1
    [message] = mail.outbox
    assert message.to == ["ana@example.org"]
    assert "Lamps in a new market" in message.body
    for other in ("that were there", "Streets", "draft"):
        assert other not in message.body
    assert later(days=3, minutes=3) == 0
    assert len(mail.outbox) == 1


def test_the_periods(ana: User) -> None:
    for frequency in ("at-once", "daily", "weekly", "never"):
        save(ana, f"q=lamps&country={frequency}", frequency)
    telling.send_due()
    now = timezone.now()
    SavedSearch.objects.update(checked_at=now)
    checked = {}
    for period in ({"minutes": 2}, {"hours": 25}, {"days": 8}):
        later(**period)
        checked = {s.frequency: s.checked_at > now for s in SavedSearch.objects.all()}
        if period == {"minutes": 2}:
            assert checked == {"at-once": True, "daily": False, "weekly": False, "never": False}
    assert checked == {"at-once": True, "daily": True, "weekly": True, "never": False}


def test_killed_before_sending_is_never_sent_twice(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    search = save(ana)
    n.write("Lamps new")

    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telling, "_message", killed)
        with pytest.raises(KeyboardInterrupt):
            later(days=2)
    assert Digest.objects.filter(sent_at=None).count() == 1
    assert later(days=4) == 0
    assert mail.outbox == []
    assert KnownRecord.objects.filter(search=search).count() == 1


def test_a_mail_server_that_refuses_is_tried_again(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    save(ana)
    n.write("Lamps new")
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError("refused")))
        assert later(days=2) == 0
    assert later(days=2, minutes=1) == 1
    assert len(mail.outbox) == 1


def test_an_engine_that_is_down_is_tried_again(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    save(ana)
    n.write("Lamps new")
    with monkeypatch.context() as patch:
        patch.setattr(get_engine(), "search", lambda q: (_ for _ in ()).throw(SearchUnavailable("down")))
        assert later(days=2) == 0
    assert later(days=2, minutes=1) == 1


def test_people_who_left_get_nothing(ana: User) -> None:
    save(ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    n.write("Lamps new")
    assert later(days=2) == 0


@pytest.mark.trust("T35")
def test_no_header_can_be_smuggled_in(ana: User) -> None:
    save(ana, name="Lamps\r\nBcc: all@example.org")
    n.write("Lamps new")
    later(days=2)
    [message] = mail.outbox
    assert "\n" not in message.subject
    assert message.recipients() == ["ana@example.org"]


def test_unsubscribe_by_the_signed_link(ana: User) -> None:
    search = save(ana)
    n.write("Lamps new")
    later(days=2)
    [message] = mail.outbox
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + address.split("/", 3)[3]
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    search.refresh_from_db()
    assert search.frequency == "daily"  # a scanner that follows links ends nothing
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    search.refresh_from_db()
    assert search.frequency == "never"
    assert stranger.get(path[:-2] + "x/").status_code == 404


def test_equal_searches_are_one_and_limits_are_said(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = save(ana, "country=FR&country=CO&q=lamps&page=3&view=map")
    again = save(ana, "q=lamps&country=CO&country=FR", "weekly", "Other name")
    assert first.pk == again.pk
    assert SavedSearch.objects.get().frequency == "weekly"
    monkeypatch.setattr(saving, "MOST", 1)
    with pytest.raises(SaveSearchNotPossible, match="Delete one"):
        save(ana, "q=other")
    with pytest.raises(InvalidQuery):
        save(ana, "colour=red")
    with pytest.raises(SaveSearchNotPossible):
        save(ana, frequency="hourly")


class TestPages:
    def test_save_change_delete(self, client: Client, ana: User) -> None:
        n.write("Lamps")
        client.force_login(ana)
        assert "Save this search" in client.get("/search/?q=lamps").content.decode()
        client.post("/search/save", {"search": "q=lamps", "name": "My lamps", "frequency": "daily"})
        html = client.get("/search/saved/").content.decode()
        assert "My lamps" in html
        key = SavedSearch.objects.get().pk
        client.post(f"/search/saved/{key}/", {"frequency": "never"})
        assert SavedSearch.objects.get().frequency == "never"
        client.post(f"/search/saved/{key}/", {"delete": "1"})
        assert not SavedSearch.objects.exists()
        response = client.post("/search/save", {"search": "colour=red"}, follow=True)
        assert "unknown facet" in response.content.decode()

    def test_other_peoples_searches_are_not_found(self, client: Client, ana: User) -> None:
        search = save(ana)
        client.force_login(User.objects.create_user("bo", "bo@example.org", "x"))
        assert client.post(f"/search/saved/{search.pk}/", {"delete": "1"}).status_code == 404
        assert "Lamps" not in client.get("/search/saved/").content.decode()
        assert SavedSearch.objects.exists()

    def test_visitors_are_asked_to_sign_in(self, client: Client) -> None:
        for address in ("/search/saved/", "/search/save", "/search/saved/1/"):
            assert client.post(address).status_code == 302
        assert "Sign in to save" in client.get("/search/").content.decode()
