"""The admin: vocabularies and digests are listed and edited, texts are pages, the menu leads to the work on texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.models import ProvisionDigest, Theme
from guidelines.vocabulary_loader import load_vocabulary

MODELS = (
    "themegroup", "theme", "sdggoal", "sdgtarget", "populationgroup", "approach", "lever", "justicestrand", "keyword",
    "provisiondigest", "indicator",
)  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_every_vocabulary_is_listed(model: str, editor: Any, client: Client, shelf: Any) -> None:
    load_vocabulary()
    client.force_login(editor)
    assert client.get(reverse(f"wagtailsnippets_guidelines_{model}:list")).status_code == 200


def test_a_theme_is_edited_and_its_label_follows(editor: Any, client: Client, shelf: Any) -> None:
    load_vocabulary()
    client.force_login(editor)
    theme = Theme.objects.get(code="public-space")
    address = reverse("wagtailsnippets_guidelines_theme:edit", args=[theme.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {
        "code": theme.code, "labels": '{"en": "Squares"}', "definition": theme.definition, "synonyms": "[]",
        "provisions": "[]",
        "position": theme.position, "group": theme.group_id, "sdg_targets": [],
    })  # fmt: skip
    assert answer.status_code == 302
    assert Theme.objects.get(code="public-space").label("fr") == "Squares"
    wrong = client.post(address, {"code": theme.code, "labels": '{"xx": "?"}', "position": 1, "group": theme.group_id})
    assert "Unknown languages" in wrong.content.decode()


def test_texts_are_pages_and_the_menu_leads_to_the_work(
    editor: Any, client: Client, publish: Callable[..., Any]
) -> None:
    document = publish().document
    client.force_login(editor)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[document.pk])).status_code == 200
    assert client.get(reverse("guideline_texts")).url == "/guidelines/work/"
    assert "Guideline texts" in client.get(reverse("wagtailadmin_home")).content.decode()
    ProvisionDigest.objects.create(provision=document.provisions.first(), text="Light everywhere.")
    listing = client.get(reverse("wagtailsnippets_guidelines_provisiondigest:list"))
    assert "Light everywhere." in listing.content.decode()
    digest = ProvisionDigest.objects.get()
    assert client.get(reverse("wagtailsnippets_guidelines_provisiondigest:edit", args=[digest.pk])).status_code == 200
