"""Keeping records alive: still true, signing by link, adoptions, objections, the stale list, writing for a city."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cities.models import CityPage
from cities.permissions import city_ids_of, may_sign_for
from practices import selectors
from practices.choices import AdoptionStatus
from practices.desk import profiles
from practices.desk.steps import STEPS
from practices.desk.views import submission_or_404
from practices.living import links, reminders, services
from practices.models import Adoption, Dispute, PracticePage
from practices.outcomes import Direction
from practices.review import assistance, by_link
from practices.review.permissions import may_edit_knowledge
from practices.review.services import Stale, StepNotPossible


class AdoptionForm(forms.Form):
    """What became of somebody else's practice at home."""

    status = forms.ChoiceField(
        label=gettext_lazy("Where you are"), choices=AdoptionStatus.choices, widget=forms.RadioSelect
    )
    year = forms.CharField(label=gettext_lazy("Since when"), max_length=20, required=False)
    changes = forms.CharField(
        label=gettext_lazy("What you changed"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    result = forms.CharField(
        label=gettext_lazy("What came of it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("No change and harm are results too; they help the next city most."),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way it went"), choices=Direction.choices, initial=Direction.UNKNOWN
    )


def _private(answer: HttpResponse) -> HttpResponse:
    """Pages behind a signed link: the token stays out of other pages' logs, of caches and of search engines."""
    # No token in referrers; with "no-referrer" a browser would send the page's own form with the origin "null".
    answer["Referrer-Policy"] = "strict-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def still_true(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a record by its link; only a click on the page does it, so that a mail scanner does not."""
    try:
        pk, day = links.read("still-true", token)
        practice = PracticePage.objects.filter(pk=int(pk), live=True).first()
        if practice is None:
            raise links.BadLink(_("This record is not public any more."))
        if request.method == "POST":
            services.confirm_record(practice=practice, asked=parse_date(day))
            return _private(render(request, "desk/link_done.html", {"practice": practice, "confirmed": True}))
    except (links.BadLink, StepNotPossible) as error:
        return _private(render(request, "desk/link_done.html", {"why": str(error)}, status=400))
    return _private(render(request, "desk/still_true.html", {"practice": practice}))


@never_cache
@require_http_methods(["GET", "POST"])
def sign_link(request: HttpRequest, token: str) -> HttpResponse:
    """Read and sign one exact text by link, without an account."""
    try:
        submission, _revision, _version = by_link.submission_of(token)
        if request.method == "POST":
            by_link.sign_by_link(token=token)
            return _private(render(request, "desk/link_done.html", {"practice": submission.practice}))
    except (links.BadLink, StepNotPossible) as error:
        return _private(render(request, "desk/link_done.html", {"why": str(error)}, status=400))
    except Stale as error:
        return _private(render(request, "desk/link_done.html", {"why": str(error)}, status=409))
    context = {"submission": submission, "draft": submission.revision.as_object(), "steps": STEPS, "by_link": True}
    return _private(render(request, "desk/read.html", context))


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """One click on the desk says that the public text is still true."""
    submission = submission_or_404(request, pk)
    try:
        services.confirm_record(practice=submission.practice, by=request.user)
        messages.success(request, _("Thank you. It counts as confirmed today."))
    except StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:desk_practice", pk)


@login_required
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """A city says what became of a practice at home. Its lead does; others learn whom to ask."""
    practice = selectors.public_by_code(code)
    if practice is None or practice.is_anonymised:
        raise Http404
    cities = list(CityPage.objects.filter(pk__in=city_ids_of(request.user)).exclude(pk=practice.lead_city.pk))
    signing = [city for city in cities if may_sign_for(request.user, city)]
    wanted = request.POST.get("city") or request.GET.get("city") or (str(signing[0].pk) if signing else "")
    city = next((one for one in signing if str(one.pk) == wanted), None)
    known = Adoption.objects.filter(practice=practice, city=city).first() if city else None
    names = ("status", "year", "changes", "result", "direction")
    initial = {name: getattr(known, name) for name in names} if known else {"status": AdoptionStatus.CONSIDERING}
    form = AdoptionForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if city is None:
            raise Http404
        if form.is_valid():
            try:
                services.report_adoption(practice=practice, city=city, by=request.user, **form.cleaned_data)
            except StepNotPossible as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Thank you. It stands on the practice's page now."))
                return redirect(f"{practice.url}#adoptions")
    context = {"practice": practice, "form": form, "cities": signing, "city": city, "acts_for": cities}
    return render(request, "desk/adopt.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """The city objects to a decision or a grade."""
    submission = submission_or_404(request, pk)
    try:
        services.raise_dispute(submission=submission, by=request.user, text=request.POST.get("text", ""))
        messages.success(request, _("An editor who did not take the decision will answer."))
    except StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:desk_practice", pk)


@login_required
@require_POST
def answer_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor who did not take the decision answers."""
    if not may_edit_knowledge(request.user):
        raise Http404
    found = get_object_or_404(Dispute.objects.select_related("submission__city"), pk=pk)
    try:
        services.answer_dispute(
            dispute=found, by=request.user, answer=request.POST.get("answer", ""), upheld="upheld" in request.POST
        )
    except StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:review", found.submission_id)


@login_required
@require_GET
def stale(request: HttpRequest) -> HttpResponse:
    """For editors: public records whose check is due, the longest waiting first."""
    if not may_edit_knowledge(request.user):
        raise Http404
    rows: list[dict[str, Any]] = [
        {"practice": page, "aged": reminders.is_aged(page), "reachable": bool(reminders.recipients(page))}
        for page in reminders.due_for_check()[:200]
    ]
    return render(request, "desk/due.html", {"rows": rows, "profiles": profiles.unseen()})


@login_required
@require_http_methods(["GET", "POST"])
def write_for(request: HttpRequest) -> HttpResponse:
    """An editor or coordinator begins a record for a city that tells it by telephone."""
    if not assistance.may_help(request.user):
        raise Http404
    form = assistance.HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        submission = assistance.start_for_city(by=request.user, **form.cleaned_data)
        return redirect("practices:desk_step", submission.pk, STEPS[0].code)
    return render(request, "desk/write_for.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor sends the link by which a city without accounts signs."""
    from practices.desk.review_views import seen_by

    submission = seen_by(request.user, pk)
    try:
        by_link.send_signing_link(submission=submission, email=request.POST.get("email", ""), by=request.user)
        messages.success(request, _("The link is on its way."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:review", pk)
