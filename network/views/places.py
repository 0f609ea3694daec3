"""A programme's cities, and a city's place in a programme: contacts, consents, self-assessment."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cities.models import CityPage
from cities.permissions import city_ids_of, may_sign_for
from network import monitor as monitor_of
from network import programme_view, selectors
from network.forms import ContactsForm
from network.models import Assessment, Membership
from network.permissions import may_coordinate, may_see_assessment
from network.services import mail, memberships, places
from network.services.errors import ExchangeError
from network.services.rooms import clean
from network.views.common import attempt, number, programme_or_404


def _place(request: HttpRequest, pk: int) -> tuple[Membership, bool, bool]:
    """A membership with whether it is the person's city and whether the person coordinates; else 404."""
    found = get_object_or_404(Membership.objects.select_related("city", "programme"), pk=pk, left__isnull=True)
    mine = found.city_id in city_ids_of(request.user)
    coordinates = may_coordinate(request.user, found.programme)
    if not (mine or coordinates):
        raise Http404
    return found, mine, coordinates


@login_required
@require_GET
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Cities of a programme with what is missing, people who coordinate, workload of facilitators."""
    found = programme_or_404(request, pk)
    context = {
        "programme": found,
        "demonstration": found.demonstration,
        "members": programme_view.members_of(found),
        "joinable": programme_view.joinable(found),
        "coordinators": found.coordinators.select_related("user"),
        "workload": programme_view.workload_of(found),
        "in_doubt": mail.in_doubt(found),
    }
    return render(request, "network/programme.html", context)


@login_required
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """A city joins, called by its name, or by the last part of its page's address."""
    found = programme_or_404(request, pk)
    typed = request.POST.get("city", "").strip()[:255]
    published = CityPage.objects.live()
    named = list(published.filter(title__iexact=typed, demonstration=found.demonstration)[:2])
    city = published.filter(code=typed.rstrip("/").split("/")[-1]).first() or (named[0] if len(named) == 1 else None)

    def do() -> None:
        if len(named) > 1 and city is None:
            raise memberships.StepNotPossible(
                _("city: several cities are called this; copy the last part of the address of the right one.")
            )
        if city is None:
            raise memberships.StepNotPossible(_("city: no published city is called this, or has this code."))
        memberships.join_programme(programme=found, city=city, by=request.user)

    return attempt(request, do, "network:programme", pk)


@login_required
@require_http_methods(["GET", "POST"])
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """A city's place: contacts (city or coordinator), consents (city lead), its rounds."""
    place, mine, coordinates = _place(request, pk)
    fields = ("contact_name", "contact_email", "deputy_name", "deputy_email")
    form = ContactsForm(request.POST or None, initial={name: getattr(place, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        memberships.name_contacts(membership=place, by=request.user, contacts=clean(form))
        messages.success(request, _("The contacts are kept. Partners see them only when all have said yes."))
        return redirect("network:membership", pk)
    if coordinates:
        memberships.note_contacts_read(membership=place, by=request.user)
    context = {
        "membership": place,
        "demonstration": place.programme.demonstration,
        "mine": mine,
        "coordinates": coordinates,
        "form": form,
        "consents": selectors.consents_of(place),
        "consent_url": reverse("network:membership_consent", args=[pk]),
        "may_consent": may_sign_for(request.user, place.city),
        "assessment": Assessment.objects.filter(membership=place).first(),
        "may_leave": coordinates or may_sign_for(request.user, place.city),
    }
    return render(request, "network/membership.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def membership_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The city lead says what the city allows."""
    place, _mine, _coordinates = _place(request, pk)
    if not may_sign_for(request.user, place.city):
        raise Http404
    memberships.set_consents(membership=place, by=request.user, purposes=frozenset(request.POST.getlist("purpose")))
    return redirect("network:membership", pk)


@login_required
@require_POST
def note_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the coordinators' note on a city."""
    place, _mine, coordinates = _place(request, pk)
    if not coordinates:
        raise Http404
    text = request.POST.get("note", "")
    return attempt(
        request,
        lambda: memberships.write_note(membership=place, note=text, by=request.user),
        "network:membership",
        pk,
    )


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A city leaves: its lead or the coordinator says so."""
    place, _mine, coordinates = _place(request, pk)
    if not (coordinates or may_sign_for(request.user, place.city)):
        raise Http404
    memberships.leave_programme(membership=place, by=request.user)
    messages.success(request, _("The city has left the programme; its answers are not matched any more."))
    return redirect("network:home")


@login_required
@require_http_methods(["GET", "POST"])
def monitor(request: HttpRequest, pk: int) -> HttpResponse:
    """The self-assessment: the city writes it; its matched peers (when shared) and the coordinator read it."""
    place = get_object_or_404(Membership.objects.select_related("city", "programme"), pk=pk, left__isnull=True)
    cities = city_ids_of(request.user)
    mine = place.city_id in cities
    found = Assessment.objects.filter(membership=place).first()
    if not may_see_assessment(request.user, place, found, cities):
        raise Http404
    definition = monitor_of.monitor("1")
    refused, status = "", 200
    answers: dict[str, Any] = json.loads(found.answers) if found else {}
    if request.method == "POST":
        if not mine:
            raise Http404
        answers = {
            code: {part: request.POST.get(f"{code}-{part}", "").strip()[:200] for part in ("level", "source", "year")}
            for code in definition.statements
        }
        try:
            places.assess(
                membership=place,
                answers=answers,
                shared="shared" in request.POST,
                version=number(request, "version"),
                by=request.user,
            )
            return redirect("network:monitor", pk)
        except ExchangeError as error:
            refused, status = str(error), 409
    context = {
        "membership": place,
        "demonstration": place.programme.demonstration,
        "mine": mine,
        "found": found,
        "refused": refused,
        "parts": _parts(definition, answers),
        "levels": monitor_of.LEVELS,
        "beside": selectors.assessment_of_reader(place, cities),
        "comparison": _compared(place, cities, answers) if not mine else [],
    }
    return render(request, "network/monitor.html", context, status=status)


def _parts(definition: Any, answers: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"title": part.title, "rows": [{"statement": s, "answer": answers.get(s.code, {})} for s in part.statements]}
        for part in definition.parts
    ]


def _compared(place: Membership, cities: frozenset[int], theirs: dict[str, Any]) -> list[monitor_of.Comparison]:
    """The reader's own city beside this one, statement by statement."""
    own = selectors.assessment_of_reader(place, cities)
    return monitor_of.compare("1", json.loads(own.answers), theirs) if own else []
