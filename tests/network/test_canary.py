"""Tokens planted in every private text of the exchange are seen on no public surface (goal S3, T10)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone

from config.field_classes import PUBLIC
from network import registry
from network.models import (
    Action,
    Assessment,
    Check,
    Exchange,
    File,
    Link,
    Mail,
    Market,
    MarketMark,
    Meeting,
    Participant,
    PeerReview,
    Rule,
)
from network.services import audit
from practices.models import Adoption
from search import outbox
from search.service import get_engine
from tests.factories.records import CityPageFactory, PracticePageFactory
from tests.network.conftest import THEMES, World, answers, group

pytestmark = [pytest.mark.django_db, pytest.mark.trust("S3")]
STORY = "Two cities walked each other's streets and changed their plans. " * 3


def fill(world: World) -> tuple[Exchange, Any]:
    """At least one row of every model, and a public story and adoption that lead near them."""
    exchange = group(world, 0, 1, state="closed")
    exchange.story, exchange.story_published = STORY, timezone.now()
    exchange.save()
    member, today = exchange.members.first(), timezone.localdate()
    practice = PracticePageFactory(city=CityPageFactory(code="giver"))
    adoption = Adoption.objects.create(
        practice=practice, city=member.membership.city, status="adopted", exchange=exchange.pk
    )
    Action.objects.create(exchange=exchange, member=member, what="x", due=today)
    Check.objects.create(member=member, day=30, due=today, adoption=adoption)
    meeting = Meeting.objects.create(exchange=exchange, title="x", begins=timezone.now())
    Participant.objects.create(meeting=meeting, member=member, name="x")
    Link.objects.create(exchange=exchange, kind="practice", code=practice.code)
    File.objects.create(exchange=exchange, name="x", size=1)
    PeerReview.objects.create(exchange=exchange, host=member)
    Assessment.objects.create(membership=member.membership)
    market = Market.objects.create(round=world.round)
    MarketMark.objects.create(market=market, membership=member.membership, practice="x", word="tell-more")
    Rule.objects.create(round=world.round, kind="out")
    Mail.objects.create(key="x", to="x@mail.example", subject="x", body="x")
    audit.note(programme=world.programme, by=None, verb="x", about=exchange)
    return exchange, practice


def answers_full_of(token: str) -> dict[str, Any]:
    """Answers whose needs and offers may be shown on the city's page; every text in them is the token."""
    row = {"theme": THEMES[0], "words": token, "tried": token, "rests_on": "practice", "reference": token}
    texts = dict.fromkeys(("area", "aim", "aim_user", "impossible", "constraints", "endorsed_by"), token)
    return {**answers(0), **texts, "challenges": [row], "offers": [row], "public": True}


def plant() -> dict[str, str]:
    """Write a token of its own into each private text field of each row; returns field → token."""
    planted = {}
    for label, fields in registry.FIELDS.items():
        model: Any = apps.get_model(label)
        for name, what in fields.items():
            field = model._meta.get_field(name)
            texts = isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
            if what is PUBLIC or not texts or getattr(field, "choices", None):
                continue
            token = f"cnry{len(planted):03d}{name.replace('_', '')[:8]}z"
            value: Any = {"text": token} if isinstance(field, models.JSONField) else token
            if (label, name) == ("network.Response", "answers"):
                value = json.dumps(answers_full_of(token))
            for number, row in enumerate(model.objects.all()):
                unique = field.unique or name in ("digest", "previous", "code")
                setattr(row, name, f"{token}{number}" if unique and isinstance(value, str) else value)
                models.Model.save(row, update_fields=[name])
            assert model.objects.exists(), f"{label}: nothing was planted"
            planted[f"{label}.{name}"] = token
    return planted


def surfaces(exchange: Exchange, practice: Any, city: Any) -> list[str]:
    return [
        "/", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/search/", "/search/?q=cnry", "/search/?q=town",
        "/search.json?q=town", "/search.csv?q=town", "/search.atom?q=town", "/api/v1/openapi.json", "/api/v1/cities",
        f"/api/v1/cities/{city.code}", "/api/v1/practices", f"/api/v1/practices/{practice.code}", "/api/v1/search?q=town",
        practice.url, city.url, "/network/", "/network/how-matching-works/", "/network/stories/",
        f"/network/stories/{exchange.pk}/", f"/network/exchanges/{exchange.pk}/", f"/network/rounds/{exchange.round_id}/",
        f"/network/link/invitation/{exchange.pk}/", "/network/files/1/", "/themes/", "/sdgs/", "/no-such-page/",
        "/about/data/", "/accounts/login/",
    ]  # fmt: skip


def test_no_private_word_of_the_exchange_is_public(matched: World, memory_search: None) -> None:
    exchange, practice = fill(matched)
    planted = plant()
    assert len(planted) > 55
    city = exchange.members.first().membership.city
    outbox.drain()
    seen: dict[str, list[str]] = {}
    answered = 0
    for who in (Client(raise_request_exception=False), matched.client("outsider")):
        for address in surfaces(exchange, practice, city):
            answer = who.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = body.decode("utf-8", "replace") + repr(dict(answer.headers))
            answered += answer.status_code == 200
            hits = [field for field, token in planted.items() if token in text]
            if hits:
                seen[address] = hits
    assert not seen
    assert answered > 30, "most surfaces answered, so that the search for tokens meant something"
    page = Client().get(f"/network/stories/{exchange.pk}/").content.decode()
    assert "walked each other" in page, "what is public is there"


def test_nothing_of_the_exchange_is_a_kind_of_the_index() -> None:
    from search import sources

    assert not [kind for kind in sources.all_sources() if kind in ("exchange", "membership", "response", "round")]
    assert get_engine() is not None


def test_private_texts_are_encrypted_at_rest(matched: World) -> None:
    from django.db import connection

    fill(matched)
    plant()
    encrypted = {
        ("network_membership", "contact_email"), ("network_membership", "sensitive_note"), ("network_response", "answers"),
        ("network_snapshot", "problem"), ("network_run", "plan"), ("network_exchange", "note"),
        ("network_exchangemember", "answer_reason"), ("network_exchangemember", "access_needs"), ("network_mail", "body"),
        ("network_assessment", "answers"),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table, column in encrypted:
            cursor.execute(f'SELECT "{column}" FROM "{table}"')
            assert not [row for (row,) in cursor.fetchall() if "cnry" in str(row)], (table, column)
