"""Texts the site proposes and a coordinator edits before they leave: the first words of an invitation."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from network.models import Exchange, ExchangeMember
from network.selectors import exchange_reasons
from network.services.letters import languages_of

LINES = 3  # reasons named in a first text; the page behind the link gives all of them


def first_texts(exchange: Exchange, members: Sequence[ExchangeMember]) -> dict[int, str]:
    """Member → a draft of its invitation, in the language its letters are written in; a constant number of queries."""
    languages = languages_of([member.membership for member in members])
    return {m.pk: first_text(exchange, m, members, languages[m.membership_id]) for m in members}


def first_text(exchange: Exchange, member: ExchangeMember, members: Sequence[ExchangeMember], language: str) -> str:
    """A draft of the invitation for one city."""
    names = [m.membership.city.title for m in members if m != member]
    with translation.override(language):
        reason = exchange_reasons(exchange).get(f"m{member.membership_id}", {})
        others = _("%(a)s and %(b)s") % {"a": names[0], "b": names[1]} if len(names) == 2 else ", ".join(names)
        gets = "\n".join(f"- {line}" for line in reason.get("gets", ())[:LINES])
        return _(
            "Dear colleagues in %(city)s,\n\nwe propose that you work with %(others)s over the next four months.\n\n"
            "What you would get:\n%(gets)s\n\nNothing is announced before all of you have said yes."
        ) % {"city": member.membership.city.title, "others": others, "gets": gets}
