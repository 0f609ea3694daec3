"""Plants tokens that nobody may see wherever the site keeps something that is not public."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils import timezone

from cities.models import CityActor, CityIndicator, CityInvitation, CityPower, CityRole, CitySource
from network.models import Membership, Programme, Response, Round
from practices.anonymise import TEXTS as KEPT_TEXTS
from practices.desk import profiles
from practices.models import (
    Dispute,
    Evaluation,
    ImportRun,
    PracticeKeyword,
    PracticePage,
    PracticeSource,
    PracticeStep,
    PracticeTranslation,
    ReviewAssignment,
    Stakeholder,
    SubmissionEvent,
)
from practices.record import TEXTS
from practices.review import questions, services
from search.models import SavedSearch
from tests.factories.records import (
    CityPageFactory,
    OrganisationFactory,
    PracticePageFactory,
    ToolPageFactory,
    indicator,
)

HEADS = ("title", "claim", "summary", "lead_organisation", "cost_note", "failure_noticed", "failure_differently",
         "failure_still_worked", "rights", "change_note")  # fmt: skip


@dataclass
class Garden:
    """Tokens planted so far, each with where it stands."""

    tokens: dict[str, str] = field(default_factory=dict)

    def new(self, where: str) -> str:
        """A fresh token, a word no text has."""
        token = f"zqcanary{len(self.tokens):04d}x"
        self.tokens[token] = where
        return token

    def fill(self, page: PracticePage, where: str, names: tuple[str, ...]) -> None:
        """A token in each named text of a page, and in its repeated parts."""
        for name in names:
            setattr(page, name, f"{self.new(f'{where}.{name}')} words")

    def parts(self, page: PracticePage, where: str) -> None:
        page.steps = [PracticeStep(title=self.new(f"{where}.steps"), description=self.new(f"{where}.steps"))]
        page.stakeholders = [Stakeholder(name=self.new(f"{where}.who"), role=self.new(f"{where}.who"))]
        told = {name: self.new(f"{where}.{name}") for name in ("title", "authors", "note")}
        page.sources = [PracticeSource(key="s", kind="article", **told)]
        names = {"organisation": self.new(f"{where}.by"), "quality": self.new(f"{where}.quality")}
        page.evaluations = [Evaluation(evaluator="internal", design="process", **names)]


def person(garden: Garden, name: str, group: str = "", admin: bool = False) -> Any:
    user = get_user_model().objects.create_user(
        f"{name}-{garden.new('account.username')}", f"{garden.new('account.email')}@city.example",
        first_name=garden.new("account.first_name"), last_name=garden.new("account.last_name"),
    )  # fmt: skip
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    if admin:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    SavedSearch.objects.create(owner=user, name=garden.new("saved.name"), parameters=f"q={garden.new('saved.q')}",
                               language="en")  # fmt: skip
    return user


def plant(garden: Garden) -> dict[str, Any]:
    """Two cities with people, drafts, reviews, hidden failures and answers. Returns what the crawl opens."""
    city = CityPageFactory(code="openville", title="Openville")
    shy = CityPageFactory(code="shyville", title="Shyville")  # has a page like any city; the record must not lead there
    writer, lead = person(garden, "w"), person(garden, "l")
    reviewer, editor = person(garden, "r", group="Reviewers"), person(garden, "e", admin=True)
    for who, role in ((writer, "contributor"), (lead, "lead")):
        CityRole.objects.create(city=city, user=who, role=role)
    CityInvitation.objects.create(city=city, email=f"{garden.new('invitation')}@x.example", role="lead",
                                  expires=timezone.now())  # fmt: skip
    public = PracticePageFactory(city=city, code="open-practice", title="Open practice")
    _newer_draft(garden, public, writer)
    _profile_draft(garden, city, writer)
    drafts = [_draft(garden, city, writer, number) for number in range(2)]
    _reviewed(garden, drafts[0], writer, reviewer, editor)
    anonymised = _hidden(garden, shy, "anonymised", tuple(set(HEADS + TEXTS) - set(KEPT_TEXTS) - {"title"}))
    network_only = _hidden(garden, city, "network-only", HEADS + TEXTS)
    _network(garden, city, writer)
    ImportRun.objects.create(file_hash="0" * 64, file_name=garden.new("import.file"), city=city, by=writer,
                             work=[{"title": garden.new("import.work")}])  # fmt: skip
    tool, organisation = ToolPageFactory(), OrganisationFactory()
    CityIndicator.objects.create(city=shy, indicator=indicator("lit-streets"), name=garden.new("hidden.figure"), value=7)
    type(shy).objects.filter(pk=shy.pk).update(hidden_parts=["indicators"])
    return {"city": city, "shy": shy, "public": public, "drafts": drafts, "anonymised": anonymised,
            "network_only": network_only, "tool": tool, "organisation": organisation}  # fmt: skip


def _newer_draft(garden: Garden, public: PracticePage, writer: Any) -> None:
    page = PracticePage.objects.get(pk=public.pk)
    garden.fill(page, "revision", (*HEADS, *TEXTS))
    garden.parts(page, "revision")
    page.save_revision(user=writer)


def _profile_draft(garden: Garden, city: Any, writer: Any) -> None:
    """The city's own draft of its profile, and parts it keeps to itself."""
    page = profiles.newest_text(city)
    names = ("summary", "coordinator_office", "safety_council_name", "strategy_name")
    for name in names:
        setattr(page, name, garden.new(f"profile.{name}"))
    page.powers = [CityPower(power="police", level="none", note=garden.new("profile.powers"))]
    page.actors = [CityActor(name=garden.new("profile.actors"), kind="network", role=garden.new("profile.actors"))]
    told = {name: garden.new(f"profile.source.{name}") for name in ("title", "authors", "note")}
    page.indicators = [CityIndicator(name=garden.new("profile.figure"), indicator=indicator("lit-streets"), value=48151)]
    page.sources = [CitySource(key="p", kind="report", **told)]
    profiles.save_profile(city=city, page=page, by=writer, version=profiles.draft_of(city).version)


