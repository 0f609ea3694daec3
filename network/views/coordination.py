"""Who coordinates: starting a programme, naming a colleague, handing over, stepping down."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network import selectors
from network.forms import HandOverForm, ProgrammeForm
from network.models import Mail
from network.permissions import may_start_programmes
from network.services import coordination, mail
from network.services.errors import ExchangeError
from network.views.common import attempt, programme_or_404


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """An administrator starts a programme."""
    if not may_start_programmes(request.user):
        raise Http404
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = coordination.start_programme(by=request.user, **form.cleaned_data)
        except ExchangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is started; its coordinator has been told.") % {"name": made.name})
            return redirect("network:home")
    return render(request, "network/programme_form.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What is open in the programme, and the form that hands it over."""
    programme = programme_or_404(request, pk)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = {name: form.cleaned_data[name] for name in ("email", "note")}
        try:
            coordination.hand_over(programme=programme, by=request.user, **to)
        except ExchangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is handed over; you have no access to it now.") % {"name": programme})
            return redirect("network:home")
    context = {
        "form": form,
        "programme": programme,
        "demonstration": programme.demonstration,
        "open": selectors.open_matters(programme),
    }
    return render(request, "network/hand_over.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def name_coordinator(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a colleague beside oneself."""
    programme = programme_or_404(request, pk)
    return attempt(
        request,
        lambda: coordination.name_coordinator(
            programme=programme, email=request.POST.get("email", ""), by=request.user
        ),
        "network:programme",
        pk,
        said=_("Your colleague coordinates too, and has been told."),
    )


@login_required
@require_POST
def settle_message(request: HttpRequest, pk: int) -> HttpResponse:
    """A message in doubt has arrived, or is to be sent again."""
    message = get_object_or_404(Mail.objects.select_related("programme"), pk=pk, programme__isnull=False)
    programme = programme_or_404(request, message.programme_id)
    if mail.settle(message=message, arrived="arrived" in request.POST, by=request.user):
        messages.success(request, _("Noted."))
    else:
        messages.info(request, _("Somebody has settled this message already."))
    return redirect("network:programme", programme.pk)


@login_required
@require_POST
def step_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the programme to the other coordinators."""
    programme = programme_or_404(request, pk)
    try:
        coordination.step_down(programme=programme, by=request.user)
    except ExchangeError as error:
        messages.error(request, str(error))
        return redirect("network:programme", pk)
    messages.success(request, _("You do not coordinate %(name)s any more.") % {"name": programme})
    return redirect("network:home")
