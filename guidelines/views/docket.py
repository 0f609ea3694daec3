"""Pages of the docket: list, proposal, proposing, deciding, the text clean and in brackets, downloads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from guidelines.choices import AmendmentState, CommentState
from guidelines.downloads import as_page, as_word
from guidelines.forms import CommentForm, DecideForm, ProposeForm, PublishForm
from guidelines.models import Amendment, AmendmentComment, DocumentVersion, GuidelineDocument
from guidelines.permissions import may_decide, may_publish
from guidelines.selectors import Reading, current_version, public_document, reading
from guidelines.selectors.docket import (
    docket_lines,
    evidence_cards,
    shown_comments,
    studies,
    text_lines,
    versions_with_proposals,
)
from guidelines.services import (
    AmendmentNotPossible,
    PublishNotPossible,
    comment_on_amendment,
    decide_amendment,
    moderate_amendment,
    moderate_comment,
    publish_accepted,
    reopen_amendment,
    submit_amendment,
    withdraw_amendment,
)
from search import sources


def _text(code: str, number: str = "") -> Reading:
    """The version in force, or the one with a number. Unknown is 404."""
    document = public_document(code)
    version = current_version(document) if document else None
    if number and document is not None:
        rows = DocumentVersion.objects.filter(document=document)
        version = (
            rows.filter(number=int(number)).first()
            if number.isascii() and number.isdigit() and len(number) < 6
            else None
        )
    if document is None or version is None:
        raise Http404
    return reading(document, version, get_language() or "en", beside=False)


def _amendment(request: HttpRequest, code: str, pk: int) -> Amendment:
    """A public proposal; one that waits is seen by editors and the person who submitted it only."""
    document = public_document(code)
    found: Amendment = get_object_or_404(
        Amendment.objects.select_related("provision", "document", "base", "applied_in"), document=document, pk=pk
    )
    if not Amendment.objects.public().filter(pk=found.pk).exists():
        own = request.user.is_authenticated and found.submitted_by_id == request.user.pk
        if not (may_decide(request.user) or own):
            raise Http404
    return found


@require_safe
def docket(request: HttpRequest, code: str) -> HttpResponse:
    """All proposals on a text, open ones first."""
    document = public_document(code)
    if document is None:
        raise Http404
    rows = list(
        Amendment.objects.public()
        .filter(document=document)
        .select_related("provision", "document")
        .order_by("provision_id", "pk")
    )
    if may_decide(request.user):
        rows = [
            *Amendment.objects.filter(document=document, state=AmendmentState.SUBMITTED).select_related(
                "provision", "document"
            ),
            *rows,
        ]
    lines = sorted(
        docket_lines(document, rows),
        key=lambda line: line.amendment.state not in (AmendmentState.SUBMITTED, AmendmentState.OPEN),
    )
    waiting = Amendment.objects.filter(document=document).waiting().count()
    context = {
        "document": document,
        "page": document,
        "lines": lines,
        "waiting": waiting,
        "may_publish": may_publish(request.user),
        "publish_form": PublishForm(),
    }
    return render(request, "guidelines/docket.html", context)


@require_safe
def amendment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One proposal with its notation, evidence, discussion and decision."""
    return _amendment_page(request, _amendment(request, code, pk))


def _amendment_page(request: HttpRequest, found: Amendment, **more: Any) -> HttpResponse:
    decides = may_decide(request.user)
    context = {
        "document": found.document,
        "page": found.document,
        "line": docket_lines(found.document, [found])[0],
        "amendment": found,
        "cards": evidence_cards(found, get_language() or "en"),
        "studies": studies(found),
        "comments": shown_comments(found),
        "waiting_comments": found.comments.filter(state=CommentState.WAITING) if decides else [],
        "may_decide": decides,
        "own": request.user.is_authenticated and found.submitted_by_id == request.user.pk,
        "decide_form": DecideForm(initial={"revision": found.revision, "wording": found.proposed}),
        "comment_form": CommentForm(),
        **more,
    }
    status = 400 if more else 200
    return render(request, "guidelines/amendment.html", context, status=status)