def _draft(garden: Garden, city: Any, writer: Any, number: int) -> Any:
    submission = services.start_practice(city=city, title=garden.new("draft.title"), by=writer).submission
    page = submission.practice.get_latest_revision_as_object()
    garden.fill(page, f"draft{number}", (*HEADS, *TEXTS))
    garden.parts(page, f"draft{number}")
    services.save_draft(submission=submission, page=page, by=writer, version=submission.version)
    return submission


def _reviewed(garden: Garden, submission: Any, writer: Any, reviewer: Any, editor: Any) -> None:
    services.submit(submission=submission, by=writer, version=submission.version)
    services.assign(submission=submission, reviewer=reviewer, by=editor)
    question = questions.ask(submission=submission, field="claim", text=garden.new("question"), by=reviewer)
    for _ in range(5):
        questions.remark(question=question, text=garden.new("remark"), by=writer)
    ReviewAssignment.objects.update(opinion=garden.new("opinion"), conflict=garden.new("conflict"),
                                    done=timezone.now(), publish_opinion=True)  # fmt: skip
    Dispute.objects.create(submission=submission, raised_by=writer, text=garden.new("dispute"),
                           answer=garden.new("dispute.answer"), answered=timezone.now())  # fmt: skip
    SubmissionEvent.objects.create(submission=submission, verb="x", detail={"reason": garden.new("event")})
    kept = type(submission).objects.filter(pk=submission.pk)
    kept.update(decision_reason=garden.new("reason"), state="not-published")


def _hidden(garden: Garden, city: Any, visibility: str, names: tuple[str, ...]) -> PracticePage:
    page = PracticePageFactory(city=city, code=garden.new(f"{visibility}.code"), kind="did-not-work", failure_modes=["harm"],
                               failure_visibility=visibility, title="It did not work",
                               slug=garden.new(f"{visibility}.slug"))  # fmt: skip
    garden.fill(page, visibility, names)
    garden.parts(page, visibility)
    keywords = [_keyword(garden.new(f"{visibility}.keyword")) for _ in range(3)]
    page.keyword_links = [*page.keyword_links.all(), *keywords]
    if visibility == "anonymised":
        page.problem = f"In {city.title} the {page.lead_organisation.split()[0]} saw it."
    page.cost_one_off = 48151623
    page.save()
    if visibility == "network-only":
        PracticeTranslation.objects.create(practice=page, language="fr", status="approved",
                                           title=garden.new("translation.title"), claim=garden.new("translation.claim"),
                                           summary=garden.new("translation.summary"))  # fmt: skip
    return page


def _keyword(name: str) -> PracticeKeyword:
    from guidelines.models import Keyword

    return PracticeKeyword(tag=Keyword.objects.create(name=name, slug=name))


def _network(garden: Garden, city: Any, writer: Any) -> None:
    programme = Programme.objects.create(code="p", name="Programme")
    contacts = {name: garden.new(f"membership.{name}") for name in
                ("contact_name", "contact_email", "deputy_name", "deputy_email", "sensitive_note")}  # fmt: skip
    membership = Membership.objects.create(programme=programme, city=city, **contacts)
    made = {
        item.name: garden.new(f"round.{item.name}")
        for item in Round._meta.concrete_fields
        if isinstance(item, models.CharField) and item.name in ("code", "title")
    }
    today = timezone.localdate()
    names = [item.name for item in Round._meta.concrete_fields if item.get_internal_type() == "DateField"]
    days = {name: today + timedelta(days=number) for number, name in enumerate(names)}
    round_ = Round.objects.create(programme=programme, **made, **days)
    answers = json.dumps({f"q{n}": garden.new("answer") for n in range(40)})
    Response.objects.create(round=round_, membership=membership, answers=answers, filled_in_by=writer)
