"""A form that is sent after the session has ended is kept until its writer has signed in again, and sent then."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

KEY = "form_kept"
LONGEST = 300_000  # characters; what is longer is not kept
HOUR = 3600  # seconds it is kept
LEAVE = "leave"  # in the query: the words are not wanted any more

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Like login_required, but nothing that was written is lost: the fields wait in the session of this browser, and
    the page shows them after signing in, to be sent again or left. Files cannot be kept."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                _keep(request)
            return redirect_to_login(request.get_full_path())
        kept = request.session.get(KEY)
        if not kept or kept["path"] != request.path:
            return view(request, *args, **kwargs)
        if request.method == "GET" and LEAVE not in request.GET and time.time() - kept["at"] < HOUR:
            return render(request, "guidelines/kept_form.html", {"kept": kept, "leave": f"{request.path}?{LEAVE}=1"})
        del request.session[KEY]
        if request.method == "GET" and LEAVE in request.GET:
            return redirect(request.path)
        return view(request, *args, **kwargs)

    return run


def _keep(request: HttpRequest) -> None:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
        if isinstance(value, str)
    ]
    if sum(len(name) + len(value) for name, value in fields) <= LONGEST:
        request.session[KEY] = {
            "path": request.path,
            "action": request.get_full_path(),
            "fields": fields,
            "words": [value for _name, value in fields if " " in value.strip() and not value.startswith("{")],
            "at": time.time(),
        }
