"""The survey at the city's desk and, after a call, at the coordinator's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from cities.permissions import city_ids_of, may_sign_for
from network import languages, selectors
from network.models import Membership, Response, Round
from network.permissions import may_coordinate
from network.services import memberships, responses
from network.services.errors import AnswersNotPossible, ExchangeError, Stale
from network.states import RoundState
from network.survey.definition import Survey, survey
from network.survey.form import answers_from, form_fields
from network.survey.reading import shown_answers
from network.words import word


@dataclass(slots=True)
class Outcome:
    """Why answers were not kept: complaints, the status to answer with, what stands in their place meanwhile."""

    complaints: list[Any] = field(default_factory=list)
    status: int = 200
    conflict: dict[str, list[str]] = field(default_factory=dict)


def _response(request: HttpRequest, round_pk: int, membership_pk: int) -> Response:
    """The answers of one of the person's cities, or of a city of the person's programme; else 404."""
    round = get_object_or_404(Round.objects.select_related("programme"), pk=round_pk)
    membership = get_object_or_404(
        Membership.objects.select_related("city", "programme"),
        pk=membership_pk,
        programme=round.programme,
        left__isnull=True,
    )
    mine = membership.city_id in city_ids_of(request.user)
    if not (mine or may_coordinate(request.user, round.programme)):
        raise Http404
    if mine and round.state == RoundState.DRAFT and not may_coordinate(request.user, round.programme):
        raise Http404  # nobody is told of a round before its survey opens
    response = responses.begin_response(round=round, membership=membership)
    if not mine:
        responses.note_answers_read(response=response, by=request.user)
    return response


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, round_pk: int, membership_pk: int, page: str = "first") -> HttpResponse:
    """A page of the survey; what is typed is kept, with or without JavaScript."""
    response = _response(request, round_pk, membership_pk)
    definition = survey(response.round.survey)
    pages = [one.code for one in definition.pages]
    if page not in pages:
        raise Http404
    if response.round.state != RoundState.SURVEY and request.method == "GET":
        return _closed(request, response, definition)
    answers = json.loads(response.answers)
    outcome = Outcome()
    if request.method == "POST":
        answers = {**answers, **answers_from(definition, page, request.POST)}
        kept = _keep(request, response, answers, page, pages)
        if isinstance(kept, HttpResponse):
            return kept
        outcome = kept
    return render(
        request,
        "network/survey.html",
        _context(request, response, definition, page, pages, answers, outcome),
        status=outcome.status,
    )


def _context(
    request: HttpRequest,
    response: Response,
    definition: Survey,
    page: str,
    pages: list[str],
    answers: dict[str, Any],
    outcome: Outcome,
) -> dict[str, Any]:
    here = next(one for one in definition.pages if one.code == page)
    language = (get_language() or "en")[:2]
    number = pages.index(page)
    return {
        **_common(request, response),
        "page": here,
        "pages": pages,
        "steps": [{"code": one.code, "title": one.title(language)} for one in definition.pages],
        "title": here.title(language),
        "fields": form_fields(here, answers, selectors.theme_choices(), outcome.complaints, language),
        "number": number + 1,
        "is_last": number == len(pages) - 1,
        "before": pages[number - 1] if number else "",
        "complaints": outcome.complaints,
        "conflict": outcome.conflict,
        "practices": selectors.practices_to_offer(response.membership.city),
        "languages": languages.choices(language),
    }


def _common(request: HttpRequest, response: Response) -> dict[str, Any]:
    return {
        "response": response,
        "demonstration": response.round.programme.demonstration,
        "coordinates": _only_coordinates(request, response),
        "consents": selectors.consents_of(response.membership),
        "consent_url": reverse("network:consent", args=[response.round_id, response.membership_id]),
        "may_consent": may_sign_for(request.user, response.membership.city),
    }


def _closed(request: HttpRequest, response: Response, definition: Survey) -> HttpResponse:
    """The answers to read, when the survey is not open."""
    rows = shown_answers(
        definition,
        json.loads(response.answers),
        language=(get_language() or "en")[:2],
        themes=dict(selectors.theme_choices()),
        words=word,
    )
    return render(request, "network/answers.html", {**_common(request, response), "rows": rows})


def _keep(
    request: HttpRequest, response: Response, answers: dict[str, Any], page: str, pages: list[str]
) -> HttpResponse | Outcome:
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
    last = page == pages[-1] and "stay" not in request.POST
    as_json = "application/json" in request.headers.get("Accept", "")
    step = responses.save_answers
    if last and not as_json:
        step = responses.fill_in_for_city if _only_coordinates(request, response) else responses.submit_answers
    try:
        kept = step(response=response, answers=answers, version=version, by=request.user)
    except AnswersNotPossible as error:
        if as_json:
            return JsonResponse({"errors": {"answers": [str(c) for c in error.complaints]}}, status=400)
        return Outcome(list(error.complaints), 400)
    except Stale as error:
        if as_json:
            return JsonResponse({"errors": {"version": [str(error)]}}, status=409)
        return Outcome([], 409, _conflict(response, answers, page))
    except ExchangeError as error:
        if as_json:
            return JsonResponse({"errors": {"survey": [str(error)]}}, status=409)
        return Outcome([str(error)], 409)
    if as_json:
        return JsonResponse({"version": kept.version})
    if page == pages[-1] or "stay" in request.POST:
        if _only_coordinates(request, response):
            return redirect("network:round", response.round_id)
        return redirect("network:home")
    return redirect("network:survey_page", response.round_id, response.membership_id, pages[pages.index(page) + 1])


def _conflict(response: Response, answers: dict[str, Any], page: str) -> dict[str, list[str]]:
    """What somebody else saved on this page meanwhile, by question, in words; the form carries the newer version."""
    response.refresh_from_db()
    definition = survey(response.round.survey)
    theirs = json.loads(response.answers)
    here = next(one for one in definition.pages if one.code == page)
    rows = shown_answers(definition, theirs, themes=dict(selectors.theme_choices()), words=word)
    return {
        row.code: list(row.lines) or ["–"]
        for row in rows
        if row.code in {q.code for q in here.questions}
        and (theirs.get(row.code) or None) != (answers[row.code] or None)
    }


def _only_coordinates(request: HttpRequest, response: Response) -> bool:
    """Whether the person answers as the coordinator (then the city has to confirm)."""
    return response.membership.city_id not in city_ids_of(request.user)


@login_required
@require_POST
def consent(request: HttpRequest, round_pk: int, membership_pk: int) -> HttpResponse:
    """The city lead says what the answers may be used for."""
    response = _response(request, round_pk, membership_pk)
    if not may_sign_for(request.user, response.membership.city):
        raise Http404
    memberships.set_consents(
        membership=response.membership, by=request.user, purposes=frozenset(request.POST.getlist("purpose"))
    )
    return redirect("network:survey", round_pk, membership_pk)
