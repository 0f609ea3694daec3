"""The market of practices: a frozen selection with cards to print, and what cities say to each card."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import MarketWord, ResponseState
from network.models import Market, MarketMark, Membership, Round
from network.permissions import may_coordinate
from network.services import audit, responses
from network.services.errors import StepNotPossible
from network.states import RoundState
from network.survey.definition import survey
from practices.models import PracticePage

CARDS_AT_MOST = 40


@transaction.atomic
def freeze(*, round: Round, codes: Sequence[str], by: Any) -> Market:
    """Freeze a selection of public practices as the round's market; freezing again replaces it while nobody has marked.

    Raises StepNotPossible naming the codes that are no public practice, PermissionDenied.
    """
    if not may_coordinate(by, round.programme):
        raise PermissionDenied
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    if not 1 <= len(wanted) <= CARDS_AT_MOST:
        raise StepNotPossible(_("practices: choose 1 to %(most)s.") % {"most": CARDS_AT_MOST})
    pages = {p.code: p for p in PracticePage.objects.naming_their_city().filter(code__in=wanted).with_record()}
    unknown = [code for code in wanted if code not in pages]
    if unknown:
        raise StepNotPossible(
            _("practices: no public practice is called %(codes)s.") % {"codes": ", ".join(unknown[:5])}
        )
    existing = Market.objects.filter(round=round).first()
    if existing is not None and existing.marks.exists():
        raise StepNotPossible(_("Cities have marked this market already; it stays as it is."))
    market, _made = Market.objects.update_or_create(
        round=round, defaults={"cards": [_card(pages[code]) for code in wanted], "frozen": timezone.now()}
    )
    audit.note(programme=round.programme, by=by, verb="market frozen", about=market, cards=len(wanted))
    return market


def _card(page: PracticePage) -> dict[str, Any]:
    """What a printed card says, as it is now."""
    city = page.get_parent().specific
    return {
        "code": page.code,
        "title": page.title,
        "city": city.title,
        "country": city.country.name(),
        "claim": page.claim,
        "summary": page.summary,
        "grade": page.grade,
        "did_not_work": page.kind == "did-not-work",
        "path": page.get_url() or "",
        "themes": [link.tag.code for link in page.theme_links.all()],
    }


@transaction.atomic
def mark(
    *, market: Market, membership: Membership, practice: str, word: str, because: str, by: Any
) -> MarketMark | None:
    """A city says something to a card, or takes it back with an empty word. Raises StepNotPossible."""
    if practice not in {card["code"] for card in market.cards}:
        raise StepNotPossible(_("practice: not a card of this market."))
    if not word:
        MarketMark.objects.filter(market=market, membership=membership, practice=practice).delete()
        return None
    if word not in MarketWord.values:
        raise StepNotPossible(_("word: choose one of %(known)s.") % {"known": ", ".join(map(str, MarketWord.labels))})
    if word == MarketWord.NOT_FOR_US and not because.strip():
        raise StepNotPossible(_("because: say why it is not for you; others learn from it."))
    found, _made = MarketMark.objects.update_or_create(
        market=market, membership=membership, practice=practice, defaults={"word": word, "because": because[:300]}
    )
    _into_the_survey(market, membership, practice, word, by)
    return found


def _into_the_survey(market: Market, membership: Membership, practice: str, word: str, by: Any) -> None:
    """While the survey is open and not yet submitted, "tell me more" becomes a need and "could host" an offer, if there
    is room; what the city wrote itself stays."""
    field = {MarketWord.TELL_ME_MORE: "challenges", MarketWord.COULD_HOST: "offers"}.get(MarketWord(word))
    if field is None or market.round.state != RoundState.SURVEY:
        return
    response = responses.begin_response(round=market.round, membership=membership)
    answers = json.loads(response.answers)
    rows = list(answers.get(field) or [])
    card = next(card for card in market.cards if card["code"] == practice)
    new = [code for code in card["themes"] if code not in {row["theme"] for row in rows}]
    if (
        response.state != ResponseState.DRAFT
        or not new
        or len(rows) >= survey(market.round.survey).questions[field].most
    ):
        return
    rows.append({"theme": new[0], "words": card["title"][:500]})
    responses.save_answers(response=response, answers={**answers, field: rows}, version=response.version, by=by)
