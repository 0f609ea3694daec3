"""The docket as its users meet it: evidence, forms sent twice, clashes, decisions, discussion, who sees what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import translation

from guidelines.choices import AmendmentState
from guidelines.evidence import read_evidence
from guidelines.models import Amendment, AmendmentComment
from guidelines.selectors.docket import docket_lines, why_not_carried_out
from guidelines.services import (
    AmendmentNotPossible,
    comment_on_amendment,
    decide_amendment,
    moderate_amendment,
    moderate_comment,
    publish_accepted,
    withdraw_amendment,
)
from tests.factories.records import PracticePageFactory
from tests.guidelines.test_amendments import opened, propose

Publish = Callable[..., Any]


@pytest.fixture
def document(publish: Publish) -> Any:
    return publish().document


def sent(words: str = "Every safe street has light.", **more: str) -> dict[str, str]:
    return {"kind": "reword", "proposed": words, "proposer": "City of Example", "reason": "Fear.", **more}


def decided(amendment: Amendment, editor: Any, decision: str = "accepted", **more: Any) -> Amendment:
    return decide_amendment(amendment=amendment, decision=decision, body="Review", by=editor, **more)


def test_every_record_named_as_evidence_is_kept(document: Any, visitor: Any, client: Client) -> None:
    """Wagtail keeps the first page it finds on the request; the second line must not become the first."""
    one, two = PracticePageFactory(), PracticePageFactory()
    client.force_login(visitor)
    evidence = (
        f"{one.url}\nhttp://testserver{two.url}?from=mail#steps\nA study of lamps, https://example.org/lamps\n{one.url}"
    )
    client.post(f"/guidelines/{document.code}/1/propose/", sent(evidence=evidence))
    kept = list(Amendment.objects.get().evidence.order_by("pk").values_list("kind", "record", "title", "url"))
    assert kept == [
        ("practice", f"practice:{one.pk}", "", ""),
        ("practice", f"practice:{two.pk}", "", ""),
        ("study", "", "A study of lamps", "https://example.org/lamps"),
    ]


def test_evidence_that_cannot_be_read_names_its_line(document: Any, visitor: Any, client: Client) -> None:
    client.force_login(visitor)
    answer = client.post(
        f"/guidelines/{document.code}/1/propose/", sent(evidence="https://example.org/a\n/nowhere/at/all/")
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Line 2: there is no public practice or tool at “/nowhere/at/all/”" in page
    assert 'href="#id_evidence"' in page
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("\n".join(f"Study {n}" for n in range(21)), "21 lines"),
        ("x" * 301, "at most 300"),
        (f"https://example.org/{'x' * 200}", "address 200"),
        ("https://localhost:port/x", "not a complete address"),
        ("/", "no public practice or tool"),
    ],
)
def test_evidence_is_refused_rather_than_cut(document: Any, lines: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        read_evidence(RequestFactory().get("/"), lines)


def test_a_form_sent_twice_makes_one_proposal_and_one_comment(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    client.force_login(visitor)
    where = [client.post(f"/guidelines/{document.code}/1/propose/", sent()).headers["Location"] for _ in range(2)]
    assert where[0] == where[1]
    proposal = moderate_amendment(amendment=Amendment.objects.get(), publish=True, by=editor)
    for _ in range(2):
        client.post(f"{proposal.get_absolute_url()}comments/", {"speaker": "Lampton", "text": "Yes."})
    assert AmendmentComment.objects.count() == 1
    withdraw_amendment(amendment=proposal, by=visitor)
    client.post(f"/guidelines/{document.code}/1/propose/", sent())
    assert Amendment.objects.count() == 2  # what was withdrawn can be proposed again


def test_an_addition_is_not_the_provision_itself(document: Any, visitor: Any, client: Client) -> None:
    client.force_login(visitor)
    answer = client.post(f"/guidelines/{document.code}/1/propose/", sent("Every street has light.", kind="add"))
    assert answer.status_code == 400
    assert "Write only those of the one that is added" in answer.content.decode()


def test_an_open_proposal_clashes_with_an_accepted_one(document: Any, visitor: Any, editor: Any) -> None:
    decided(opened(document, "1", "Every square has light.", visitor, editor), editor)
    two = opened(document, "1", "Every path has light.", visitor, editor, proposer="City of Sample")
    clash = docket_lines([two])[0].clashes[0]
    assert (clash.other.state, clash.words) == (AmendmentState.ACCEPTED, "square")


def test_the_proposal_stays_readable_beside_what_was_accepted(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    decided(proposal, editor, "amended", wording="Every street has good light.")
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "Accepted wording" in page
    assert "safe</ins>" in page
    assert "good</ins>" in page


@pytest.mark.parametrize(
    ("kind", "words", "decision", "wording", "told"),
    [
        (
            "reword",
            "Every safe street has light.",
            "accepted",
            "Every street has good light.",
            "You changed the wording",
        ),
        ("reword", "Every safe street has light.", "amended", "Every street has light.", "wording in force"),
        ("delete", "", "amended", "Some street has light.", "no wording to amend"),
        ("recast", "Every street has light.\nEvery square too.", "amended", "Every street.", "at least two"),
    ],
)
def test_a_decision_that_loses_words_is_refused(
    document: Any, visitor: Any, editor: Any, kind: str, words: str, decision: str, wording: str, told: str
) -> None:
    proposal = opened(document, "1", words, visitor, editor, kind=kind)
    with pytest.raises(AmendmentNotPossible, match=told):
        decided(proposal, editor, decision, wording=wording)


def test_what_the_text_has_overtaken_is_told_and_not_accepted(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    late = opened(document, "1", "Every path has light.", visitor, editor, proposer="City of Sample")
    decided(opened(document, "1", "Every square has light.", visitor, editor), editor)
    publish_accepted(document=document, status="adopted", by=editor)
    assert "has changed since" in why_not_carried_out(late)
    assert "It cannot be carried out as it is" in client.get(late.get_absolute_url()).content.decode()
    with pytest.raises(AmendmentNotPossible, match="has changed since"):
        decided(late, editor)
    assert decided(late, editor, "rejected").state == AmendmentState.REJECTED


def test_a_refused_decision_keeps_what_was_typed(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    client.force_login(editor)
    form = {"do": "decide", "decision": "accepted", "body": "Committee of lamps", "revision": 1, "reason": "Agreed."}
    answer = client.post(f"{proposal.get_absolute_url()}decision/", form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "look at it again" in page
    assert "Committee of lamps" in page
    assert f'name="revision" value="{proposal.revision}"' in page


def test_a_withdrawal_says_who_and_when(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = withdraw_amendment(
        amendment=opened(document, "1", "Every safe street has light.", visitor, editor), by=visitor
    )
    assert proposal.decided_at is not None
    assert proposal.latest_action == "Withdrawn: City of Example"
    client.force_login(editor)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "<strong>Withdrawn</strong> · City of Example" in page
    assert "Take the decision back" not in page


def test_the_latest_action_is_in_the_language_of_the_text(document: Any, visitor: Any, editor: Any) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    with translation.override("fr"):
        assert decided(proposal, editor).latest_action == "Accepted: Review"


def test_a_comment_is_shown_hidden_and_shown_again(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    comment = comment_on_amendment(amendment=proposal, speaker="Lampton", text="Warm light.", by=visitor)
    where = proposal.get_absolute_url()

    def seen_by(user: Any) -> bool:
        reader = Client()
        if user is not None:
            reader.force_login(user)
        return b"Warm light." in reader.get(where).content

    assert [seen_by(user) for user in (None, visitor, editor)] == [False, True, True]
    for show in (True, False, True):
        moderate_comment(comment=comment, show=show, by=editor)
        assert [seen_by(user) for user in (None, visitor, editor)] == [show, True, True]
    client.force_login(editor)
    assert client.post(f"{where}comments/", {"comment": "1x"}).status_code == 404


def test_a_proposer_finds_what_waits_and_nobody_else_does(
    document: Any, visitor: Any, editor: Any, django_user_model: Any
) -> None:
    propose(document, "1", "Every safe street has light.", visitor)
    stranger = django_user_model.objects.create_user("stranger", "stranger@example.org", "x")
    where = f"/guidelines/{document.code}/amendments/"
    for user, seen in ((visitor, True), (editor, True), (stranger, False), (None, False)):
        reader = Client()
        if user is not None:
            reader.force_login(user)
        assert (b"City of Example" in reader.get(where).content) is seen


def test_the_docket_is_narrowed_to_a_state(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    opened(document, "1", "Every safe street has light.", visitor, editor)
    decided(opened(document, "3", "Nobody is asked.", visitor, editor, proposer="Lampton"), editor, "rejected")
    where = f"/guidelines/{document.code}/amendments/"
    assert "· <bdi>Lampton</bdi></a>" not in client.get(where, {"state": "open"}).content.decode()
    assert b"Lampton" in client.get(where, {"state": "rejected"}).content
    assert b"Lampton" in client.get(where, {"state": "nonesuch"}).content
