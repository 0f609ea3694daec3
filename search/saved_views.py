"""Pages of saved searches, for the person who saved them, and the end of e-mails for whoever holds the signed link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from search import saving
from search.models import SavedSearch
from search.queries import SearchError
from search.telling import search_of
from search.views import language


@login_required
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """My saved searches."""
    mine = SavedSearch.objects.filter(owner=request.user)
    return render(request, "search/saved.html", {"searches": mine, "frequencies": SavedSearch.Frequency.choices})


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search of the results page."""
    try:
        search = saving.save_search(
            owner=request.user,
            query_string=request.POST.get("search", "")[:8000],
            language=language(),
            name=request.POST.get("name", ""),
            frequency=request.POST.get("frequency", SavedSearch.Frequency.WEEKLY),
        )
    except SearchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved: %(name)s") % {"name": search.name})
    return redirect("search:saved")


@login_required
@require_POST
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Change the e-mails of one of my searches, or delete it. Another person's search is not found."""
    search = get_object_or_404(SavedSearch, pk=key, owner=request.user)
    if "delete" in request.POST:
        saving.forget_search(search=search)
        messages.success(request, _("Deleted: %(name)s") % {"name": search.name})
        return redirect("search:saved")
    try:
        saving.change_frequency(search=search, frequency=request.POST.get("frequency", ""))
    except SearchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Changed: %(name)s") % {"name": search.name})
    return redirect("search:saved")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signature is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the e-mails of one search. Only a POST does it, so that a mail scanner following links does not."""
    search = search_of(token)
    if search is None:
        raise Http404
    if request.method == "POST":
        saving.change_frequency(search=search, frequency=SavedSearch.Frequency.NEVER)
    response = render(request, "search/unsubscribe.html", {"search": search, "done": request.method == "POST"})
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
