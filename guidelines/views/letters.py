"""Ending letters: about reviews, and about proposals."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guidelines.services import docket_letters
from guidelines.services.letters import end_letters, letter_of


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signature is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_letters(request: HttpRequest, token: str) -> HttpResponse:
    """End letters about reviews. Only a POST does it, so that a mail scanner following links does not."""
    letter = letter_of(token)
    if letter is None:
        raise Http404(_("This address is not valid."))
    if request.method == "POST":
        end_letters(letter=letter)
    return _kept_to_itself(
        render(request, "guidelines/no_letters.html", {"letter": letter, "done": request.method == "POST"})
    )


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_docket_letters(request: HttpRequest, token: str) -> HttpResponse:
    """End letters about proposals, likewise."""
    reader = docket_letters.reader_of(token)
    if reader is None:
        raise Http404(_("This address is not valid."))
    done = request.method == "POST"
    if done:
        docket_letters.end_letters(user_id=reader)
    return _kept_to_itself(render(request, "guidelines/no_docket_letters.html", {"done": done}))


def _kept_to_itself(response: HttpResponse) -> HttpResponse:
    """An answer whose address is a permission: told to no other site and to no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
