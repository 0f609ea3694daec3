"""Files in and out: import with its plan, templates, exports, and a record as DOCX or PDF."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cities.models import CityPage
from cities.permissions import city_ids_of
from config.paper.letters import LettersMissing
from practices import selectors
from practices.desk.selectors import offline_questions
from practices.exchange_files import applying, planning, selection, writing
from practices.exchange_files.document import Document, document_of
from practices.exchange_files.docx_pages import docx_of
from practices.exchange_files.fit_document import fit_document_of
from practices.exchange_files.judging import KINDS
from practices.exchange_files.limits import ERRORS_SHOWN, FILE_BYTES, FileRefused
from practices.exchange_files.pdf_pages import pdf_of
from practices.fit_report import fit_context, read_answers
from practices.models import ImportRun
from practices.publicity import PublicPractice
from practices.review.permissions import may_edit_knowledge
from practices.review.services import Stale, StepNotPossible
from search.queries import InvalidQuery, SearchUnavailable

AT_A_TIME = 5.0
"""Seconds of an import in one request: well below what a web server allows; the batches begun are kept."""
DOCUMENTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class ImportForm(forms.Form):
    """The file, and what to do with records that changed on the site meanwhile."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV, XLSX or JSON; at most 20 MB and 20,000 rows.")
    )
    replace = forms.BooleanField(
        label=gettext_lazy("Take the file where a record was changed on the site meanwhile"), required=False
    )

    def clean_file(self) -> Any:
        """Size is judged before anything is read."""
        given = self.cleaned_data["file"]
        if given.size > FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB; split it."))
        return given


def city_or_404(request: HttpRequest, city_pk: int) -> CityPage | None:
    """The person's own city; None (all records) for an editor who gives 0."""
    if city_pk == 0:
        if not may_edit_knowledge(request.user):
            raise Http404
        return None
    return get_object_or_404(CityPage, pk=city_pk, pk__in=city_ids_of(request.user))


@login_required
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, city_pk: int) -> HttpResponse:
    """Upload, see the plan, nothing written yet. City 0 is the editors' import of any record."""
    city = city_or_404(request, city_pk)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "city": city, "city_pk": city_pk, "kinds": KINDS}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            plan = planning.make_plan(
                name=given.name, content=given.read(), city=city, replace=form.cleaned_data["replace"]
            )
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            if "faults" in request.POST:
                return _download(writing.faults_csv(plan.faults), "text/csv; charset=utf-8", "errors.csv")
            context |= {"plan": plan, "faults": plan.faults[:ERRORS_SHOWN], "meanings": planning.MEANINGS}
            if not plan.errors and plan.work:
                run = applying.start_import(plan=plan, file_name=given.name, by=request.user, city=city)
                request.session[f"import-faults-{run.pk}"] = len(plan.faults)
                context["run"] = run
            return render(request, "desk/import.html", context, status=400 if plan.errors else 200)
    return render(request, "desk/import.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def apply_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out a plan that the same person has seen, for some seconds; the page then shows how far it is and asks
    again. A second time it changes nothing."""
    run = get_object_or_404(ImportRun, pk=pk, by=request.user)
    city_or_404(request, run.city_id or 0)
    if run.finished is not None:
        messages.info(request, _("This import was carried out already; nothing was changed."))
    else:
        try:
            applying.apply_run(run, seconds=AT_A_TIME)
        except (StepNotPossible, Stale) as error:
            messages.error(request, f"{error} {'; '.join(getattr(error, '__notes__', ()))}")
            return redirect("practices:desk_import", run.city_id or 0)
        if run.finished is None:
            done = sum(batch.rows for batch in run.done.all())
            return render(request, "desk/import_going_on.html", {"run": run, "done": done, "total": len(run.work)})
        messages.success(request, _("Imported: %(n)d records.") % {"n": sum(batch.rows for batch in run.done.all())})
    return redirect("practices:desk" if run.city_id else "practices:reviews")


@require_safe
def template(request: HttpRequest, kind: str, extension: str) -> HttpResponse:
    """The empty file to fill in."""
    if kind not in KINDS or extension not in writing.TYPES:
        raise Http404
    return _download(writing.template(kind, extension), writing.TYPES[extension], f"{kind}-template.{extension}")


@login_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The wizard's questions as a form to fill in without a connection; it is uploaded where files are imported."""
    return _download(writing.offline_form(offline_questions()), writing.TYPES["xlsx"], "practice-form.xlsx")


@login_required
@require_GET
def export_city(request: HttpRequest, city_pk: int, extension: str) -> HttpResponse:
    """All records of the person's city with their versions, ready to be imported again."""
    city = get_object_or_404(CityPage, pk=city_pk, pk__in=city_ids_of(request.user))
    if extension not in writing.TYPES:
        raise Http404
    content = writing.written("practice", selection.of_city(city), extension, versions=True)
    return _download(content, writing.TYPES[extension], f"{city.code}.{extension}")


@require_safe
def export_search(request: HttpRequest, extension: str) -> HttpResponse:
    """Whole public records of the practices a search finds."""
    if extension not in writing.TYPES:
        raise Http404
    try:
        records = selection.found_by_search(request.GET)
    except InvalidQuery as error:
        return HttpResponse(f"{error}\n", status=400, content_type="text/plain; charset=utf-8")
    except SearchUnavailable:
        answer = HttpResponse(_("The search does not answer at the moment."), status=503)
        answer["Retry-After"] = "10"
        return answer
    return _download(
        writing.written("practice", records, extension), writing.TYPES[extension], f"practices.{extension}"
    )


@require_safe
def document(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """A public record for somebody who reads on paper."""
    page = selectors.public_by_code(code)
    if page is None or extension not in DOCUMENTS:
        raise Http404
    view = selectors.view_of(page, request.GET.get("text") or get_language() or "en")
    made = document_of(page, view, request.build_absolute_uri(view.url))
    return _pages(request, made, extension, view, view.code)


@require_safe
def fit_document(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """The fit report of a chosen city, with the answers in the address, for somebody who reads on paper."""
    page = selectors.public_by_code(code)
    if page is None or page.is_anonymised or extension not in DOCUMENTS:
        raise Http404
    view = selectors.view_of(page, get_language() or "en")
    try:
        context = fit_context(page, view, request.GET.get("city", ""), read_answers(request.GET))
    except ValueError as error:
        return render(request, "practices/fit_refused.html", {"practice": view, "reason": str(error)}, status=400)
    if context["report"] is None:
        return render(request, "practices/fit.html", context, status=400)
    query = request.GET.urlencode()
    address = request.build_absolute_uri(f"{reverse('practices:fit', args=[code])}?{query}")
    made = fit_document_of(context, view, address)
    return _pages(request, made, extension, view, f"{view.code}-in-{context['city'].code}")


def _pages(request: HttpRequest, made: Document, extension: str, view: PublicPractice, name: str) -> HttpResponse:
    """The document as a file; letters no font has are said instead of drawn as boxes."""
    if extension == "docx":
        return _download(docx_of(made), DOCUMENTS["docx"], f"{name}.docx")
    try:
        return _download(pdf_of(made), DOCUMENTS["pdf"], f"{name}.pdf")
    except LettersMissing:
        return render(request, "desk/no_pdf.html", {"practice": view}, status=406)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
