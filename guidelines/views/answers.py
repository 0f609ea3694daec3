"""The pages an asked office without an account reaches by the signed link in its letter: what it reports in a review.

The link shows and changes that office's own reports only; it ends with the review's time for reports.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guidelines.models import AskedParty
from guidelines.selectors import reading
from guidelines.selectors.rounds import own_reports
from guidelines.services.letters import party_of
from guidelines.services.reviews import takes_reports
from guidelines.views.reviews import report_page


def _party(token: str) -> AskedParty:
    party = party_of(token)
    if party is None:
        raise Http404(_("This address is not valid."))
    return party


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is sent to no other site and kept by no search engine."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def answers(request: HttpRequest, token: str) -> HttpResponse:
    """The provisions of the reviewed text with what the office has reported on each."""
    party = _party(token)
    review = party.round
    own = own_reports(review, party=party)
    text = reading(review.document, review.version, get_language() or "en", beside=False)
    context: dict[str, Any] = {
        "document": review.document,
        "page": review.document,
        "round": review,
        "party": party,
        "token": token,
        "takes": takes_reports(review),
        "lines": [(node, own.get(node.row.provision_id)) for node in text.walk()],
    }
    return _private(render(request, "guidelines/answers.html", context))


@never_cache
def answer(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """The office's report on one provision."""
    party = _party(token)
    back = reverse("guidelines:answers", args=[token])
    return _private(report_page(request, party.round, key, back=back, initial={"contributor": party.name}, party=party))
