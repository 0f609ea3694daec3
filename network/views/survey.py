"""The survey at the city's desk and, after a call, at the coordinator's."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from cities.permissions import city_ids_of, may_sign_for
from guidelines.models import Theme
from network.choices import Purpose
from network.models import Membership, Response, Round
from network.permissions import may_coordinate
from network.services import memberships, responses
from network.services.errors import AnswersNotPossible, ExchangeError, Stale
from network.survey.definition import survey
from network.survey.form import answers_from, form_fields


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
    return responses.begin_response(round=round, membership=membership)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, round_pk: int, membership_pk: int, page: str = "first") -> HttpResponse:
    """A page of the survey; what is typed is kept, with or without JavaScript."""
    response = _response(request, round_pk, membership_pk)
    definition = survey(response.round.survey)
    pages = [one.code for one in definition.pages]
    if page not in pages:
        raise Http404
    answers = json.loads(response.answers)
    complaints: list[Any] = []
    status = 200
    if request.method == "POST":
        answers = {**answers, **answers_from(definition, page, request.POST)}
        result = _keep(request, response, answers, page, pages)
        if isinstance(result, HttpResponse):
            return result
        complaints, status = result
    here = next(one for one in definition.pages if one.code == page)
    language = (get_language() or "en")[:2]
    context = {
        "response": response,
        "page": here,
        "pages": definition.pages,
        "title": here.title(language),
        "fields": form_fields(here, answers, _themes(), complaints, language),
        "number": pages.index(page) + 1,
        "is_last": page == pages[-1],
        "before": pages[pages.index(page) - 1] if page != pages[0] else "",
        "complaints": complaints,
        "coordinates": _only_coordinates(request, response),
        "consents": _consents(response.membership),
        "may_consent": may_sign_for(request.user, response.membership.city),
    }
    return render(request, "network/survey.html", context, status=status)


def _keep(
    request: HttpRequest, response: Response, answers: dict[str, Any], page: str, pages: list[str]
) -> HttpResponse | tuple[list[Any], int]:
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() else 0
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
        return list(error.complaints), 400
    except Stale as error:
        if as_json:
            return JsonResponse({"errors": {"version": [str(error)]}}, status=409)
        return [str(error)], 409
    except ExchangeError as error:
        return [str(error)], 409
    if as_json:
        return JsonResponse({"version": kept.version})
    if page == pages[-1] or "stay" in request.POST:
        return redirect("network:home")
    return redirect("network:survey_page", response.round_id, response.membership_id, pages[pages.index(page) + 1])


def _only_coordinates(request: HttpRequest, response: Response) -> bool:
    """Whether the person answers as the coordinator (then the city has to confirm)."""
    return response.membership.city_id not in city_ids_of(request.user)


def _themes() -> list[tuple[str, str]]:
    return [(theme.code, str(theme)) for theme in Theme.objects.select_related("group").order_by("group_id", "code")]


def _consents(membership: Membership) -> list[tuple[str, str, bool]]:
    given = {
        purpose
        for purpose in Purpose.values
        if Membership.objects.filter(pk=membership.pk).consenting(purpose).exists()
    }
    return [(value, str(label), value in given) for value, label in Purpose.choices]


@login_required
@require_POST
def consent(request: HttpRequest, round_pk: int, membership_pk: int) -> HttpResponse:
    """The city lead says what the answers may be used for."""
    response = _response(request, round_pk, membership_pk)
    if not may_sign_for(request.user, response.membership.city):
        raise Http404
    for value, _label, before in _consents(response.membership):
        wanted = value in request.POST.getlist("purpose")
        if wanted != before:
            memberships.give_consent(
                membership=response.membership, by=request.user, purpose=Purpose(value), granted=wanted
            )
    return redirect("network:survey", round_pk, membership_pk)
