"""Letters of the desk, each in the language of whoever gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils import translation

from practices.review.permissions import ADMIN_CODENAME
from search.letters import one_line

BACKEND = "django.contrib.auth.backends.ModelBackend"


def chosen_language(address: str) -> str | None:
    """The language the account of an address chose; None without an account, or when it chose none of the site's."""
    return chosen_languages([address]).get(address)


def chosen_languages(addresses: Iterable[str]) -> dict[str, str]:
    """Address → the language its account chose, as `chosen_language`; one query however many."""
    known = {code for code, _name in settings.LANGUAGES}
    accounts = get_user_model().objects.filter(email__in=set(addresses), is_active=True).order_by("-pk")
    chosen = dict(accounts.values_list("email", "language"))  # of two accounts the first counts
    return {address: language for address, language in chosen.items() if language in known}


def language_of(address: str) -> str:
    """The language the account of an address chose, else the site's; an address without an account has none."""
    return chosen_language(address) or settings.LANGUAGE_CODE


def send(address: str, compose: Callable[[], tuple[str, str]]) -> None:
    """Write one letter. compose: makes subject and text; it is called with the recipient's language switched on.

    No gettext may happen before: a text made elsewhere is in the language of whoever caused the letter.
    """
    with translation.override(language_of(address)):
        subject, text = compose()
        EmailMessage(one_line(subject), text, settings.DEFAULT_FROM_EMAIL, [address]).send()


def send_to_all(addresses: Iterable[str], compose: Callable[[], tuple[str, str]]) -> int:
    """One letter to each address, so that nobody sees another's. Returns how many."""
    to = sorted(set(addresses))
    for address in to:
        send(address, compose)
    return len(to)


def editors() -> list[str]:
    """Addresses of the people who keep the knowledge base."""
    people = get_user_model().objects.with_perm(ADMIN_CODENAME, include_superusers=False, backend=BACKEND)
    return sorted(people.filter(is_active=True).values_list("email", flat=True))
