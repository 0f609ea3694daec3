"""What a city does by a signed link, without an account: answer an invitation, confirm answers, update, report."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from network import outcomes, selectors, tokens
from network.forms import ActionUpdateForm, AnswerForm
from network.models import Action, Check, ExchangeMember, Response
from network.services import followup, invitations, responses
from network.services.errors import ExchangeError
from network.survey.definition import survey
from network.survey.reading import shown_answers
from network.words import word


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Dispatch on the purpose; a wrong, old or spent link says what to do."""
    handler = HANDLERS.get(purpose)
    if handler is None:
        raise Http404
    try:
        answer = handler(request, *tokens.read(purpose, token))
    except tokens.BadLink as error:
        answer = render(request, "network/link_wrong.html", {"why": str(error)}, status=400)
    except ExchangeError as error:
        answer = render(request, "network/link_wrong.html", {"why": str(error)}, status=409)
    # The token stays out of other sites' logs. Stricter ("no-referrer") would make browsers send "Origin: null" with
    # the form on this page, which the protection against forged requests refuses.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _done(request: HttpRequest, what: str) -> HttpResponse:
    return render(request, "network/link_done.html", {"what": what})


def _invitation(request: HttpRequest, pk: int, stamp: str) -> HttpResponse:
    member = get_object_or_404(
        ExchangeMember.objects.select_related("exchange__round__programme", "membership__city"), pk=pk
    )
    if not invitations.is_current(member, stamp):
        raise tokens.BadLink(_("This invitation has been answered already or was withdrawn."))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitations.answer(member=member, **form.cleaned_data)
        return _done(request, "accepted" if form.cleaned_data["accepts"] else "declined")
    others = [
        m.membership.city
        for m in member.exchange.members.select_related("membership__city__country")
        if m.pk != member.pk
    ]
    return render(
        request,
        "network/invitation.html",
        {
            "member": member,
            "others": others,
            "form": form,
            "reasons": selectors.exchange_reasons(member.exchange).get(f"m{member.membership_id}"),
            "demonstration": member.exchange.round.programme.demonstration,
        },
        status=400 if form.errors else 200,
    )


def _confirm(request: HttpRequest, pk: int, stamp: str) -> HttpResponse:
    response = get_object_or_404(Response.objects.select_related("round__programme", "membership__city"), pk=pk)
    if str(response.version) != stamp:
        raise tokens.BadLink(_("The answers were changed since this link was sent. Ask the coordinator for a new one."))
    if request.method == "POST":
        responses.confirm_answers(response=response, version=response.version)
        return _done(request, "confirmed")
    rows = shown_answers(
        survey(response.round.survey),
        json.loads(response.answers),
        language=(get_language() or "en")[:2],
        themes=dict(selectors.theme_choices()),
        words=word,
    )
    context = {"response": response, "rows": rows, "demonstration": response.round.programme.demonstration}
    return render(request, "network/confirm_answers.html", context)


def _action(request: HttpRequest, pk: int, stamp: str) -> HttpResponse:
    action = get_object_or_404(
        Action.objects.select_related("exchange__round__programme", "member__membership__city"), pk=pk
    )
    if str(action.version) != stamp:
        raise tokens.BadLink(_("This action was updated since the link was sent; the newest message has a newer link."))
    form = ActionUpdateForm(request.POST or None, initial={"state": action.state, "note": action.note})
    if request.method == "POST" and form.is_valid():
        followup.update_action(action=action, version=action.version, **form.cleaned_data)
        return _done(request, "updated")
    return render(
        request,
        "network/action_link.html",
        {"action": action, "form": form, "demonstration": action.exchange.round.programme.demonstration},
        status=400 if form.errors else 200,
    )


def _check(request: HttpRequest, pk: int, stamp: str) -> HttpResponse:
    check = get_object_or_404(
        Check.objects.select_related("member__exchange__round__programme", "member__membership__city"), pk=pk
    )
    if check.answered:
        raise tokens.BadLink(_("This question has been answered already. Thank you."))
    form, done = outcomes.report(request, check)
    if done is not None:
        return render(request, "network/link_done.html", done)
    return render(request, "network/check_link.html", outcomes.context(check, form), status=400 if form.errors else 200)


HANDLERS: dict[str, Callable[[HttpRequest, int, str], HttpResponse]] = {
    "invitation": _invitation,
    "confirm-answers": _confirm,
    "action": _action,
    "check": _check,
}
