"""Loads the demonstration: fictional cities, answers, two rounds, exchanges in every state. Repeatable, never mixed
with real cities; what a coordinator changed since stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cities.models import CityIndexPage, CityLanguage, CityPage, Country
from network.choices import Purpose, ResponseState
from network.demo.asking import open_survey
from network.demo.story import tell
from network.models import Consent, Membership, Programme, Response, Round
from network.services import matching, proposals, running
from network.states import RoundState

DATA = settings.BASE_DIR / "network" / "data" / "demo.yaml"
PROGRAMME = "demonstration"


def load() -> str:
    """Load what is missing; returns a sentence on what there is now."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if Programme.objects.filter(code=PROGRAMME, rounds__exchanges__isnull=False).exists():
        added = open_survey(data["cities"], data["note"])
        return "A second programme with an open survey." if added else "The demonstration network is there already."
    with transaction.atomic():
        Programme.objects.filter(code=PROGRAMME, rounds__isnull=True).delete()
        programme, _ = Programme.objects.get_or_create(
            code=PROGRAMME,
            defaults={"name": "Demonstration network", "demonstration": True, "description": data["note"]},
        )
        for country in data["countries"]:
            _country(country)
        index = CityIndexPage.objects.get()
        members = [_member(programme, _city(index, row), row) for row in data["cities"]]
        running, inviting = _rounds(programme)
        for membership, row in zip(members, data["cities"], strict=True):
            _answer(inviting, membership, row["answers"])
    _match(inviting)
    with transaction.atomic():
        tell(running, inviting, members)
        open_survey(data["cities"], data["note"])
    return f"{len(members)} fictional cities, {inviting.exchanges.count() + running.exchanges.count()} exchanges."


def _country(row: Mapping[str, Any]) -> None:
    Country.objects.get_or_create(
        code=row["code"],
        defaults={
            "iso3": f"{row['code']}X",
            "m49": "",
            "names": {"en": row["name"]},
            "region": row["region"],
            "income_group": row["income"],
            "income_vintage": "fictional",
            "languages": row["languages"],
        },
    )


def _city(index: CityIndexPage, row: Mapping[str, Any]) -> CityPage:
    slug = f"demo-{slugify(row['name'])}"
    existing = CityPage.objects.filter(code=slug).first()
    if existing:
        return existing
    country = Country.objects.get(code=row["country"])
    page = CityPage(
        title=row["name"],
        slug=slug,
        code=slug,
        country=country,
        population=row["population"],
        time_zone=row["time_zone"],
        demonstration=True,
        summary="A fictional city of the demonstration network. Nothing here describes a real place.",
    )
    page.city_languages = [CityLanguage(code=code, level="official") for code in country.languages]
    index.add_child(instance=page)
    return page


def _member(programme: Programme, city: CityPage, row: Mapping[str, Any]) -> Membership:
    mailbox = slugify(row["name"])
    membership, made = Membership.objects.get_or_create(
        programme=programme,
        city=city,
        defaults={
            "contact_name": f"Focal point of {row['name']} (fictional)",
            "contact_email": f"{mailbox}@demo.safer-cities.example",
        },
    )
    if made:
        for purpose in Purpose.values:
            Consent.objects.create(membership=membership, purpose=purpose, granted=True)
    return membership


def _rounds(programme: Programme) -> tuple[Round, Round]:
    today = timezone.localdate()
    running, _ = Round.objects.get_or_create(
        programme=programme,
        code="first-round",
        defaults={
            "title": "First round",
            "state": RoundState.RUNNING,
            "survey_opens": today - timedelta(days=240),
            "survey_closes": today - timedelta(days=210),
            "answers_due": today - timedelta(days=190),
            "begins": today - timedelta(days=180),
            "ends": today + timedelta(days=20),
        },
    )
    inviting, _ = Round.objects.get_or_create(
        programme=programme,
        code="second-round",
        defaults={
            "title": "Second round",
            "state": RoundState.ELIGIBLE,
            "survey_opens": today - timedelta(days=40),
            "survey_closes": today - timedelta(days=10),
            "answers_due": today + timedelta(days=14),
            "begins": today + timedelta(days=21),
            "ends": today + timedelta(days=145),
        },
    )
    return running, inviting


def _answer(round: Round, membership: Membership, answers: Mapping[str, Any]) -> None:
    Response.objects.get_or_create(
        round=round,
        membership=membership,
        defaults={
            "answers": json.dumps(answers, ensure_ascii=False),
            "state": ResponseState.SUBMITTED,
            "submitted": timezone.now(),
        },
    )


def _match(round: Round) -> None:
    """Run the matching for real on the fictional answers, and take its groups as proposals."""
    if round.runs.exists():
        return
    run = running.execute(matching.queue_run(round=round, by=None, label="First run"))
    proposals.take_groups(run=run, by=None)
    round.refresh_from_db()
