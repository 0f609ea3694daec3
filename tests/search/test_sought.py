"""What people look for: counted without who, words only from several visitors, calls made from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from wagtail.users.models import UserProfile

from config.models import User
from search import report, tallying
from search.models import Call, IndexRun, Sought, SoughtOnce, WeekKey
from search.report import OpenCallNotPossible
from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes")]


def search(words: str, visitor: int, **headers: str) -> None:
    Client(REMOTE_ADDR=f"198.51.100.{visitor}").get("/search/", {"q": words}, headers=headers)


def test_words_are_written_only_when_several_visitors_used_them() -> None:
    for _ in range(5):
        search("Ghost Trams", 1)
    search("ghost trams", 2)
    tallying.flush()
    [row] = Sought.objects.all()
    assert (row.words, row.searches, row.visitors, row.without_results) == ("", 6, 2, 6)
    search("GHOST TRAMS!", 3)
    tallying.flush()
    row.refresh_from_db()
    assert (row.words, row.visitors) == ("ghost trams", 3)


def test_nothing_kept_tells_who() -> None:
    search("ghost trams", 77)
    tallying.flush()
    stored = [str(v) for model in (Sought, SoughtOnce, WeekKey) for row in model.objects.values() for v in row.values()]
    assert not any("198.51.100" in value or "trams" in value for value in stored)


@pytest.mark.parametrize("words", ["ana@example.org", "+49 170 1234567", "  ", "?!"])
def test_personal_or_empty_words_are_not_counted(words: str) -> None:
    search(words, 1)
    assert tallying.flush() == 0


def test_people_who_ask_not_to_be_followed_are_not() -> None:
    search("ghost trams", 1, **{"Sec-GPC": "1"})
    assert tallying.flush() == 0


def test_clicks_and_further_pages() -> None:
    n.write("Lamps")
    search("lamps", 1)
    Client().get("/search/?q=lamps&page=2")
    assert Client(enforce_csrf_checks=True).post("/search/clicked", {"q": "lamps"}).status_code == 204
    tallying.flush()
    [row] = Sought.objects.all()
    assert (row.searches, row.without_results, row.clicks) == (1, 0, 1)


def test_when_the_week_is_over_visits_cannot_be_linked() -> None:
    for visitor in (1, 2, 3):
        search("ghost trams", visitor)
    search("rare words", 1)
    tallying.flush()
    past = tallying.this_week() - timedelta(weeks=1)
    for model in (Sought, SoughtOnce, WeekKey):
        model.objects.update(week=past)
    tallying.tidy()
    assert not SoughtOnce.objects.exists()
    assert not WeekKey.objects.exists()
    assert [row.words for row in Sought.objects.all()] == ["ghost trams"]
    Sought.objects.update(week=past - timedelta(weeks=60))
    tallying.tidy()
    assert not Sought.objects.exists()


def test_counts_are_written_after_enough_of_them() -> None:
    for visitor in range(tallying.TOGETHER):
        search("ghost trams", visitor)
    tallying.flush_when_due()
    assert Sought.objects.get().searches == tallying.TOGETHER


def test_report_and_calls(client: Client) -> None:
    n.write("Lamps")
    for visitor in (1, 2, 3):
        search("ghost trams", visitor)
        search("lamps", visitor)
    tallying.note(RequestFactory().post("/"), "lamps", "en", found=True, click=True)
    tallying.flush()
    assert [(row.words, row.searches, row.empty) for row in report.missed()] == [("ghost trams", 3, 1.0)]
    with pytest.raises(OpenCallNotPossible):
        report.open_call(words="?!", question="Which city has ghost trams?")
    with pytest.raises(OpenCallNotPossible):
        report.open_call(words="ghost trams", question="Who?")
    call = report.open_call(words="Ghost  trams", question="Which city has ghost trams?")
    with pytest.raises(OpenCallNotPossible):
        report.open_call(words="ghost TRAMS", question="Which city has ghost trams?")
    assert report.missed()[0].call == call
    assert "Which city has ghost trams?" in client.get("/search/?q=ghost+trams").content.decode()
    assert "Which city has ghost trams?" in client.get("/search/calls/").content.decode()
    report.close_call(call=call)
    assert "Which city has ghost trams?" not in client.get("/search/?q=ghost+trams").content.decode()


class TestStaffPages:
    @pytest.fixture
    def editor(self) -> User:
        user = User.objects.create_user("ed", "ed@example.org", "x")
        names = ["access_admin", "view_sought", "add_call", "change_call", "view_outboxentry"]
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        return user

    def test_the_report_makes_a_call(self, client: Client, editor: User) -> None:
        for visitor in (1, 2, 3):
            search("ghost trams", visitor)
        tallying.flush()
        client.force_login(editor)
        assert "ghost trams" in client.get("/admin/search/sought/").content.decode()
        client.post("/admin/search/sought/", {"words": "ghost trams", "question": "Which city has ghost trams?"})
        call = Call.objects.get()
        assert client.get("/admin/search/sought/").content.decode().count("Which city has ghost trams?") >= 1
        client.post(f"/admin/search/calls/{call.pk}/close/")
        call.refresh_from_db()
        assert call.closed_at

    def test_the_status(self, client: Client, editor: User) -> None:
        client.force_login(editor)
        assert "memory" in client.get("/admin/search/status/").content.decode()

    def test_the_last_runs_in_words(self, client: Client, editor: User) -> None:
        IndexRun.objects.create(action="rebuild", state="failed", engine="memory", documents=1)
        client.force_login(editor)
        UserProfile.objects.create(user=editor, preferred_language="fr")
        page = client.get("/admin/search/status/").content.decode()
        assert "échoué · <time datetime=" in page
        assert "1 fiche</td>" in page

    def test_others_see_neither(self, client: Client) -> None:
        user = User.objects.create_user("bo", "bo@example.org", "x")
        user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
        client.force_login(user)
        for address in ("/admin/search/status/", "/admin/search/sought/"):
            assert client.get(address).status_code in (302, 403)
        assert client.post("/admin/search/calls/1/close/").status_code in (302, 403)
