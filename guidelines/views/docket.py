"""Pages of a proposal: reading, proposing, deciding, discussing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.asked import acts_for
from guidelines.choices import AmendmentState, CommentState
from guidelines.evidence import read_evidence
from guidelines.forms import CommentForm, DecideForm, PrepareForm, ProposeForm, PublishForm
from guidelines.models import Amendment, AmendmentComment, GuidelineDocument
from guidelines.permissions import may_decide
from guidelines.selectors import public_document
from guidelines.selectors.docket import (
    discussion,
    docket_lines,
    evidence_cards,
    studies,
    why_not_carried_out,
)
from guidelines.services import (
    AmendmentNotPossible,
    PublishNotPossible,
    publish_accepted,
    submit_amendment,
)
from guidelines.views.kept import signed_in
from guidelines.views.whole import text_of

DECISIONS = (AmendmentState.ACCEPTED, AmendmentState.AMENDED, AmendmentState.REJECTED)
STANDING = (AmendmentState.SUBMITTED, AmendmentState.OPEN, AmendmentState.ACCEPTED, AmendmentState.AMENDED)


def found_amendment(request: HttpRequest, code: str, pk: int) -> Amendment:
    """A public proposal; one that waits is seen by editors and the person who submitted it only."""
    document = public_document(code)
    found: Amendment = get_object_or_404(
        Amendment.objects.select_related("provision", "document", "base", "applied_in", "round"),
        document=document,
        pk=pk,
    )
    if not Amendment.objects.public().filter(pk=found.pk).exists():
        own = request.user.is_authenticated and found.submitted_by_id == request.user.pk
        if not (may_decide(request.user) or own):
            raise Http404
    return found


@require_safe
def amendment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One proposal with its notation, evidence, discussion and decision."""
    return amendment_page(request, found_amendment(request, code, pk))


def amendment_page(request: HttpRequest, found: Amendment, **more: Any) -> HttpResponse:
    decides = may_decide(request.user)
    cards, gone = evidence_cards(found, get_language() or "en")
    comments = discussion(found, request.user)
    context = {
        "document": found.document,
        "page": found.document,
        "line": docket_lines([found])[0],
        "amendment": found,
        "cards": cards,
        "gone": gone,
        "studies": studies(found),
        "comments": comments,
        "actions": found.actions.all(),
        "acting": _acting(found, comments) if decides else {},
        "obstacle": why_not_carried_out(found) if found.state in STANDING and not found.applied_in_id else "",
        "may_decide": decides,
        "own": request.user.is_authenticated and found.submitted_by_id == request.user.pk,
        "reopens": decides and found.state in DECISIONS and not found.applied_in_id,
        "decide_form": DecideForm(initial={"revision": found.revision, "wording": found.proposed}),
        "prepare_form": PrepareForm(initial={"revision": found.revision, "recommendation": found.recommendation}),
        "comment_form": CommentForm(initial=_speaker(request, "speaker")),
        **more,
    }
    status = 400 if more else 200
    return render(request, "guidelines/amendment.html", context, status=status)


@signed_in
def propose(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The form of a proposal on the provision at an address."""
    text = text_of(code)
    node = text.find(slug)
    if node is None:
        raise Http404
    initial = {"proposed": node.row.wording, **_speaker(request, "proposer")}
    form = ProposeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            evidence = read_evidence(request, values.pop("evidence"))
            made = submit_amendment(
                document=text.document, provision=node.row.provision, by=request.user, evidence=evidence, **values
            )
        except ValidationError as error:
            form.add_error("evidence", error)
        except AmendmentNotPossible as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Thank you. Your proposal is shown after moderation."))
            return redirect(made.get_absolute_url())
    context = {"document": text.document, "page": text.document, "node": node, "form": form}
    return render(request, "guidelines/propose.html", context, status=400 if form.errors else 200)


def _speaker(request: HttpRequest, field: str) -> dict[str, str]:
    """The city a person acts for, when it is one."""
    names = acts_for(request.user) if request.user.is_authenticated else []
    return {field: names[0]} if len(names) == 1 else {}


def _acting(found: Amendment, comments: list[AmendmentComment]) -> dict[int, list[str]]:
    """For editors, who are to show what names a city: account → the cities it acts for, of who wrote what waits."""
    waiting = {comment.author for comment in comments if comment.state == CommentState.WAITING}
    if found.state == AmendmentState.SUBMITTED:
        waiting.add(found.submitted_by)
    return {person.pk: acts_for(person) for person in waiting - {None}}


@require_POST
@login_required
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the next version with every accepted amendment."""
    document: GuidelineDocument | None = public_document(code)
    form = PublishForm(request.POST)
    if document is None:
        raise Http404
    if form.is_valid():
        try:
            version = publish_accepted(document=document, by=request.user, **form.cleaned_data)
        except (AmendmentNotPossible, PublishNotPossible) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
            return redirect("guidelines:document", code)
    else:
        messages.error(request, _("Please check the status and the date."))
    return redirect("guidelines:docket", code)
