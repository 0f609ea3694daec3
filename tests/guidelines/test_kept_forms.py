"""A form sent after the session has ended loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guidelines.models import WorkingEdit
from guidelines.views import kept

EDIT = "/guidelines/charter/work/edit/1/"
WORDS = {"wording": "Every street and every stair has light.", "revision": "0"}


@pytest.fixture
def signed_out(publish: Callable[..., Any], client: Client) -> Client:
    """A browser whose session has ended, and that has just sent an edit."""
    publish()
    answer = client.post(EDIT, WORDS)
    assert answer.headers["Location"].endswith(f"/login/?next={EDIT}")
    assert not WorkingEdit.objects.exists()
    return client


def test_the_words_wait_until_their_writer_has_signed_in_again(signed_out: Client, editor: Any) -> None:
    signed_out.force_login(editor)
    for _again in range(2):  # a page that is loaded again still has them
        page = signed_out.get(EDIT).content.decode()
        assert "You were signed out before this was saved" in page
        assert f'name="wording" value="{WORDS["wording"]}"' in page
    assert not WorkingEdit.objects.exists()
    signed_out.post(EDIT, WORDS)
    assert WorkingEdit.objects.get().wording == WORDS["wording"]
    assert "You were signed out" not in signed_out.get(EDIT).content.decode()


def test_they_can_be_left_and_stay_at_their_page(signed_out: Client, editor: Any) -> None:
    signed_out.force_login(editor)
    assert "You were signed out" not in signed_out.get("/guidelines/charter/work/").content.decode()
    page = signed_out.get(EDIT, {"leave": "1"}, follow=True).content.decode()
    assert "You were signed out" not in page
    assert "stair" not in page
    assert not WorkingEdit.objects.exists()


def test_they_are_not_kept_for_ever_nor_without_limit(
    signed_out: Client, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "HOUR", -1)
    signed_out.force_login(editor)
    assert "You were signed out" not in signed_out.get(EDIT).content.decode()
    other = Client()
    monkeypatch.setattr(kept, "LONGEST", 10)
    other.post(EDIT, WORDS)
    assert kept.KEY not in other.session


def test_who_may_not_write_is_still_refused(signed_out: Client, visitor: Any) -> None:
    signed_out.force_login(visitor)
    assert signed_out.post(EDIT, WORDS).status_code == 403
    assert not WorkingEdit.objects.exists()


def test_an_upload_leads_back_to_its_form(publish: Callable[..., Any], editor: Any, client: Client) -> None:
    publish()
    client.force_login(editor)
    page = client.get("/guidelines/charter/work/upload/", follow=True)
    assert page.redirect_chain[-1][0] == "/guidelines/charter/work/"
    assert "Choose the file again" in page.content.decode()


def test_a_proposal_waits_too(publish: Callable[..., Any], visitor: Any, client: Client) -> None:
    publish()
    where = "/guidelines/charter/1/propose/"
    client.post(
        where, {"kind": "reword", "proposed": "Every stair has light.", "proposer": "Lampton", "reason": "Falls."}
    )
    client.force_login(visitor)
    page = client.get(where).content.decode()
    assert 'name="proposed" value="Every stair has light."' in page
    assert 'name="proposer" value="Lampton"' in page
