"""Tells the search what changed: a published version, a page taken down, a digest rewritten, a term renamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from guidelines.models import (
    DocumentVersion,
    GuidelineDocument,
    Indicator,
    IndicatorLink,
    Provision,
    ProvisionDigest,
    Theme,
)
from guidelines.signals import text_published
from search.outbox import changed


def note_document(document_id: int, reason: str) -> None:
    """A text and all its provisions may have to enter, change or leave."""
    changed("guideline", [document_id], reason)
    changed("provision", Provision.objects.filter(document_id=document_id).values_list("pk", flat=True), reason)
    attached = IndicatorLink.objects.filter(provision__document_id=document_id)
    changed("indicator", attached.values_list("indicator_id", flat=True), reason)


def on_text(version: DocumentVersion, **kwargs: Any) -> None:
    note_document(version.document_id, "published")


def on_page(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance.specific, GuidelineDocument):
        note_document(instance.pk, "page")
    for document in GuidelineDocument.objects.descendant_of(instance):
        note_document(document.pk, "page")


def on_document_saved(instance: GuidelineDocument, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        note_document(instance.pk, "saved")


def on_document_deleted(instance: GuidelineDocument, **kwargs: Any) -> None:
    changed("guideline", [instance.pk], "deleted")


def on_digest(instance: ProvisionDigest, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        changed("provision", [instance.provision_id], "digest")


def on_digest_terms(instance: Any, action: str, **kwargs: Any) -> None:
    if isinstance(instance, ProvisionDigest) and action.startswith("post_"):
        changed("provision", [instance.provision_id], "digest")


def on_theme(instance: Theme, created: bool = False, **kwargs: Any) -> None:
    """A renamed theme is a keyword of its provisions; a theme in another group has another path."""
    if not created and not kwargs.get("raw"):
        provisions: Iterable[int] = ProvisionDigest.objects.filter(Q(themes=instance)).values_list(
            "provision_id", flat=True
        )
        changed("provision", provisions, "term")
        changed("indicator", instance.indicators.values_list("pk", flat=True), "term")


def on_indicator(instance: Indicator, **kwargs: Any) -> None:
    """An indicator was written, published, taken down or deleted."""
    if not kwargs.get("raw"):
        changed("indicator", [instance.pk], "saved" if "created" in kwargs else "deleted")


def on_indicator_link(instance: IndicatorLink, **kwargs: Any) -> None:
    """An indicator was attached to a provision or taken away: it is found under another part of the text."""
    if not kwargs.get("raw"):
        changed("indicator", [instance.indicator_id], "attached")


def on_indicator_themes(instance: Any, action: str, **kwargs: Any) -> None:
    if isinstance(instance, Indicator) and action.startswith("post_"):
        changed("indicator", [instance.pk], "term")


def listen() -> None:
    """Connect everything, once."""
    text_published.connect(on_text, dispatch_uid="guidelines-search-text")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(on_page, dispatch_uid="guidelines-search-page")
    post_save.connect(on_document_saved, sender=GuidelineDocument, dispatch_uid="guidelines-search-document")
    post_delete.connect(on_document_deleted, sender=GuidelineDocument, dispatch_uid="guidelines-search-deleted")
    post_save.connect(on_theme, sender=Theme, dispatch_uid="guidelines-search-theme")
    for signal in (post_save, post_delete):
        signal.connect(on_digest, sender=ProvisionDigest, dispatch_uid=f"guidelines-search-digest-{id(signal)}")
    for field in ProvisionDigest._meta.many_to_many:
        m2m_changed.connect(
            on_digest_terms, sender=field.remote_field.through, dispatch_uid=f"guidelines-search-{field.name}"
        )
    for signal in (post_save, post_delete):
        signal.connect(on_indicator, sender=Indicator, dispatch_uid=f"guidelines-search-indicator-{id(signal)}")
        signal.connect(on_indicator_link, sender=IndicatorLink, dispatch_uid=f"guidelines-search-attached-{id(signal)}")
    m2m_changed.connect(
        on_indicator_themes, sender=Indicator.themes.through, dispatch_uid="guidelines-search-indicator-themes"
    )
