"""Views of the city desk: parse, call, render. Another city's record is answered with "not found"."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cities.models import CityPage
from cities.permissions import city_ids_of, may_sign_for
from practices.desk import merging, meter, selectors
from practices.desk.deadlines import deadlines
from practices.desk.forms import NewPracticeForm, examples, form_class
from practices.desk.next_steps import NEXT
from practices.desk.steps import BY_CODE, STEPS, after, before
from practices.models import FieldQuestion, PracticePage, Submission
from practices.review import questions, services
from practices.review.assistance import may_help
from practices.review.permissions import may_edit_knowledge, may_review
from practices.review.questions import open_questions_by_field
from practices.review.states import State


def submission_or_404(request: HttpRequest, pk: int) -> Submission:
    """The person's own city's submission, or 404."""
    submission = selectors.submission_for(request.user, pk)
    if submission is None:
        raise Http404
    return submission


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The desk: cities, practices in every state, what happens next."""
    context = {
        "cities": selectors.desk(request.user),
        "helped": selectors.helped(request.user),
        "may_help": may_help(request.user),
        "may_review": may_review(request.user),
        "is_editor": may_edit_knowledge(request.user),
        "deadlines": deadlines(request.user),
    }
    return render(request, "desk/home.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, city_pk: int) -> HttpResponse:
    """Begin a practice with two fields."""
    city = get_object_or_404(CityPage, pk=city_pk, pk__in=city_ids_of(request.user))
    form = NewPracticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        page = services.start_practice(city=city, by=request.user, **form.cleaned_data)
        return redirect("practices:desk_step", page.submission.pk, STEPS[0].code)
    return render(request, "desk/new.html", {"form": form, "city": city}, status=400 if form.errors else 200)


@login_required
@require_GET
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """One practice: its state, what happens next, what is missing, the questions, and the steps."""
    submission = submission_or_404(request, pk)
    page = submission.practice.get_latest_revision_as_object()
    context = {
        "submission": submission,
        "draft": page,
        "meter": meter.measure(page),
        "steps": STEPS,
        "next": NEXT[State(submission.state)],
        "questions": open_questions_by_field(submission),
        "may_sign": may_sign_for(request.user, submission.city),
        "disputes": submission.disputes.all(),
    }
    return render(request, "desk/practice.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A step of the wizard; each save is a revision. Asked for JSON (autosave) it answers the meter."""
    submission = submission_or_404(request, pk)
    if code not in BY_CODE:
        raise Http404
    page = submission.practice.get_latest_revision_as_object()
    kind = form_class(code, with_parts=not _wants_json(request))
    form = kind(request.POST or None, instance=page, initial={"version": submission.version})
    status = 200
    if request.method == "POST":
        saved = _save_step(request, submission, code, form)
        if saved is not None:
            return saved
        status = 409 if form.has_error("version") else 400
        if status == 409 and not _wants_json(request):
            return _merge(request, submission, code)
        if _wants_json(request):
            return JsonResponse({"errors": form.errors}, status=status)
    return render(request, "desk/step.html", _step_context(submission, code, form, page), status=status)


def _save_step(request: HttpRequest, submission: Submission, code: str, form: Any) -> HttpResponse | None:
    """Keep the step; None when the form has to be shown again."""
    if not form.is_valid():
        return None
    page = form.save(commit=False)
    try:
        services.save_draft(submission=submission, page=page, by=request.user, version=form.cleaned_data["version"])
    except services.Stale as error:
        form.add_error("version", str(error))
        return None
    except services.StepNotPossible as error:
        form.add_error(None, str(error))
        return None
    if _wants_json(request):
        found = meter.measure(page)
        return JsonResponse(
            {
                "version": submission.version,
                "percent": found.percent,
                "best_grade": found.best_grade,
                "missing": [m.words for m in found.missing],
            }
        )
    behind = after(code)
    if "stay" in request.POST or behind is None:
        return redirect("practices:desk_practice", submission.pk)
    return redirect("practices:desk_step", submission.pk, behind.code)


def _merge(request: HttpRequest, submission: Submission, code: str) -> HttpResponse:
    """Two people wrote at once: what the second typed stays in the form, beside it what the first one saved."""
    submission.refresh_from_db()
    newest = submission.practice.get_latest_revision_as_object()
    typed = request.POST.copy()
    typed["version"] = str(submission.version)
    form = form_class(code)(typed, instance=newest)
    kept = submission.practice.get_latest_revision_as_object()
    form.is_valid()
    context = _step_context(submission, code, form, kept) | {"differences": merging.differences(kept, form, code)}
    return render(request, "desk/step.html", context, status=409)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _step_context(submission: Submission, code: str, form: Any, page: Any) -> dict[str, Any]:
    number = list(BY_CODE).index(code) + 1
    return {
        "submission": submission,
        "step": BY_CODE[code],
        "form": form,
        "steps": STEPS,
        "number": number,
        "before": before(code),
        "after": after(code),
        "meter": meter.measure(page),
        "examples": examples(),
        "questions": open_questions_by_field(submission),
    }


@login_required
@require_GET
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The exact text as it will be published, for whoever signs it or prints it."""
    submission = submission_or_404(request, pk)
    page = submission.practice.get_latest_revision_as_object()
    context = {
        "submission": submission,
        "draft": page,
        "steps": STEPS,
        "may_sign": may_sign_for(request.user, submission.city),
    }
    return render(request, "desk/read.html", context)


@login_required
@require_POST
def take_over(request: HttpRequest, city_pk: int, practice_pk: int) -> HttpResponse:
    """The city takes up a record that was written from published sources."""
    city = get_object_or_404(CityPage, pk=city_pk, pk__in=city_ids_of(request.user))
    page = get_object_or_404(PracticePage.objects.child_of(city), pk=practice_pk)
    submission = services.take_over(practice=page, city=city, by=request.user)
    return redirect("practices:desk_practice", submission.pk)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Submit, take back, or sign; each with the version the person saw."""
    submission = submission_or_404(request, pk)
    try:
        version, revision = int(request.POST.get("version", "")), int(request.POST.get("revision") or 0)
    except ValueError:
        return HttpResponse(_("version: the form was not complete; open the page again."), status=400)
    actions = {
        "submit": lambda: services.submit(submission=submission, by=request.user, version=version),
        "reopen": lambda: services.reopen(submission=submission, by=request.user, version=version),
        "take-back": lambda: services.take_back(submission=submission, by=request.user, version=version),
        "sign": lambda: services.sign_and_publish(
            submission=submission, by=request.user, revision_id=revision, version=version
        ),
    }
    if verb not in actions:
        raise Http404
    try:
        actions[verb]()
    except services.Stale as error:
        return render(request, "desk/stale.html", {"submission": submission, "why": str(error)}, status=409)
    except services.StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:desk_practice", submission.pk)


@login_required
@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """The city answers a question beside a field."""
    question = get_object_or_404(
        FieldQuestion.objects.select_related("submission__city"),
        pk=pk,
        submission__city_id__in=city_ids_of(request.user),
    )
    try:
        questions.remark(question=question, text=request.POST.get("text", ""), by=request.user)
    except services.StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:desk_step", question.submission_id, questions.STEP_OF_FIELD[question.field])
