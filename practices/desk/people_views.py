"""People of a city: who acts for it, inviting, ending a role, and taking up an invitation."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cities import people
from cities.models import CityPage, CityRole, Duty, Role
from cities.permissions import city_ids_of, may_sign_for
from practices.review import letters


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=Role.choices, widget=forms.RadioSelect, initial=Role.CONTRIBUTOR
    )
    duty = forms.ChoiceField(
        label=gettext_lazy("Duty"),
        choices=Duty.choices,
        required=False,
        help_text=gettext_lazy("Naming a new focal point hands the duty over."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def city_people(request: HttpRequest, city_pk: int) -> HttpResponse:
    """Who acts for the city; a lead invites."""
    city = get_object_or_404(CityPage, pk=city_pk, pk__in=city_ids_of(request.user))
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        if not may_sign_for(request.user, city):
            raise PermissionDenied
        if form.is_valid():
            _invite(request, city, form)
            return redirect("practices:desk_people", city.pk)
    context = {
        "city": city,
        "form": form,
        "is_lead": may_sign_for(request.user, city),
        "roles": CityRole.objects.filter(city=city, ended__isnull=True).select_related("user"),
        "waiting": city.invitations.filter(accepted__isnull=True, withdrawn__isnull=True),
    }
    return render(request, "desk/people.html", context, status=400 if form.errors else 200)


def _invite(request: HttpRequest, city: CityPage, form: InviteForm) -> None:
    invitation = people.invite_person(
        city=city,
        by=request.user,
        email=form.cleaned_data["email"],
        role=Role(form.cleaned_data["role"]),
        duty=Duty(form.cleaned_data["duty"]),
    )
    path = reverse("practices:desk_join", args=[people.invitation_token(invitation)])
    link = f"{settings.SITE_URL.rstrip('/')}{path}"
    letters.send(
        invitation.email,
        lambda: (
            _("You are invited to act for %(city)s") % {"city": city.name(get_language() or "en")},
            _("Open this link to take up the role; it works once and until %(day)s:\n\n%(link)s\n")
            % {"day": date_format(invitation.expires, "DATE_FORMAT"), "link": link},
        ),
    )
    messages.success(request, _("The invitation is on its way."))


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take up an invitation: sign in or register with the invited address, then say yes."""
    try:
        invitation = people.invitation_of(token)
        if request.method == "POST" and request.user.is_authenticated:
            people.accept_invitation(invitation=invitation, user=request.user)
            messages.success(request, _("You now act for %(city)s.") % {"city": invitation.city.title})
            return redirect("practices:desk")
    except people.AcceptInvitationNotPossible as error:
        return render(request, "desk/join.html", {"why": str(error)}, status=400)
    answer = render(request, "desk/join.html", {"invitation": invitation, "next": urlencode({"next": request.path})})
    # No token in referrers; with "no-referrer" a browser would send the page's own form with the origin "null".
    answer["Referrer-Policy"] = "strict-origin"
    return answer


@login_required
@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead, or the person, ends a role."""
    role = get_object_or_404(CityRole, pk=pk, ended__isnull=True, city_id__in=city_ids_of(request.user))
    try:
        people.end_role(role=role, by=request.user)
    except people.InvitePersonNotPossible as error:
        messages.error(request, str(error))
    return redirect("practices:desk_people", role.city_id) if role.user != request.user else redirect("practices:desk")
