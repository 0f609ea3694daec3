"""The docket: from a city's proposal to a version in which a link asks to be checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from docx import Document as Word

from guidelines.importers.docket import read_docket
from guidelines.importers.source import UnreadableText
from guidelines.models import Amendment, DocumentVersion, Provision, ProvisionVersion
from guidelines.selectors.docket import docket_lines
from guidelines.selectors.rounds import figures
from guidelines.services import (
    AmendmentNotPossible,
    EditConflict,
    PublishNotPossible,
    RoundNotPossible,
    call_for_practices,
    close_round,
    contribute,
    decide_amendment,
    load_docket,
    moderate_amendment,
    open_round,
    publish_accepted,
    publish_edits,
    publish_report,
    reopen_amendment,
    save_edit,
    submit_amendment,
    withdraw_amendment,
)

Publish = Callable[..., Any]


@pytest.fixture
def document(publish: Publish) -> Any:
    return publish().document


def provision(document: Any, key: str) -> Provision:
    found: Provision = Provision.objects.get(document=document, key=key)
    return found


def propose(document: Any, key: str, words: str, by: Any, **more: Any) -> Amendment:
    values = {"kind": "reword", "proposer": "City of Example", "reason": "It was too narrow.", **more}
    return submit_amendment(document=document, provision=provision(document, key), proposed=words, by=by, **values)


def opened(document: Any, key: str, words: str, by: Any, editor: Any, **more: Any) -> Amendment:
    return moderate_amendment(amendment=propose(document, key, words, by, **more), publish=True, by=editor)


def test_a_proposal_is_shown_after_moderation_only(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = propose(document, "1", "Every safe street has light.", visitor)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        moderate_amendment(amendment=proposal, publish=True, by=visitor)
    moderate_amendment(amendment=proposal, publish=True, by=editor)
    page = client.get(proposal.get_absolute_url())
    assert page.status_code == 200
    assert b"visitor" not in page.content
    assert b"City of Example" in page.content


def test_what_changes_nothing_or_says_nothing_is_refused(document: Any, visitor: Any) -> None:
    for words, more in (("Every street has light.", {}), ("", {}), ("New words.", {"reason": " "})):
        with pytest.raises(AmendmentNotPossible):
            propose(document, "1", words, visitor, **more)


def test_accepted_as_amended_becomes_text_and_keeps_the_address(document: Any, visitor: Any, editor: Any) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    decide_amendment(
        amendment=proposal, decision="amended", wording="Every street has good light.", body="Review", by=editor
    )
    version = publish_accepted(document=document, status="adopted", by=editor)
    row = ProvisionVersion.objects.get(version=version, provision=proposal.provision)
    assert (row.address, row.wording) == ("1", "Every street has good light.")
    proposal.refresh_from_db()
    assert proposal.applied_in == version
    with pytest.raises(AmendmentNotPossible, match="No accepted"):
        publish_accepted(document=document, status="adopted", by=editor)


def test_two_proposals_on_the_same_words_are_shown_as_a_clash_and_not_merged(
    document: Any, visitor: Any, editor: Any
) -> None:
    one = opened(document, "1", "Every square has light.", visitor, editor)
    two = opened(document, "1", "Every path has light.", visitor, editor, proposer="City of Sample")
    lines = docket_lines([one, two])
    assert [clash.other.proposer for clash in lines[0].clashes] == ["City of Sample"]
    for amendment in (one, two):
        decide_amendment(amendment=amendment, decision="accepted", body="Review", by=editor)
    with pytest.raises(AmendmentNotPossible, match="1: two proposals change"):
        publish_accepted(document=document, status="draft", by=editor)
    assert DocumentVersion.objects.filter(document=document).count() == 1


def test_two_proposals_on_other_words_are_both_carried_out(document: Any, visitor: Any, editor: Any) -> None:
    for words in ("Every safe street has light.", "Every street has good light."):
        decide_amendment(
            amendment=opened(document, "1", words, visitor, editor), decision="accepted", body="R", by=editor
        )
    version = publish_accepted(document=document, status="draft", by=editor)
    assert version.provisions.get(address="1").wording == "Every safe street has good light."


def test_additions_and_deletions_renumber(document: Any, visitor: Any, editor: Any) -> None:
    decide_amendment(
        amendment=opened(document, "1", "Lamps are repaired by night.", visitor, editor, kind="add"),
        decision="accepted",
        body="R",
        by=editor,
    )
    decide_amendment(
        amendment=opened(document, "2.a", "", visitor, editor, kind="delete"), decision="accepted", body="R", by=editor
    )
    version = publish_accepted(document=document, status="draft", by=editor)
    rows = list(version.provisions.values_list("address", "provision__key"))
    assert rows == [("1", "1"), ("2", "2-2"), ("3", "2"), ("3(a)", "2.b"), ("4", "3"), ("5", "4")]


def test_a_decision_meanwhile_is_not_overwritten(document: Any, visitor: Any, editor: Any) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    decide_amendment(amendment=proposal, decision="rejected", body="R", by=editor, seen_revision=proposal.revision)
    with pytest.raises(AmendmentNotPossible, match="meanwhile"):
        decide_amendment(amendment=proposal, decision="accepted", body="R", by=editor, seen_revision=proposal.revision)
    with pytest.raises(AmendmentNotPossible, match="cannot be withdrawn"):
        withdraw_amendment(amendment=proposal, by=visitor)


def test_the_second_editor_is_told_and_offered_a_merge(document: Any, editor: Any) -> None:
    street = provision(document, "1")
    save_edit(document=document, provision=street, wording="Every safe street has light.", seen_revision=0, by=editor)
    with pytest.raises(EditConflict) as clash:
        save_edit(
            document=document, provision=street, wording="Every street has good light.", seen_revision=0, by=editor
        )
    assert clash.value.clean
    assert clash.value.merged == "Every safe street has good light."
    save_edit(
        document=document, provision=street, wording=clash.value.merged, seen_revision=clash.value.revision, by=editor
    )
    version = publish_edits(document=document, status="draft", by=editor)
    assert version.provisions.get(address="1").wording == "Every safe street has good light."
    with pytest.raises(PublishNotPossible, match="no edit"):
        publish_edits(document=document, status="draft", by=editor)


def test_the_experts_docket_loads_as_nine_paragraphs_in_two_versions(egm: bytes, shelf: Any) -> None:
    docket = read_docket(egm.decode())
    assert [(e.number, e.new_number) for e in docket.entries] == [
        ("8", "8"),
        ("9", "10"),
        ("10", "11"),
        ("45", "46"),
        ("46", "34"),
        ("48", "33"),
        ("84", "87"),
        ("85", "88"),
        ("87", "90"),
    ]
    first = docket.entries[0]
    assert "that are inclusive and free" in first.base("")
    assert "that are safe, inclusive and free" in first.proposed("")
    assert len(first.footnotes) == 2
    assert docket.entries[5].proposed("").count("crime and violence") == 2
    assert sum(bool(e.recommendation) for e in docket.entries) == 8
    done = load_docket(
        docket=docket,
        title="Draft agenda",
        code="agenda",
        proposer="Experts",
        before=date(2016, 7, 8),
        after=date(2016, 7, 18),
    )
    assert (done.amendments, done.versions) == (9, 2)
    moved = Provision.objects.get(document=done.document, key="48")
    assert [row.address for row in moved.versions.order_by("version__number")] == ["48", "33"]
    again = load_docket(
        docket=docket,
        title="Draft agenda",
        code="agenda",
        proposer="Experts",
        before=date(2016, 7, 8),
        after=date(2016, 7, 18),
    )
    assert again.already


def test_a_docket_without_latest_action_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableText) as refusal:
        read_docket("Intro\n\n- 8. *(Version as at 8 July)* We envisage [safe] cities.\n")
    assert refusal.value.line == 3
    with pytest.raises(UnreadableText, match="no amendment docket"):
        read_docket("Nothing here.")


def test_clean_and_bracketed_text_to_read_and_to_keep(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    opened(document, "1", "Every safe street has light.", visitor, editor)
    url = f"/guidelines/{document.code}/text"
    assert b'<ins class="proposed">' in client.get(f"{url}/bracketed/").content
    assert b'<ins class="proposed">' not in client.get(f"{url}/clean/").content
    word = Word(BytesIO(client.get(f"{url}/bracketed/?download=docx").content))
    words = "\n".join(p.text for p in word.paragraphs)
    assert "1. Every [safe]A.1 street has light." in words
    assert "A.1 · City of Example · Open" in words
    kept = client.get(f"{url}/bracketed/?download=html").content
    assert b"[safe" in kept
    assert kept.count(b"<main>") == kept.count(b"</main>") == 1  # all of it within a landmark


def test_a_review_publishes_numbers_and_only_released_names(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    today = timezone.localdate()
    review = open_round(
        document=document, title="Review one", invitation="", opens=today, closes=today + timedelta(days=9), by=editor
    )
    street = provision(document, "1")
    contribute(
        review=review,
        provision=street,
        contributor="Quiet Town",
        progress="partly",
        text="our secret",
        named=False,
        by=visitor,
    )
    contribute(
        review=review,
        provision=street,
        contributor="Open City",
        progress="done",
        text="our lamps",
        named=True,
        by=editor,
    )
    with pytest.raises(RoundNotPossible, match="Close the review"):
        publish_report(review=review, report="x", by=editor)
    publish_report(review=close_round(review=review, by=editor), report="Two took part.", by=editor)
    page = client.get(review.get_absolute_url()).content.decode()
    assert "Open City" in page
    assert "our lamps" in page
    assert "Two took part." in page
    assert "Quiet Town" not in page
    assert "our secret" not in page
    assert figures(review)["contributors"] == 2
    with pytest.raises(RoundNotPossible, match="not open"):
        contribute(
            review=review, provision=street, contributor="Late", progress="done", text="", named=True, by=visitor
        )


def test_a_gap_becomes_one_call(document: Any, editor: Any, visitor: Any, client: Client) -> None:
    street = provision(document, "1")
    with pytest.raises(PermissionDenied):
        call_for_practices(provision=street, text="Lamps", region="", by=visitor)
    call_for_practices(provision=street, text="Lamps that last", region="", by=editor)
    with pytest.raises(RoundNotPossible, match="open already"):
        call_for_practices(provision=street, text="Lamps", region="", by=editor)
    assert b"Lamps that last" in client.get("/guidelines/calls/").content


def test_local_texts_answer_provision_by_provision(publish: Publish, editor: Any, client: Client) -> None:
    from guidelines.services.local import CorrespondenceNotPossible, set_correspondence

    model = publish().document
    local = publish("1. All our lanes have lamps.\n2. We mend them in two days.\n", code="local").document
    local.localizes = model
    local.save()
    set_correspondence(document=local, source="1", local="1", relation="stronger", by=editor)
    set_correspondence(document=local, source="4", local="", relation="missing", by=editor)
    with pytest.raises(CorrespondenceNotPossible, match="no provision 99"):
        set_correspondence(document=local, source="99", local="1", relation="equal", by=editor)
    page = client.get(f"/guidelines/{local.code}/localizes/")
    assert page.status_code == 200
    assert b"Stronger" in page.content
    assert client.get(f"/guidelines/{model.code}/localizes/").status_code == 404


def test_the_journey_through_the_pages(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    """A visitor proposes, an editor publishes, amends and decides, a version follows; all of it in the pages."""
    base = f"/guidelines/{document.code}"
    client.force_login(visitor)
    answer = client.post(
        f"{base}/1/propose/",
        {
            "kind": "reword",
            "proposed": "Every safe street has light.",
            "proposer": "City of Example",
            "reason": "Fear.",
            "evidence": "https://example.org/study",
        },
    )
    assert answer.status_code == 302
    proposal = Amendment.objects.get()
    assert client.post(f"{base}/amendments/{proposal.pk}/decision/", {"do": "publish"}).status_code == 403
    client.force_login(editor)
    client.post(f"{base}/amendments/{proposal.pk}/decision/", {"do": "publish"})
    proposal.refresh_from_db()
    decision = {
        "do": "decide",
        "decision": "amended",
        "wording": "Every street has good light.",
        "body": "Review",
        "revision": proposal.revision,
    }
    assert client.post(f"{base}/amendments/{proposal.pk}/decision/", decision).status_code == 302
    assert client.post(f"{base}/amendments/publish/", {"status": "adopted", "date": "2026-01-02"}).status_code == 302
    page = client.get(f"{base}/1/").content.decode()
    assert "Every street has good light." in page
    history = client.get(f"{base}/1/history/").content.decode()
    assert "<ins>" in history
    assert "reworded" in history


def test_an_upload_is_looked_at_before_it_is_published(document: Any, editor: Any, client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.guidelines.test_publishing import SECOND

    client.force_login(editor)
    base = f"/guidelines/{document.code}/work"
    bad = SimpleUploadedFile("x.txt", b"1. One.\n3. Three.\n")
    client.post(f"{base}/upload/", {"file": bad, "status": "draft"})
    assert DocumentVersion.objects.filter(document=document).count() == 1
    answer = client.post(f"{base}/upload/", {"file": SimpleUploadedFile("two.txt", SECOND.encode()), "status": "draft"})
    page = client.get(answer.url).content.decode()
    assert "renumbered" in page
    import re

    values = dict(
        re.findall(
            r'name="old:([^"]+)"><option value="">[^<]*</option>(?:<option>[^<]*</option>)*<option selected>([^<]*)<',
            page,
        )
    )
    values = {f"old:{new}": old for new, old in values.items()} | {"old:1": ""}
    assert client.post(answer.url, values).status_code == 302
    assert DocumentVersion.objects.filter(document=document).count() == 2


def test_a_decision_no_version_carries_can_be_taken_back(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    one = opened(document, "1", "Every square has light.", visitor, editor)
    two = opened(document, "1", "Every path has light.", visitor, editor, proposer="City of Sample")
    for amendment in (one, two):
        decide_amendment(amendment=amendment, decision="accepted", body="Review", by=editor)
    with pytest.raises(PermissionDenied):
        reopen_amendment(amendment=two, by=visitor)
    client.force_login(editor)
    two.refresh_from_db()
    where = f"{two.get_absolute_url()}decision/"
    assert client.post(where, {"do": "reopen", "revision": two.revision - 1}).status_code == 400
    assert client.post(where, {"do": "reopen", "revision": two.revision}).status_code == 302
    two.refresh_from_db()
    assert (two.state, two.decided_by_body, two.decided_at) == ("open", "", None)
    assert "Accepted: Review" in two.latest_action
    decide_amendment(amendment=two, decision="rejected", body="Review", by=editor)
    version = publish_accepted(document=document, status="draft", by=editor)
    assert version.provisions.get(address="1").wording == "Every square has light."
    with pytest.raises(AmendmentNotPossible, match="no version carries"):
        reopen_amendment(amendment=one, by=editor)


def test_an_earlier_version_is_read_with_the_proposals_made_on_it(egm: bytes, shelf: Any, client: Client) -> None:
    done = load_docket(
        docket=read_docket(egm.decode()), title="NUA", code="nua", proposer="Experts",
        before=date(2016, 7, 8), after=date(2016, 7, 18),
    )  # fmt: skip
    assert done.document.title == "NUA"
    assert b"?version=1" in client.get("/guidelines/nua/text/bracketed/").content
    page = client.get("/guidelines/nua/text/bracketed/?version=1").content.decode()
    assert page.count('<ins class="proposed">') == 12
    word = Word(BytesIO(client.get("/guidelines/nua/text/bracketed/?version=1&download=docx").content))
    assert any("[safe,]" in paragraph.text for paragraph in word.paragraphs)
    assert client.get("/guidelines/nua/text/bracketed/?version=9").status_code == 404
    assert client.get("/guidelines/nua/text/bracketed/?version=x").status_code == 404
    assert client.get("/guidelines/nua/text/clean/?version=1").content.count(b'class="proposed"') == 0


def test_the_page_of_a_report_keeps_reason_and_recommendation_apart(egm: bytes, shelf: Any) -> None:
    load_docket(
        docket=read_docket(egm.decode()), title="NUA", code="nua", proposer="Experts",
        before=date(2016, 7, 8), after=date(2016, 7, 18),
    )  # fmt: skip
    first = Amendment.objects.get(provision__key="8")
    assert first.reason.startswith("Consistent with")
    assert first.recommendation not in first.reason


def test_a_word_file_keeps_what_is_added_after_a_deletion(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    opened(document, "4", "", visitor, editor, kind="delete")
    opened(document, "4", "Benches have backs.", visitor, editor, kind="add")
    word = Word(BytesIO(client.get("/guidelines/charter/text/bracketed/?download=docx").content))
    assert "[Benches have backs.]A.2" in [paragraph.text for paragraph in word.paragraphs]


def test_a_review_collects_the_proposals_and_its_report_says_what_changed(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    before = opened(document, "4", "Nobody is told to leave a bench.", visitor, editor)
    today = timezone.localdate()
    review = open_round(document=document, title="Review one", invitation="", opens=today, closes=today, by=editor)
    made = opened(document, "1", "Every safe street has light.", visitor, editor)
    assert (before.round, made.round) == (None, review)
    hidden = propose(document, "3", "Neighbours are asked each month what they fear.", visitor, proposer="Waiting Town")
    decide_amendment(amendment=made, decision="accepted", body="Review", by=editor)
    publish_accepted(document=document, status="draft", by=editor)
    publish_report(review=close_round(review=review, by=editor), report="One proposal.", by=editor)
    page = client.get(review.get_absolute_url()).content.decode()
    assert "City of Example" in page
    assert "In force since version" in page
    assert hidden.proposer not in page
