"""What the coordinator's journey needs behind the browser, done in the site's own process: python -m … VERB.

It stands on real cities of the starter collection in a database of its own, which no visitor ever sees.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

PASSWORD = "a-long-enough-word-for-a-journey"
CITIES = 30


def account(name: str) -> Any:
    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model

    email = f"journey-{name}@city.example"
    user, _ = get_user_model().objects.get_or_create(email=email, defaults={"username": email})
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def make(mark: str) -> dict[str, Any]:
    """A programme of thirty cities with a coordinator, and a lead for the first city."""
    from cities.models import CityPage, CityRole
    from network.choices import Purpose
    from network.models import Consent, Coordinator, Membership, Programme
    from practices.models import PracticePage

    coordinator, lead = account("coordinator"), account("lead")
    programme = Programme.objects.create(code=f"journey-{mark}", name=f"Journey {mark}")
    Coordinator.objects.create(programme=programme, user=coordinator)
    cities = list(CityPage.objects.public().order_by("code")[:CITIES])
    for number, city in enumerate(cities):
        place = Membership.objects.create(
            programme=programme, city=city, contact_name=f"Person {number}", contact_email=f"c{number}@mail.example"
        )
        for purpose in Purpose.values:
            Consent.objects.create(membership=place, purpose=purpose, granted=True)
    CityRole.objects.get_or_create(city=cities[0], user=lead, ended=None, defaults={"role": "lead"})
    paths = [city.path for city in cities]
    practice = next(
        page
        for page in PracticePage.objects.naming_their_city().order_by("code")
        if page.path[: len(paths[0])] not in paths
    )
    return {"programme": programme.pk, "city": cities[0].title, "practice": practice.code, "url": practice.get_url()}


def answer(programme: str) -> dict[str, Any]:
    """Every city but the one that answered in the browser submits, by the service."""
    from guidelines.models import Theme
    from network.models import Membership, Round
    from network.services import responses

    round = Round.objects.get(programme=programme)
    codes = list(Theme.objects.order_by("code").values_list("code", flat=True))[:10]
    kept = 0
    for number, place in enumerate(Membership.objects.filter(programme=programme).order_by("pk")):
        response = responses.begin_response(round=round, membership=place)
        if response.state == "submitted":
            continue
        themes = [codes[(number + step) % len(codes)] for step in (0, 3, 5, 7)]
        values = {
            "challenges": [{"theme": themes[0], "words": "It weighs most."}, {"theme": themes[1]}],
            "area": "Two quarters near the river",
            "offers": [{"theme": themes[2], "rests_on": "practice"}, {"theme": themes[3], "rests_on": "experience"}],
            "aim": "Know what to try first",
            "format": "either",
            "capacity": 1,
            "languages": [{"code": "en", "level": "working"}],
            "time_zone": place.city.time_zone or "UTC",
            "public": False,
        }
        responses.submit_answers(response=response, answers=values, version=response.version, by=None)
        kept += 1
    return {"answered": kept}


def invite(programme: str) -> dict[str, Any]:
    """Send the invitations of all proposals that wait."""
    from network.models import Coordinator, Exchange
    from network.services import invitations

    by = Coordinator.objects.get(programme=programme).user
    sent = 0
    for exchange in Exchange.objects.filter(round__programme=programme, state="proposed"):
        texts = {member.pk: "Dear colleagues, come along." for member in exchange.members.all()}
        invitations.invite(exchange=exchange, by=by, texts=texts, version=exchange.version)
        sent += 1
    return {"sent": sent}


def link_of_another(programme: str) -> dict[str, Any]:
    """The invitation link of a city that is in a group without the first city, and that city's name."""
    from network.models import Exchange, Membership

    first = Membership.objects.filter(programme=programme).order_by("pk").first()
    exchange = (
        Exchange.objects.filter(round__programme=programme, state="invited").exclude(members__membership=first).first()
    )
    member = exchange.members.first()
    return {"path": path_of(f"invite:{member.pk}:"), "city": member.membership.city.title, "exchange": exchange.pk}


def path_of(key: str) -> str:
    from network.models import Mail

    body = Mail.objects.filter(key__startswith=key).latest("pk").body
    return "/network/link/" + body.split("/network/link/")[1].split()[0]


def accept(programme: str) -> dict[str, Any]:
    """Every city that is asked says yes."""
    from network.models import Exchange, ExchangeMember
    from network.services import invitations

    for member in ExchangeMember.objects.filter(exchange__round__programme=programme, state="invited"):
        invitations.answer(member=member, accepts=True)
    states = list(Exchange.objects.filter(round__programme=programme).values_list("state", flat=True))
    return {"states": states}


def room_of_the_first(programme: str) -> dict[str, Any]:
    """The exchange of the first city, and whether its check after thirty days can be asked."""
    from django.utils import timezone

    from network.models import Check, ExchangeMember, Membership
    from network.services import followup

    first = Membership.objects.filter(programme=programme).order_by("pk").first()
    member = ExchangeMember.objects.get(membership=first, state="accepted")
    Check.objects.filter(member=member, day=30).update(due=timezone.localdate())
    followup.ask_due_checks()
    check = Check.objects.get(member=member, day=30)
    return {"exchange": member.exchange_id, "check": path_of(f"check:{check.pk}")}


def remove(programme: str) -> dict[str, Any]:
    """Take everything away again, so that the next run begins afresh."""
    from network.models import AuditEntry, Exchange, Programme, Round
    from practices.models import Adoption

    exchanges = Exchange.objects.filter(round__programme=programme)
    Adoption.objects.filter(exchange__in=list(exchanges.values_list("pk", flat=True))).delete()
    exchanges.delete()
    Round.objects.filter(programme=programme).update(chosen_run=None)
    for round in Round.objects.filter(programme=programme):
        round.runs.all().delete()
        round.delete()
    AuditEntry.objects.filter(programme=programme).delete()
    Programme.objects.filter(pk=programme).delete()
    return {}


VERBS = {f.__name__: f for f in (make, answer, invite, link_of_another, accept, room_of_the_first, remove)}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    import django

    django.setup()
    sys.stdout.write("\n" + json.dumps(VERBS[sys.argv[1]](*sys.argv[2:])))
