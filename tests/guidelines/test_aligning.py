"""The page on which an editor looks at the alignment of an uploaded text, corrects it and publishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guidelines.models import DocumentVersion, PendingImport, ProvisionVersion
from guidelines.services.importing import make_document
from tests.guidelines.conftest import FIRST

NEXT = FIRST.replace("4. Nobody is sent away from a bench.", "4. Nobody is told to leave.\n5. Dogs are welcome.")


@pytest.fixture
def align(publish: Callable[..., Any], editor: Any, client: Client) -> tuple[Client, str]:
    """A signed in editor at the alignment of NEXT with the charter in force."""
    publish()
    client.force_login(editor)
    file = SimpleUploadedFile("next.txt", f"Page 1 of 2\n{NEXT}".encode())
    answer = client.post("/guidelines/charter/work/upload/", {"file": file, "status": "draft"})
    return client, answer.headers["Location"]


def sent(client: Client, where: str, **changed: str) -> Any:
    context = client.get(where).context
    form = {f"old:{line['new']}": line["chosen"] for line in context["lines"]}
    form |= {f"old:{address}": value for address, value in changed.items()}
    return client.post(where, {**form, "against": context["against"]}, follow=True)


def test_the_page_shows_the_words_of_both_and_what_was_put_aside(align: tuple[Client, str]) -> None:
    client, where = align
    page = client.get(where).content.decode()
    for words in ("Nobody is told to leave.", "Nobody is sent away from a bench.", "Page 1 of 2", "page number"):
        assert words in page, words


def test_a_correction_decides_which_provision_goes_on(align: tuple[Client, str]) -> None:
    client, where = align
    sent(client, where, **{"4": "", "5": "4"})
    rows = ProvisionVersion.objects.filter(version__number=2).values_list("address", "provision__key")
    assert {"4": "4-2", "5": "4"}.items() <= dict(rows).items()


def test_two_provisions_cannot_continue_one_and_the_corrections_are_kept(align: tuple[Client, str]) -> None:
    client, where = align
    page = sent(client, where, **{"4": "1"})
    assert "1, 4 are both said to continue 1" in page.content.decode()
    assert DocumentVersion.objects.count() == 1
    assert {line["new"]: line["chosen"] for line in page.context["lines"]}["4"] == "1"


def test_a_version_published_meanwhile_is_looked_at_before_anything_is_published(
    align: tuple[Client, str], publish: Callable[..., Any]
) -> None:
    client, where = align
    form = {"old:1": "1", "against": client.get(where).context["against"]}
    publish(FIRST.replace("street", "square"))
    page = client.post(where, form, follow=True)
    assert "published meanwhile" in page.content.decode()
    assert DocumentVersion.objects.count() == 2
    assert PendingImport.objects.get().version is None


def test_another_text_begins_with_its_page_and_is_shown_before_it_is_published(
    shelf: Any, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["guidelines", "guidelinedocument", shelf.pk])
    assert f'href="{add}"' in client.get("/guidelines/work/").content.decode()
    assert client.get(add).status_code == 200
    make_document(title="Charter of Light", code="charter")
    file = SimpleUploadedFile("first.txt", FIRST.encode())
    where = client.post("/guidelines/charter/work/upload/", {"file": file, "status": "adopted"}).headers["Location"]
    shown = client.get(where).content.decode()
    assert "Nobody is sent away from a bench." in shown
    assert "Publish this text" in shown
    client.post(where, {"against": 0})
    assert DocumentVersion.objects.get().status == "adopted"
