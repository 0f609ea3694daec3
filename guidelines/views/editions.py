"""The editions of a review's report: each at its own address, and the form that publishes a correction."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms import CorrectReportForm
from guidelines.models import ReviewRound
from guidelines.permissions import may_decide, require
from guidelines.services import RoundNotPossible, correct_report
from guidelines.text.differences import compare


def round_of(code: str, pk: int) -> ReviewRound:
    """A round everybody may read, with its text and version; else 404."""
    found: ReviewRound = get_object_or_404(
        ReviewRound.objects.public().select_related("document", "version"), document__code=code, pk=pk
    )
    return found


@require_safe
def edition(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """One edition of a report, for ever at this address."""
    found = round_of(code, pk)
    editions = list(found.editions.all())
    shown = next((one for one in editions if one.number == number), None)
    if shown is None:
        raise Http404
    before = next((one for one in editions if one.number == number - 1), None)
    context = {
        "document": found.document,
        "page": found.document,
        "round": found,
        "edition": shown,
        "newest": editions[-1],
        "before": before,
        "pieces": compare(before.report, shown.report) if before else [],
        "editions": editions,
    }
    response = render(request, "guidelines/edition.html", context)
    links = [f'<{found.get_absolute_url()}>; rel="latest-version"']
    after = next((one for one in editions if one.number == number + 1), None)
    for one, relation in ((before, "predecessor-version"), (after, "successor-version")):
        if one is not None:
            links.append(f'<{one.get_absolute_url()}>; rel="{relation}"')
    response["Link"] = ", ".join(links)
    return response


@login_required
def correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write and publish a correction. What was written stays in the form when it is refused."""
    found = round_of(code, pk)
    require(may_decide(request.user))
    newest = found.editions.last()
    if newest is None:
        raise Http404
    form = CorrectReportForm(request.POST.dict() or None, initial={"report": newest.report, "seen": newest.number})
    if request.method == "POST" and form.is_valid():
        try:
            made = correct_report(review=found, by=request.user, **form.cleaned_data)
        except RoundNotPossible as error:
            form.add_error(error.field or None, str(error))
            form.data = form.data | {"seen": newest.number}  # told of it, the person decides what it needs now
        else:
            messages.success(request, _("Edition %(number)s is published.") % {"number": made.number})
            return redirect(found.get_absolute_url())
    context = {"document": found.document, "page": found.document, "round": found, "newest": newest, "form": form}
    return render(request, "guidelines/correct_report.html", context, status=400 if form.errors else 200)