@login_required
def propose(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The form of a proposal on the provision at an address."""
    text = _text(code)
    node = text.find(slug)
    if node is None:
        raise Http404
    form = ProposeForm(request.POST or None, initial={"proposed": node.row.wording})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        evidence = _evidence(request, values.pop("evidence"))
        try:
            made = submit_amendment(
                document=text.document, provision=node.row.provision, by=request.user, evidence=evidence, **values
            )
        except AmendmentNotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Your proposal is shown after moderation."))
            return redirect(made.get_absolute_url())
    context = {"document": text.document, "page": text.document, "node": node, "form": form}
    return render(request, "guidelines/propose.html", context, status=400 if form.errors else 200)


def _evidence(request: HttpRequest, lines: str) -> list[tuple[str, str, str, str]]:
    """Addresses one a line: records of this site by their page, anything else as a study."""
    found = []
    for line in filter(None, (row.strip() for row in lines.splitlines())):
        host = f"{request.scheme}://{request.get_host()}"
        path = line.removeprefix(host)
        page = Page.find_for_request(request, path) if path.startswith("/") else None
        kind = type(page.specific).__name__.lower().removesuffix("page") if page else ""
        if page and kind in ("practice", "tool") and kind in sources.all_sources():
            found.append((kind, f"{kind}:{page.pk}", "", ""))
        elif line.startswith(("https://", "http://")):
            found.append(("study", "", line[:300], line[:200]))
        else:
            found.append(("study", "", line[:300], ""))
    return found[:20]


@require_POST
@login_required
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Moderate, decide, take a decision back or withdraw, by the button that was pressed."""
    found = _amendment(request, code, pk)
    what = request.POST.get("do", "")
    try:
        if what in ("publish", "refuse"):
            moderate_amendment(amendment=found, publish=what == "publish", by=request.user)
        elif what == "reopen":
            seen = request.POST.get("revision", "")
            reopen_amendment(amendment=found, by=request.user, seen_revision=int(seen) if seen.isdecimal() else None)
        elif what == "withdraw":
            withdraw_amendment(amendment=found, by=request.user)
        else:
            form = DecideForm(request.POST)
            if not form.is_valid():
                return _amendment_page(request, found, decide_form=form)
            values = dict(form.cleaned_data)
            decide_amendment(amendment=found, by=request.user, seen_revision=values.pop("revision"), **values)
    except AmendmentNotPossible as error:
        form = DecideForm(request.POST)
        form.add_error(None, str(error))
        return _amendment_page(request, found, decide_form=form)
    messages.success(request, _("Done."))
    return redirect(found.get_absolute_url())


@require_POST
@login_required
def comment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add to the discussion, or moderate it."""
    found = _amendment(request, code, pk)
    if request.POST.get("comment"):
        row = get_object_or_404(AmendmentComment, amendment=found, pk=request.POST["comment"])
        moderate_comment(comment=row, show=request.POST.get("do") == "show", by=request.user)
        return redirect(found.get_absolute_url())
    form = CommentForm(request.POST)
    try:
        if not form.is_valid():
            return _amendment_page(request, found, comment_form=form)
        comment_on_amendment(amendment=found, by=request.user, **form.cleaned_data)
    except AmendmentNotPossible as error:
        form.add_error(None, str(error))
        return _amendment_page(request, found, comment_form=form)
    messages.success(request, _("Thank you. Your comment is shown after moderation."))
    return redirect(found.get_absolute_url())


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


@require_safe
def whole_text(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The text clean or in brackets: to read, or with ?download=docx|html to keep. `?version=1`: an earlier one."""
    clean = form == "clean"
    text = _text(code, request.GET.get("version", ""))
    wanted = request.GET.get("download", "")
    name = f"{code}-v{text.version.number}-{form}"
    if wanted == "docx":
        response = HttpResponse(
            as_word(text, clean=clean),
            content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
        return response
    if wanted == "html":
        response = HttpResponse(as_page(text, clean=clean))
        response["Content-Disposition"] = f'attachment; filename="{name}.html"'
        return response
    context = {
        "document": text.document,
        "page": text.document,
        "text": text,
        "version": text.version,
        "clean": clean,
        "sections": text_lines(text, clean=clean),
        "elsewhere": versions_with_proposals(text),
    }
    return render(request, "guidelines/whole_text.html", context)
