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
from practices.desk import meter, selectors
from practices.desk.forms import NewPracticeForm, examples, form_class
from practices.desk.steps import BY_CODE, STEPS, after, before
from practices.models import FieldQuestion, Submission
from practices.review import questions, services
from practices.review.questions import open_questions_by_field
from practices.review.states import NEXT, State


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
    return render(request, "desk/home.html", {"cities": selectors.desk(request.user), "form": NewPracticeForm()})


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
        "newest_revision": submission.practice.latest_revision_id,
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
    form = form_class(code)(request.POST or None, instance=page, initial={"version": submission.version})
    status = 200
    if request.method == "POST":
        saved = _save_step(request, submission, form, page)
        if saved is not None:
            return saved
        status = 409 if form.has_error("version") else 400
        if _wants_json(request):
            return JsonResponse({"errors": form.errors}, status=status)
    return render(request, "desk/step.html", _step_context(submission, code, form, page), status=status)


def _save_step(request: HttpRequest, submission: Submission, form: Any, page: Any) -> HttpResponse | None:
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
    behind = after(form_step(form))
    if "stay" in request.POST or behind is None:
        return redirect("practices:desk_practice", submission.pk)
    return redirect("practices:desk_step", submission.pk, behind.code)


def form_step(form: Any) -> str:
    """The step a form belongs to."""
    return next(code for code in BY_CODE if isinstance(form, form_class(code)))


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
