"""The reviewers' queue and the editors' list of submissions. Only who was asked, or edits, sees a submission."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from practices.desk.steps import STEPS
from practices.models import Advice, FieldQuestion, ReviewAssignment, Submission
from practices.outcomes import Grade
from practices.record import practice_record
from practices.review import grades, questions, services
from practices.review.permissions import REVIEWERS, may_edit_knowledge, may_review
from practices.review.selectors import reviewer_suggestions
from practices.review.states import State


class AdviceForm(forms.Form):
    """A reviewer's judgement."""

    advice = forms.ChoiceField(label=_("Your advice"), choices=Advice.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=_("Your opinion"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=_("What convinces you, what is missing, where it would not work."),
    )
    publish_opinion = forms.BooleanField(label=_("My opinion may be published with the record"), required=False)


class ConflictForm(forms.Form):
    """Declaring an interest ends the review."""

    conflict = forms.CharField(label=_("Conflict of interest"), max_length=500)


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What the person is asked to review, soonest due first; editors also see every submission."""
    if not may_review(request.user):
        raise Http404
    mine = ReviewAssignment.objects.filter(reviewer=request.user, declined__isnull=True, done__isnull=True)
    context: dict[str, Any] = {
        "assignments": mine.select_related("submission__practice", "submission__city"),
        "is_editor": may_edit_knowledge(request.user),
    }
    if context["is_editor"]:
        waiting = [State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED, State.TO_SIGN]
        context["submissions"] = Submission.objects.filter(state__in=waiting).select_related("practice", "city")
    return render(request, "desk/queue.html", context)


def seen_by(user: Any, pk: int) -> Submission:
    """A submission the person was asked to review, or any for an editor; everybody else gets 404."""
    submission = Submission.objects.select_related("practice", "city", "revision").filter(pk=pk).first()
    asked = submission is not None and submission.assignments.filter(reviewer=user, declined__isnull=True).exists()
    if submission is None or not (asked or may_edit_knowledge(user)):
        raise Http404
    return submission


@login_required
@require_GET
def review(request: HttpRequest, pk: int, form: AdviceForm | None = None, status: int = 200) -> HttpResponse:
    """The submitted text with its questions, the advice form, and for editors the decision."""
    submission = seen_by(request.user, pk)
    draft = submission.revision.as_object() if submission.revision else submission.practice
    record = practice_record(draft)
    context = {
        "submission": submission,
        "draft": draft,
        "record": record,
        "steps": STEPS,
        "questions": questions.open_questions_by_field(submission),
        "mine": submission.assignments.filter(reviewer=request.user, declined__isnull=True).first(),
        "assignments": submission.assignments.select_related("reviewer"),
        "form": form or AdviceForm(),
        "conflict_form": ConflictForm(),
        "is_editor": may_edit_knowledge(request.user),
        "grades": Grade.choices,
        "outcomes": list(draft.outcomes.all()),
        "disputes": submission.disputes.all(),
    }
    if context["is_editor"]:
        context["suggestions"] = reviewer_suggestions(submission)
    return render(request, "desk/review.html", context, status=status)


@login_required
@require_POST
def advise(request: HttpRequest, pk: int) -> HttpResponse:
    """Give advice on the revision that was read."""
    submission = seen_by(request.user, pk)
    assignment = submission.assignments.filter(reviewer=request.user, declined__isnull=True).first()
    form = AdviceForm(request.POST)
    if assignment is None:
        raise Http404
    if form.is_valid():
        return _try(
            request,
            submission,
            lambda: services.give_advice(
                assignment=assignment, by=request.user, revision_id=_number(request, "revision"), **form.cleaned_data
            ),
        )
    messages.error(request, _("Choose your advice."))
    return redirect("practices:review", pk)


@login_required
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a conflict of interest: the editors ask somebody else."""
    submission = seen_by(request.user, pk)
    form = ConflictForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what the conflict is."))
        return redirect("practices:review", pk)
    services.decline_review(submission=submission, by=request.user, conflict=form.cleaned_data["conflict"])
    return redirect("practices:reviews")


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask beside a field, or answer in its thread."""
    submission = seen_by(request.user, pk)
    text, field = request.POST.get("text", ""), request.POST.get("field", "")
    thread = FieldQuestion.objects.filter(submission=submission, pk=_number(request, "question")).first()
    if thread is not None:
        if "settle" in request.POST:
            return _try(request, submission, lambda: questions.settle(question=thread, by=request.user))
        return _try(request, submission, lambda: questions.remark(question=thread, text=text, by=request.user))
    return _try(
        request, submission, lambda: questions.ask(submission=submission, field=field, text=text, by=request.user)
    )


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor asks a reviewer."""
    submission = seen_by(request.user, pk)
    reviewer = get_user_model().objects.filter(pk=_number(request, "reviewer"), groups__name=REVIEWERS).first()
    if reviewer is None:
        messages.error(request, _("Choose a reviewer of the list."))
        return redirect("practices:review", pk)
    return _try(request, submission, lambda: services.assign(submission=submission, reviewer=reviewer, by=request.user))


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor's decision on the version it saw."""
    submission = seen_by(request.user, pk)
    to = request.POST.get("to", "")
    if to not in set(State):
        messages.error(request, _("Choose a decision."))
        return redirect("practices:review", pk)
    return _try(
        request,
        submission,
        lambda: services.decide(
            submission=submission,
            by=request.user,
            to=State(to),
            reason=request.POST.get("reason", ""),
            version=_number(request, "version"),
            revision_id=_number(request, "revision"),
        ),
    )


@login_required
@require_POST
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """A reviewer or editor sets the grade of one outcome, with the reason."""
    submission = seen_by(request.user, pk)
    return _try(
        request,
        submission,
        lambda: grades.set_grade(
            submission=submission,
            place=_number(request, "place"),
            grade=request.POST.get("grade", ""),
            reason=request.POST.get("reason", ""),
            by=request.user,
            revision_id=_number(request, "revision"),
        ),
    )


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


def _try(request: HttpRequest, submission: Submission, action: Any) -> HttpResponse:
    try:
        action()
    except services.Stale as error:
        return render(
            request, "desk/stale.html", {"submission": submission, "why": str(error), "reviewing": True}, status=409
        )
    except services.StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:review", submission.pk)
