"""The city's own profile at the desk: its pages, the comparison with what is public, the lead's signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cities.models import CityPage
from cities.permissions import city_ids_of, may_sign_for
from practices.desk import merging, profile_steps, profiles
from practices.models import ProfileDraft
from practices.review.permissions import may_edit_knowledge
from practices.review.services import Stale, StepNotPossible
from practices.templatetags.desk_tags import shown_fields


def city_or_404(request: HttpRequest, pk: int) -> CityPage:
    """A city of the person; another city's desk does not exist for them."""
    found: CityPage = get_object_or_404(CityPage, pk=pk, pk__in=city_ids_of(request.user))
    return found


@login_required
@require_GET
def profile(request: HttpRequest, city_pk: int) -> HttpResponse:
    """The pages to fill in, and what would change for the public."""
    city = city_or_404(request, city_pk)
    draft = profiles.draft_of(city)
    text = profiles.newest_text(city)
    context = {
        "city": city,
        "draft": draft,
        "steps": profile_steps.STEPS,
        "changes": changes(city, text) if draft.revision_id else [],
        "problems": profiles.problems_of(text),
        "may_sign": may_sign_for(request.user, city),
    }
    return render(request, "desk/profile.html", context)


def changes(public: CityPage, text: CityPage) -> list[dict[str, Any]]:
    """Fields whose words differ between the public profile and the draft."""
    found = []
    for step in profile_steps.STEPS:
        for before, after in zip(shown_fields(step, public), shown_fields(step, text), strict=True):
            if before.values != after.values:
                found.append({"label": after.label, "before": before.values, "after": after.values, "step": step})
    return found


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, city_pk: int, code: str) -> HttpResponse:
    """A page of the profile; asked for JSON (saving while typing) it answers the new version."""
    city = city_or_404(request, city_pk)
    if code not in profile_steps.BY_CODE:
        raise Http404
    as_json = "application/json" in request.headers.get("Accept", "")
    draft, text = profiles.draft_of(city), profiles.newest_text(city)
    kind = profile_steps.form_class(code, with_parts=not as_json)
    form = kind(request.POST or None, instance=text, initial={"version": draft.version})
    if request.method == "GET":
        return _page(request, city, code, form, 200)
    if form.is_valid():
        try:
            draft = profiles.save_profile(
                city=city, page=form.save(commit=False), by=request.user, version=form.cleaned_data["version"]
            )
        except Stale as error:
            if as_json:
                return JsonResponse({"errors": {"version": [str(error)]}}, status=409)
            return _merge(request, city, code)
        if as_json:
            return JsonResponse({"version": draft.version})
        behind = profile_steps.after(code)
        if "stay" in request.POST or behind is None:
            return redirect("practices:desk_profile", city.pk)
        return redirect("practices:desk_profile_step", city.pk, behind.code)
    if as_json:
        return JsonResponse({"errors": form.errors}, status=400)
    return _page(request, city, code, form, 400)


def _merge(request: HttpRequest, city: CityPage, code: str) -> HttpResponse:
    """Two people wrote at once: what the second typed stays in the form, beside it what the first one saved."""
    draft = profiles.draft_of(city)
    typed = request.POST.copy()
    typed["version"] = str(draft.version)
    form = profile_steps.form_class(code)(typed, instance=profiles.newest_text(city))
    form.is_valid()
    kept = profiles.newest_text(city)
    rows = merging.differences_in(profile_steps.BY_CODE[code].fields, kept, form)
    theirs = [row for row in shown_fields(profile_steps.BY_CODE[code], kept) if row.name in profile_steps.PART_TITLES]
    return _page(request, city, code, form, 409, differences=rows, their_parts=theirs)


def _page(request: HttpRequest, city: CityPage, code: str, form: Any, status: int, **more: Any) -> HttpResponse:
    context = {
        "city": city,
        "step": profile_steps.BY_CODE[code],
        "steps": profile_steps.STEPS,
        "number": list(profile_steps.BY_CODE).index(code) + 1,
        "after": profile_steps.after(code),
        "form": form,
        **more,
    }
    return render(request, "desk/profile_step.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, city_pk: int, verb: str) -> HttpResponse:
    """Sign the text that was read, or drop the draft."""
    city = city_or_404(request, city_pk)
    if verb not in ("sign", "drop"):
        raise Http404
    try:
        version, revision = int(request.POST.get("version", "")), int(request.POST.get("revision") or 0)
    except ValueError:
        return HttpResponse(_("version: the form was not complete; open the page again."), status=400)
    try:
        if verb == "sign":
            profiles.sign_profile(city=city, by=request.user, revision_id=revision, version=version)
            messages.success(request, _("The profile is signed and public. The editors were told."))
        else:
            profiles.drop_profile_draft(city=city, by=request.user, version=version)
            messages.success(request, _("The draft is dropped; the public profile stays as it was."))
    except Stale as error:
        return render(request, "desk/profile_stale.html", {"city": city, "why": str(error)}, status=409)
    except StepNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:desk_profile", city.pk)


@login_required
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor has looked at a city's change."""
    if not may_edit_knowledge(request.user):
        raise Http404
    profiles.mark_seen(draft=get_object_or_404(ProfileDraft, pk=pk), by=request.user)
    return redirect("practices:desk_due")
