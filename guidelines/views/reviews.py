"""Review rounds: their page, what is reported, closing and the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.asked import acts_for
from guidelines.forms import ContributeForm, ReportForm, RoundForm
from guidelines.models import GuidelineDocument, Provision, ReviewRound
from guidelines.permissions import may_decide, require
from guidelines.selectors import public_document, reading
from guidelines.selectors.contributors import contributors
from guidelines.selectors.rounds import figures, own_reports, proposals_in, reports_of, who_was_told
from guidelines.services import RoundNotPossible, close_round, contribute, open_round, publish_report
from guidelines.services.reviews import change_round, take_back, takes_reports


def _round(code: str, pk: int) -> ReviewRound:
    found: ReviewRound = get_object_or_404(
        ReviewRound.objects.public().select_related("document", "version"), document__code=code, pk=pk
    )
    return found


@require_safe
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    """All rounds of a text."""
    document = public_document(code)
    if document is None:
        raise Http404
    return _rounds_page(request, document, RoundForm())


def _rounds_page(request: HttpRequest, document: GuidelineDocument, form: RoundForm) -> HttpResponse:
    context = {
        "document": document,
        "page": document,
        "rounds": ReviewRound.objects.public().filter(document=document),
        "may_decide": may_decide(request.user),
        "form": form,
    }
    return render(request, "guidelines/rounds.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def new_round(request: HttpRequest, code: str) -> HttpResponse:
    """Open a round."""
    document = public_document(code)
    if document is None:
        raise Http404
    form = RoundForm(request.POST)
    if form.is_valid():
        try:
            made = open_round(document=document, by=request.user, **form.cleaned_data)
        except RoundNotPossible as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The review is open. Ask cities and organisations to take part."))
            return redirect(made.get_absolute_url())
    return _rounds_page(request, document, form)


@require_safe
def review_round(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A round: its invitation and the provisions to report on while open, its report afterwards."""
    return _round_page(request, _round(code, pk))


def _round_page(request: HttpRequest, found: ReviewRound, **more: Any) -> HttpResponse:
    decides = may_decide(request.user)
    own = own_reports(found, by=request.user) if request.user.is_authenticated else {}
    text = reading(found.document, found.version, get_language() or "en", beside=False)
    period = {name: getattr(found, name) for name in ("title", "invitation", "opens", "closes")}
    context = {
        "document": found.document,
        "page": found.document,
        "round": found,
        "takes": takes_reports(found),
        "today": timezone.localdate(),
        "lines": [(node, own.get(node.row.provision_id)) for node in text.walk()],
        "own": [(node, own[node.row.provision_id]) for node in text.walk() if node.row.provision_id in own],
        "figures": figures(found) if found.state == "reported" or decides else None,
        "proposals": proposals_in(found),
        "contributors": list(contributors(found).values()),
        "editions": list(found.editions.all()),
        "may_decide": decides,
        "report_form": ReportForm(),
        "change_form": RoundForm(initial=period, auto_id="change_%s") if decides else None,
        "asked": who_was_told(found) if decides else [],
        **more,
    }
    return render(request, "guidelines/round.html", context, status=400 if more else 200)


@login_required
@require_safe
def answers(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What was handed in, for the editors who write the report."""
    require(may_decide(request.user))
    found = _round(code, pk)
    context = {
        "document": found.document,
        "page": found.document,
        "round": found,
        "reports": reports_of(found),
        "figures": figures(found),
    }
    return render(request, "guidelines/round_answers.html", context)


@require_POST
@login_required
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change title, invitation or period; more time opens a closed round again."""
    found = _round(code, pk)
    form = RoundForm(request.POST, auto_id="change_%s")
    if form.is_valid():
        try:
            change_round(review=found, by=request.user, **form.cleaned_data)
        except RoundNotPossible as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The review is changed."))
            return redirect(found.get_absolute_url())
    require(may_decide(request.user))
    return _round_page(request, found, change_form=form)


@login_required
def report_on(request: HttpRequest, code: str, pk: int, key: str) -> HttpResponse:
    """Report on one provision in a round, change one's report, keep a draft of it, or take it back."""
    found = _round(code, pk)
    names = acts_for(request.user)
    initial = {"contributor": names[0]} if len(names) == 1 else {}
    back = found.get_absolute_url()
    return report_page(request, found, key, back=back, initial=initial, by=request.user)


def report_page(
    request: HttpRequest, review: ReviewRound, key: str, *, back: str, initial: dict[str, Any], **whose: Any
) -> HttpResponse:
    """The form of a report. back: where to go afterwards; whose: by=a person, or party=an office that has a link."""
    provision = get_object_or_404(Provision, document=review.document, key=key)
    row = provision.versions.filter(version=review.version).first()
    if row is None:
        raise Http404
    own = own_reports(review, **whose).get(provision.pk)
    if own:
        initial = {name: getattr(own, name) for name in ("contributor", "progress", "text", "named")}
    what = request.POST.get("do", "")
    form = ContributeForm(request.POST or None, initial=initial, draft=what == "draft")
    try:
        if what == "take_back":
            take_back(review=review, provision=provision, **whose)
            messages.success(request, _("Your report on %(address)s is taken back.") % {"address": row.address})
            return redirect(back)
        if request.method == "POST" and form.is_valid():
            draft = what == "draft"
            contribute(review=review, provision=provision, draft=draft, **form.cleaned_data, **whose)
            told = (
                _("Your draft is kept; it counts once you hand it in.") if draft else _("Thank you, your report is in.")
            )
            messages.success(request, told)
            return redirect(f"{back}#p-{row.slug}")
    except RoundNotPossible as error:
        form.add_error(error.field or None, str(error))
    context = {
        "document": review.document,
        "page": review.document,
        "round": review,
        "row": row,
        "form": form,
        "own": own,
        "back": back,
        "takes": takes_reports(review),
        "by_link": "party" in whose,
    }
    return render(request, "guidelines/report_on.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def conclude(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Close a round, or publish its report. What was written stays in the form when that is refused."""
    found = _round(code, pk)
    form = ReportForm(request.POST)
    try:
        if request.POST.get("do") == "close":
            close_round(review=found, by=request.user)
            messages.success(request, _("The review is closed. Read what was reported, then publish the report."))
        elif form.is_valid():
            publish_report(review=found, report=form.cleaned_data["report"], by=request.user)
            messages.success(request, _("The report is published, and those asked are told."))
        else:
            require(may_decide(request.user))
            return _round_page(request, found, report_form=form)
    except RoundNotPossible as error:
        form.add_error(error.field or None, str(error))
        return _round_page(request, _round(code, pk), report_form=form, refused=str(error))
    return redirect(found.get_absolute_url())
