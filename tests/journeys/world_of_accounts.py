"""Sessions of every role and of people at a turn of their account, and what a person keeps: a saved search."""

from __future__ import annotations

import time
from typing import Any

ROLES = ("practitioner", "contributor", "lead", "reviewer", "editor", "coordinator", "administrator")
PROPOSE = "/guidelines/un-safer-cities-guidelines/1/propose/"
LONG = 10 * 86400  # seconds; the second factor may be set up only shortly after the password was given


def people() -> dict[str, Any]:
    """Role → its demonstration account."""
    from config.models import User

    return {role: User.objects.get(email=f"{role}@demo.safer-cities.example") for role in ROLES}


def session_of(user: Any, *, just_now: bool = False, form_at: str = "") -> str:
    """The key of a session. just_now: the password was given a moment ago. form_at: the address of a form that was sent
    when the session before this one had ended."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    if just_now:
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time() + LONG, "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
    if form_at:
        words = "Every street and every stair has light."
        session["form_kept"] = {
            "path": form_at, "action": form_at, "fields": [("proposed", words)], "words": [words], "at": time.time() + LONG,
        }  # fmt: skip
    session.save()
    return str(session.session_key)


def with_second_factor() -> Any:
    """An account that signs in with an app, besides its password."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from config.models import User

    email = "keyed@demo.safer-cities.example"
    user, _new = User.objects.get_or_create(email=email, defaults={"username": email})
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return user


def unsubscribe(user: Any) -> str:
    """The address that ends the letters about a search the person saved."""
    from search import saving, telling
    from search.models import SavedSearch

    name = "Lamps and shops"
    found = SavedSearch.objects.filter(owner=user, name=name).first() or saving.save_search(
        owner=user, query_string="q=lamps", language="en", name=name, frequency="weekly"
    )
    return f"/search/unsubscribe/{telling.token(found)}/"


def looked_for() -> None:
    """Words several visitors looked for in vain, with and without a call for practices."""
    from search.models import Call, Sought
    from search.tallying import this_week

    for number, words in enumerate(("flooded underpass", "drone over the market at night")):
        Sought.objects.get_or_create(
            week=this_week(), digest=f"journey-{number}", language="en",
            defaults={"words": words, "searches": 9, "visitors": 5, "without_results": 9},
        )  # fmt: skip
    Call.objects.get_or_create(words="flooded underpass", question="Who keeps an underpass open and dry in the rains?")


def made(known: dict[str, Any]) -> dict[str, Any]:
    """ "sessions": role → session; role ("" = a visitor) → addresses; "places" for pages that answer a form."""
    keyed = with_second_factor()
    looked_for()
    ending = unsubscribe(known["practitioner"])
    return {
        "sessions": {
            **{role: session_of(user) for role, user in known.items()},
            "newcomer": session_of(known["practitioner"], just_now=True),
            "keyed": session_of(keyed),
            "returned": session_of(known["practitioner"], form_at=PROPOSE),
        },
        "returned": [PROPOSE],
        "": [ending],
        "newcomer": ["/accounts/2fa/totp/activate/"],
        "keyed": ["/accounts/reauthenticate/?next=/accounts/2fa/", "/accounts/2fa/"],
        "places": {"ending": ending},
    }
