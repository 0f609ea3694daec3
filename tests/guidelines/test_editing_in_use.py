"""Editors at work: edits kept, merged, discarded and looked at before they are published; local texts compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guidelines.models import LocalProvision, Provision, ProvisionVersion, WorkingEdit
from guidelines.services import EditConflict, PublishNotPossible, publish_edits, save_edit
from guidelines.services.working import discard_edit

Publish = Callable[..., Any]
EDIT = "/guidelines/charter/work/edit/1/"


@pytest.fixture
def document(publish: Publish) -> Any:
    return publish().document


def save(document: Any, by: Any, wording: str, seen: int = 0) -> WorkingEdit:
    street = Provision.objects.get(document=document, key="1")
    return save_edit(document=document, provision=street, wording=wording, seen_revision=seen, by=by)


def test_the_same_words_saved_twice_are_no_conflict(document: Any, editor: Any, client: Client) -> None:
    client.force_login(editor)
    for _ in range(2):
        answer = client.post(EDIT, {"wording": "Every  street has good light.", "revision": 0})
        assert answer.headers["Location"].endswith("/charter/work/")
    assert WorkingEdit.objects.get().revision == 1


def test_the_second_editor_sees_both_wordings_and_saves_the_merged_one(
    document: Any, editor: Any, client: Client
) -> None:
    save(document, editor, "Every safe street has light.")
    client.force_login(editor)
    told = client.post(EDIT, {"wording": "Every street has good light.", "revision": 0})
    page = told.content.decode()
    assert told.status_code == 409
    assert "Every safe street has light." in page
    assert "Every safe street has good light.</textarea>" in page
    assert WorkingEdit.objects.get().wording == "Every safe street has light."
    client.post(EDIT, {"wording": "Every safe street has good light.", "revision": 1})
    assert WorkingEdit.objects.get().wording == "Every safe street has good light."


def test_an_edit_that_changes_nothing_is_refused(document: Any, editor: Any, client: Client) -> None:
    client.force_login(editor)
    answer = client.post(EDIT, {"wording": "Every street has light.", "revision": 0})
    assert answer.status_code == 400
    assert "Change at least a word" in answer.content.decode()


def test_an_edit_is_discarded_unless_somebody_changed_it(document: Any, editor: Any, client: Client) -> None:
    edit = save(document, editor, "Every safe street has light.")
    with pytest.raises(EditConflict):
        discard_edit(document=document, provision=edit.provision, seen_revision=0, by=editor)
    client.force_login(editor)
    assert client.post(EDIT, {"do": "discard", "revision": 0}).status_code == 409
    assert client.post(EDIT, {"do": "discard", "revision": 1}).status_code == 302
    assert not WorkingEdit.objects.exists()


def test_what_is_published_is_seen_before(document: Any, editor: Any, client: Client) -> None:
    save(document, editor, "Every safe street has light.")
    client.force_login(editor)
    page = client.get("/guidelines/charter/work/").content.decode()
    assert "<ins>" in page
    assert "safe<span" in page


def test_an_edit_of_a_provision_that_is_gone_can_be_discarded(
    document: Any, publish: Publish, editor: Any, client: Client
) -> None:
    """Otherwise nothing could be published any more."""
    bench = Provision.objects.get(document=document, key="2.b")
    save_edit(document=document, provision=bench, wording="after a walk.", seen_revision=0, by=editor)
    publish(
        "I. Light\n\n1. Every street has light.\n2. The city repairs a lamp within three days:\n(a) after a report.\n"
        "\nII. People\n\n3. Neighbours are asked twice a year what they fear.\n4. Nobody is sent away from a bench.\n"
    )
    assert not ProvisionVersion.objects.filter(version__number=2, provision=bench).exists()
    with pytest.raises(PublishNotPossible):
        publish_edits(document=document, status="draft", by=editor)
    client.force_login(editor)
    assert "Discard the edit" in client.get("/guidelines/charter/work/").content.decode()
    where = "/guidelines/charter/work/edit/2.b/"
    assert client.get(where).status_code == 404
    assert client.post(where, {"do": "discard", "revision": 1}).status_code == 302
    assert not WorkingEdit.objects.exists()


@pytest.fixture
def local(document: Any, publish: Publish) -> Any:
    made = publish("1. All our lanes have lamps.\n2. We mend them in two days.\n", code="local").document
    made.localizes = document
    made.save()
    return made


def test_a_local_text_is_compared_row_by_row(local: Any, editor: Any, visitor: Any, client: Client) -> None:
    where = "/guidelines/local/localizes/"
    row = {"source": "2(a)", "local": "2", "relation": "adapted", "note": "From reports only."}
    client.force_login(visitor)
    assert client.post(where, row).status_code == 403
    client.force_login(editor)
    assert client.post(where, row).headers["Location"] == f"{where}#row-2a"
    page = client.get(where).content.decode()
    assert 'id="row-2a"' in page
    assert "From reports only." in page
    assert "1 of 6 provisions are answered" in page
    assert page.count('<option value="2">') == 1  # one list of addresses, not one a row
    client.post(where, {"source": "2(a)", "clear": str(LocalProvision.objects.get().pk)})
    assert not LocalProvision.objects.exists()
    assert client.post(where, {"source": "2(a)", "clear": "9" * 40}).status_code == 302


def test_a_comparison_is_narrowed_and_says_what_the_city_added(local: Any, editor: Any, client: Client) -> None:
    client.force_login(editor)
    where = "/guidelines/local/localizes/"
    client.post(where, {"source": "1", "local": "1", "relation": "stronger"})
    client.post(where, {"source": "4", "relation": "missing"})
    reader = Client()
    assert "We mend them in two days." in reader.get(where).content.decode().split("What the local text adds")[1]
    only = reader.get(where, {"relation": "missing"}).content.decode()
    assert 'id="row-4"' in only
    assert 'id="row-1"' not in only
    left = reader.get(where, {"relation": "open"}).content.decode()
    assert 'id="row-3"' in left
    assert 'id="row-4"' not in left
    assert 'id="row-1"' in reader.get(where, {"relation": "nonesuch"}).content.decode()


def test_a_text_leads_to_its_local_versions(local: Any, client: Client) -> None:
    assert b'href="/guidelines/local/localizes/"' in client.get("/guidelines/charter/").content
    local.unpublish()
    assert b'href="/guidelines/local/localizes/"' not in client.get("/guidelines/charter/").content
