"""People who may enter the admin need a second factor (goal S14); on a newcomer's machine the setting is off."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

GUARDED = ("/admin/",)


class StaffSecondFactor:
    """Sends staff without a second factor to the page that sets one up, before any admin page answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            settings.STAFF_SECOND_FACTOR
            and request.path.startswith(GUARDED)
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        ):
            messages.warning(request, _("Set up a second factor first: the admin asks for it."))
            return redirect("mfa_index")
        return self.get_response(request)
