"""A page a city or organisation can share: what it made public in a review, and what became of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.selectors import reading
from guidelines.selectors.contributors import contributors
from guidelines.views.editions import round_of


@require_safe
def contributor(request: HttpRequest, code: str, pk: int, who: str) -> HttpResponse:
    """Released reports and public proposals of one contributor, once the report of the review is published; else 404,
    whoever asks, so that nobody learns who took part without being named."""
    review = round_of(code, pk)
    found = contributors(review).get(who)
    if found is None:
        raise Http404
    digests = {node.row.provision_id: node for node in reading(review.document, review.version, beside=False).walk()}
    context = {
        "document": review.document,
        "page": review.document,
        "round": review,
        "contributor": found,
        "reports": [(report, digests.get(report.provision_id)) for report in found.reports],
        "address": request.build_absolute_uri(found.url),
    }
    return render(request, "guidelines/contributor.html", context)
