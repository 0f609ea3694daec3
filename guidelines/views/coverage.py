"""How practice covers a text: as a page, and as a table to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.coverage_table import as_csv
from guidelines.models import GuidelineDocument
from guidelines.permissions import may_decide
from guidelines.selectors import Reading, current_version, public_document, reading
from guidelines.selectors.coverage import GAPS, CoverageRow, kinds, region_labels
from guidelines.selectors.coverage import coverage as coverage_rows


def _covered(code: str) -> tuple[GuidelineDocument, Reading, list[CoverageRow]]:
    document = public_document(code)
    version = current_version(document) if document else None
    if document is None or version is None:
        raise Http404
    text = reading(document, version, get_language() or "en", beside=False)
    return document, text, coverage_rows(text)


@require_safe
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Provisions × records, cities, evidence and regions; `?gap=none|weak|one-region` shows only those gaps;
    `?by=region` provisions × practices of each region."""
    document, _text, rows = _covered(code)
    gaps = {gap: sum(1 for row in rows if row.gap == gap) for gap in GAPS}
    wanted = request.GET.get("gap", "")
    context = {
        "document": document,
        "page": document,
        "rows": [row for row in rows if row.gap == wanted] if wanted in gaps else rows,
        "kinds": kinds(),
        "regions": region_labels(get_language() or "en") if request.GET.get("by") == "region" else [],
        "gaps": gaps,
        "gap": wanted if wanted in gaps else "",
        "all": len(rows),
        "may_decide": may_decide(request.user),
    }
    return render(request, "guidelines/coverage.html", context)


@require_safe
def coverage_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same lines as CSV. A gap there is not is refused, so that nobody takes the whole table for a part of it."""
    wanted = request.GET.get("gap", "")
    document, text, rows = _covered(code)
    if wanted and wanted not in GAPS:
        told = _("“gap” is one of %(gaps)s, or left out; it was “%(given)s”.")
        message = told % {"gaps": ", ".join(GAPS), "given": wanted[:40]}
        return HttpResponse(f"{message}\n", status=400, content_type="text/plain; charset=utf-8")
    shown = [row for row in rows if row.gap == wanted] if wanted else rows
    answer = HttpResponse(as_csv(text, shown), content_type="text/csv; charset=utf-8")
    name = f"{document.code}-v{text.version.number}-coverage{f'-{wanted}' if wanted else ''}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
