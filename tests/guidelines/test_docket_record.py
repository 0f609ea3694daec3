"""A proposal's record: its number, every step with who and when, and who is told of it by letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from config import retention
from guidelines.models import Amendment, DocketLetter, NoDocketLetters
from guidelines.services import (
    AmendmentNotPossible,
    comment_on_amendment,
    decide_amendment,
    moderate_amendment,
    moderate_comment,
    publish_accepted,
    recommend,
    record_action,
    reopen_amendment,
    withdraw_amendment,
)
from guidelines.services.docket_letters import send_waiting
from tests.factories.records import PracticePageFactory
from tests.guidelines.test_amendments import opened, propose

Publish = Callable[..., Any]


@pytest.fixture
def document(publish: Publish) -> Any:
    return publish().document


@pytest.fixture
def sent(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], list[Any]]:
    """sent(do): what `do` makes leave by mail."""

    def run(do: Callable[[], Any]) -> list[Any]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return mail.outbox[before:]

    return run


def decide(amendment: Amendment, editor: Any, decision: str = "accepted", **more: Any) -> Amendment:
    return decide_amendment(amendment=amendment, decision=decision, body="Review meeting", by=editor, **more)


def test_what_becomes_public_is_numbered_within_its_text(
    publish: Publish, document: Any, visitor: Any, editor: Any
) -> None:
    never = propose(document, "1", "Every lane has light.", visitor)
    moderate_amendment(amendment=never, publish=False, by=editor)
    first = opened(document, "1", "Every square has light.", visitor, editor)
    second = opened(document, "3", "Nobody is asked.", visitor, editor)
    other = opened(publish(code="second").document, "1", "Every park has light.", visitor, editor)
    never.refresh_from_db()
    assert [a.label for a in (never, first, second, other)] == ["", "A.1", "A.2", "A.1"]
    withdraw_amendment(amendment=first, by=visitor)
    assert opened(document, "4", "All may sit.", visitor, editor).label == "A.3", "a number is never given twice"


def test_every_step_stays_in_the_record(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    record_action(amendment=proposal, text="Referred to the drafting group.", body="Bureau", by=editor)
    decide(proposal, editor, "rejected", reason="Too wide.", day=date(2026, 3, 2))
    reopen_amendment(amendment=proposal, by=editor)
    decide(proposal, editor, reason="Light is safety.")
    publish_accepted(document=document, status="draft", by=editor)
    kinds = list(proposal.actions.values_list("kind", "body", "day"))
    assert kinds == [
        ("published", "", None),
        ("recorded", "Bureau", None),
        ("rejected", "Review meeting", date(2026, 3, 2)),
        ("reopened", "", None),
        ("accepted", "Review meeting", None),
        ("applied", "", None),
    ]
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "Referred to the drafting group." in page
    assert "Too wide." in page
    assert "In force since version 2" in page
    assert "visitor@" not in page
    assert "editor@" not in page


def test_the_day_of_a_decision_is_the_day_the_body_met(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    with pytest.raises(AmendmentNotPossible, match="still to come"):
        decide(proposal, editor, day=timezone.now().date() + timedelta(days=3))
    decide(proposal, editor, day=date(2026, 3, 2))
    assert '<time datetime="2026-03-02">' in client.get(proposal.get_absolute_url()).content.decode()
    reopen_amendment(amendment=proposal, by=editor)
    proposal.refresh_from_db()
    assert proposal.decided_on is None


def test_editors_recommend_and_two_of_them_do_not_overwrite_each_other(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    client.force_login(editor)
    where = f"{proposal.get_absolute_url()}record/"
    seen = str(proposal.revision)
    client.post(where, {"do": "recommend", "recommendation": "Accept with “well lit”.", "revision": seen})
    proposal.refresh_from_db()
    assert proposal.recommendation == "Accept with “well lit”."
    second = client.post(where, {"do": "recommend", "recommendation": "Reject.", "revision": seen})
    page = second.content.decode()
    assert "changed or decided meanwhile" in page
    assert "Reject." in page, "what was typed stays"
    proposal.refresh_from_db()
    assert proposal.recommendation == "Accept with “well lit”."
    empty = client.post(where, {"do": "record", "text": " ", "revision": str(proposal.revision)}).content.decode()
    assert "Say what was done." in empty
    client.post(where, {"do": "record", "text": "Discussed.", "body": "Bureau", "revision": "1"})
    proposal.refresh_from_db()
    assert proposal.latest_action == "Bureau: Discussed."


def test_only_editors_prepare_and_only_what_is_public(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = propose(document, "1", "Every safe street has light.", visitor)
    for verb, words in ((recommend, {"recommendation": "x"}), (record_action, {"text": "x"})):
        with pytest.raises(PermissionDenied):
            verb(amendment=proposal, by=visitor, **words)
        with pytest.raises(AmendmentNotPossible):
            verb(amendment=proposal, by=editor, **words)
    client.force_login(visitor)
    assert (
        client.post(f"{proposal.get_absolute_url()}record/", {"do": "record", "text": "x", "revision": 1}).status_code
        == 403
    )


def test_a_proposer_is_told_what_became_of_the_proposal(
    document: Any, visitor: Any, editor: Any, sent: Any, client: Client
) -> None:
    visitor.language = "fr"
    visitor.save()
    proposal = propose(document, "1", "Every safe street has light.", visitor)
    public = sent(lambda: moderate_amendment(amendment=proposal, publish=True, by=editor))
    assert [letter.to for letter in public] == [["visitor@example.org"]]
    assert proposal.get_absolute_url() in public[0].body
    proposal.refresh_from_db()
    told = sent(lambda: decide(proposal, editor, "amended", wording="Every street has good light.", reason="Clearer."))
    assert len(told) == 1
    assert "A.1" in told[0].subject
    assert "Every street has good light." in told[0].body
    assert "Clearer." in told[0].body
    assert "/fr/guidelines/" in told[0].body
    in_force = sent(lambda: publish_accepted(document=document, status="draft", by=editor))
    assert [letter.to for letter in in_force] == [["visitor@example.org"]]
    end = re.search(r"https?://[^/]+(/\S*letters/proposals/\S+/)", in_force[0].body)
    assert end
    assert in_force[0].extra_headers["List-Unsubscribe"] == f"<{end[0]}>"
    assert client.get(end[1]).status_code == 200
    assert not NoDocketLetters.objects.exists(), "a mail scanner that follows links ends nothing"
    assert client.post(end[1]).status_code == 200
    assert client.post(end[1]).status_code == 200
    another = propose(document, "3", "Nobody is asked.", visitor)
    assert sent(lambda: moderate_amendment(amendment=another, publish=True, by=editor)) == []
    assert client.get("/guidelines/letters/proposals/forged/").status_code == 404


def test_what_is_not_published_says_why_to_its_proposer_alone(
    document: Any, visitor: Any, editor: Any, sent: Any, client: Client
) -> None:
    proposal = propose(document, "1", "Every safe street has light.", visitor)
    client.force_login(editor)
    where = f"{proposal.get_absolute_url()}decision/"
    letters = sent(lambda: client.post(where, {"do": "refuse", "reason": "The city did not send it."}))
    assert "The city did not send it." in letters[0].body
    client.force_login(visitor)
    assert "The city did not send it." in client.get(proposal.get_absolute_url()).content.decode()
    client.logout()
    assert client.get(proposal.get_absolute_url()).status_code == 404


def test_whoever_did_it_is_not_told_and_who_discussed_is_told_of_decisions(
    document: Any, visitor: Any, editor: Any, sent: Any
) -> None:
    from config.models import User

    neighbour = User.objects.create_user("neighbour", "neighbour@example.org", "x")
    silent = User.objects.create_user("silent", "silent@example.org", "x")
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    shown = comment_on_amendment(amendment=proposal, speaker="Lampton", text="We agree.", by=neighbour)
    comment_on_amendment(amendment=proposal, speaker="Nowhere", text="Spam.", by=silent)
    moderate_comment(comment=shown, show=True, by=editor)
    send_waiting()
    noted = sent(lambda: record_action(amendment=proposal, text="Discussed.", by=editor))
    assert [letter.to[0] for letter in noted] == ["visitor@example.org"]
    decided = sent(lambda: decide(proposal, editor))
    assert sorted(letter.to[0] for letter in decided) == ["neighbour@example.org", "visitor@example.org"]
    own = opened(document, "3", "Nobody is asked.", visitor, editor)
    send_waiting()
    assert sent(lambda: withdraw_amendment(amendment=own, by=visitor)) == []


def test_a_letter_the_server_refuses_leaves_later_and_once(
    document: Any, visitor: Any, editor: Any, sent: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def refuse(self: Any, **kwargs: Any) -> int:
        raise SMTPException

    proposal = propose(document, "1", "Every safe street has light.", visitor)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        sent(lambda: moderate_amendment(amendment=proposal, publish=True, by=editor))
    assert DocketLetter.objects.get().failure == "SMTPException"
    call_command("write_review_letters")
    assert "1 letters about proposals" in capsys.readouterr().out
    assert send_waiting() == 0
    assert len(mail.outbox) == 1
    DocketLetter.objects.update(sent=timezone.now() - timedelta(days=400))
    retention.run(dry_run=False)
    assert not DocketLetter.objects.exists()


def test_a_comment_that_was_taken_down_leaves_a_trace_without_its_words(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    never = comment_on_amendment(amendment=proposal, speaker="Nowhere", text="Buy lamps.", by=visitor)
    public = comment_on_amendment(amendment=proposal, speaker="Lampton", text="We agree.", by=visitor)
    moderate_comment(comment=never, show=False, by=editor)
    moderate_comment(comment=public, show=True, by=editor)
    moderate_comment(comment=public, show=False, by=editor)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert page.count("was taken down by the editors") == 1
    for word in ("We agree.", "Lampton", "Buy lamps.", "Nowhere"):
        assert word not in page
    moderate_comment(comment=public, show=True, by=editor)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "We agree." in page
    assert "was taken down" not in page


def test_evidence_that_is_no_longer_public_is_counted_not_shown(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    kept, gone = PracticePageFactory(title="Lamps by the river"), PracticePageFactory(title="Lamps by the lake")
    evidence = [("practice", f"practice:{page.pk}", "", "") for page in (kept, gone)]
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor, evidence=evidence)
    gone.unpublish()
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "Lamps by the river" in page
    assert "Lamps by the lake" not in page
    assert "One more record was named as evidence" in page
    gone.delete()
    assert "One more record was named as evidence" in client.get(proposal.get_absolute_url()).content.decode()


def test_who_moderates_sees_whether_the_account_acts_for_the_city_named(
    document: Any, visitor: Any, editor: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = propose(document, "1", "Every safe street has light.", visitor, proposer="Lampton")
    client.force_login(editor)
    assert "acts for no city of this site" in client.get(proposal.get_absolute_url()).content.decode()
    monkeypatch.setattr("guidelines.views.docket.acts_for", lambda user: ["Lampton"])
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "This account acts for: Lampton" in " ".join(page.split())
    client.force_login(visitor)
    assert "This account" not in client.get(proposal.get_absolute_url()).content.decode()
