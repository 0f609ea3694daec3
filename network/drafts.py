"""Texts the site proposes and a coordinator edits before they leave: the first words of an invitation."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from network.models import Exchange, ExchangeMember
from network.selectors import exchange_reasons
from network.services.letters import language_of

LINES = 3  # reasons named in a first text; the page behind the link gives all of them


def first_text(exchange: Exchange, member: ExchangeMember, members: Sequence[ExchangeMember]) -> str:
    """A draft of the invitation for one city, in the language its letters are written in."""
    names = [m.membership.city.title for m in members if m != member]
    with translation.override(language_of(member.membership)):
        reason = exchange_reasons(exchange).get(f"m{member.membership_id}", {})
        others = _("%(a)s and %(b)s") % {"a": names[0], "b": names[1]} if len(names) == 2 else ", ".join(names)
        gets = "\n".join(f"- {line}" for line in reason.get("gets", ())[:LINES])
        return _(
            "Dear colleagues in %(city)s,\n\nwe propose that you work with %(others)s over the next four months.\n\n"
            "What you would get:\n%(gets)s\n\nNothing is announced before all of you have said yes."
        ) % {"city": member.membership.city.title, "others": others, "gets": gets}
