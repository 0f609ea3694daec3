"""The form "what has changed?", answered by signed link or in the room: what it leaves behind is the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from network.choices import Purpose
from network.forms import CheckForm
from network.models import Check, Membership
from network.services import followup
from network.services.errors import StepNotPossible
from practices.selectors import public_by_code


def report(request: HttpRequest, check: Check, by: Any = None) -> tuple[CheckForm, dict[str, Any] | None]:
    """Read the form; answer the check when it is good. Returns the form, and what the next page shows or None."""
    form = CheckForm(request.POST or None)
    if check.answered:
        raise StepNotPossible(_("This question has been answered already. Thank you."))
    if request.method != "POST" or not form.is_valid():
        return form, None
    values: dict[str, Any] = dict(form.cleaned_data)
    code = values.pop("practice").strip().rstrip("/").split("/")[-1]
    practice = public_by_code(code) if code else None
    if code and practice is None:
        form.add_error("practice", _("No published practice has this code."))
        return form, None
    try:
        kept = followup.answer_check(check=check, practice=practice, by=by, **values)
    except StepNotPossible as error:
        form.add_error(None, str(error))
        return form, None
    done = {
        "what": "reported",
        "adoption": kept.adoption,
        "without_consent": practice is not None and kept.adoption is None,
        "demonstration": check.member.exchange.round.programme.demonstration,
    }
    return form, done


def context(check: Check, form: CheckForm) -> dict[str, Any]:
    """What the page with the form shows."""
    return {
        "check": check,
        "form": form,
        "may_publish": Membership.objects.filter(pk=check.member.membership_id).consenting(Purpose.PUBLISH).exists(),
        "demonstration": check.member.exchange.round.programme.demonstration,
    }
