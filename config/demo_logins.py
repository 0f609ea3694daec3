"""One login per role on a newcomer's machine, with passwords made for that machine; never on a public site."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from cities.models import CityPage, CityRole, Duty, Role
from network.models import Coordinator, Programme

FILE = "demo-logins.json"
DOMAIN = "@demo.safer-cities.example"
ROLES: tuple[tuple[str, str, dict[str, object]], ...] = (
    # role shown, mailbox, what makes the role
    ("Practitioner", "practitioner", {}),
    ("City contributor", "contributor", {"group": "City contributors"}),
    ("City lead", "lead", {"group": "City leads"}),
    ("Reviewer", "reviewer", {"group": "Reviewers"}),
    ("Knowledge editor", "editor", {"group": "Editors"}),
    ("Network coordinator", "coordinator", {"group": "Coordinators"}),
    ("Administrator", "administrator", {"is_superuser": True, "is_staff": True}),
)


@transaction.atomic
def make() -> None:
    """Create or refresh the demonstration accounts and write them down for the person at this machine.

    Does nothing unless the settings allow demonstration logins (settings.DEMO_LOGINS).
    """
    if not getattr(settings, "DEMO_LOGINS", False):
        return
    path = Path(settings.VAR_DIR) / FILE
    known = {entry["email"]: entry["password"] for entry in json.loads(path.read_text())} if path.exists() else {}
    entries = []
    for role, mailbox, makes in ROLES:
        email = f"{mailbox}{DOMAIN}"
        password = known.get(email) or secrets.token_urlsafe(9)
        _account(email, role, password, makes)
        entries.append({"role": role, "email": email, "password": password})
    _places()
    path.write_text(json.dumps(entries, indent=1))
    path.chmod(0o600)


def _account(email: str, role: str, password: str, makes: dict[str, object]) -> None:
    user, _ = get_user_model().objects.get_or_create(email=email, defaults={"username": email})
    user.first_name, user.last_name = "Demo", role
    user.is_superuser = bool(makes.get("is_superuser"))
    user.is_staff = bool(makes.get("is_staff"))
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    if "group" in makes:
        group, _ = Group.objects.get_or_create(name=makes["group"])
        user.groups.add(group)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})


def _places() -> None:
    """Give the city's people a fictional city and the coordinator the demonstration programme, once they are loaded."""
    accounts = {user.email.partition("@")[0]: user for user in get_user_model().objects.filter(email__endswith=DOMAIN)}
    city = CityPage.objects.filter(demonstration=True).order_by("title").first()
    if city is not None:
        for mailbox, role, duty in (("lead", Role.LEAD, Duty.FOCAL), ("contributor", Role.CONTRIBUTOR, Duty.DEPUTY)):
            CityRole.objects.get_or_create(
                city=city, user=accounts[mailbox], ended=None, defaults={"role": role, "duty": duty}
            )
    for programme in Programme.objects.filter(demonstration=True):
        Coordinator.objects.get_or_create(programme=programme, user=accounts["coordinator"])
