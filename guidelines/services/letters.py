"""Letters of a review: asking, reminding before it closes, telling of the report; each to each person at most once.

A letter is queued by what is true of its round (docs/decisions/review-letters.md), and claimed before it is sent. A
process that dies between claim and sending leaves a claimed, unsent letter: it is shown, not sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guidelines.asked import source_of
from guidelines.choices import Occasion, RoundState
from guidelines.models import AskedParty, Contribution, NoReviewLetters, ReviewLetter, ReviewRound
from guidelines.permissions import may_decide, require
from search.letters import one_click_letter

log = logging.getLogger("safer_cities.mail")
SALT = "guidelines.letters"
ANSWERS_SALT = "guidelines.answers"
REMIND_BEFORE = timedelta(days=7)
REPORT_IS_NEWS = timedelta(days=14)  # who comes to act for a city later is not told of old reports
NOT_AFTER_OPENING = timedelta(days=3)  # a reminder on the heels of the first letter helps nobody


class AskNotPossible(ValueError):
    """Nobody was asked; the message says why."""


@transaction.atomic
def ask_to_take_part(
    *, review: ReviewRound, parties: Sequence[tuple[str, str]], by: Any, email: str = "", language: str = "en"
) -> list[AskedParty]:
    """Ask cities and organisations to take part in a round; who was asked before is left as it is.

    parties: (kind, key) each. email, language: address of the office of a single party nobody has an account for.
    Raises AskNotPossible, PermissionDenied.
    """
    require(may_decide(by))
    if review.state != RoundState.OPEN:
        raise AskNotPossible(_("Only an open review can ask."))
    if not parties:
        raise AskNotPossible(_("Choose at least one city or organisation."))
    if email and len(parties) > 1:
        raise AskNotPossible(_("An address belongs to one organisation; ask one at a time."))
    made = []
    for kind, key in dict.fromkeys(parties):
        source = source_of(kind)
        found = next((c for c in source.candidates() if c.key == key), None) if source else None
        if found is None:
            raise AskNotPossible(_("There is no %(kind)s “%(key)s”.") % {"kind": kind, "key": key})
        party, new = AskedParty.objects.get_or_create(
            round=review,
            kind=kind,
            key=key,
            defaults={"name": found.name, "email": email, "language": language, "asked_by": by},
        )
        if not new and email and not party.email:
            party.email, party.language = email, language
            party.save(update_fields=["email", "language"])
        made.append(party)
    queue_letters(review)
    return made


def due_occasions(review: ReviewRound, today: date) -> list[Occasion]:
    """What the asked are to be told today."""
    if review.state == RoundState.REPORTED and review.reported_at:
        return [Occasion.REPORT] if today - review.reported_at.date() <= REPORT_IS_NEWS else []
    if review.state != RoundState.OPEN or not review.opens <= today <= review.closes:
        return []
    near = review.closes - today <= REMIND_BEFORE and today - review.opens >= NOT_AFTER_OPENING
    return [Occasion.OPENING, *([Occasion.CLOSING] if near else [])]


@transaction.atomic
def queue_letters(review: ReviewRound, today: date | None = None) -> int:
    """Queue what is due and was not queued before; sent after the transaction. Returns how many letters are new."""
    occasions = due_occasions(review, today or timezone.localdate())
    parties = list(AskedParty.objects.filter(round=review, declined=None)) if occasions else []
    silent = set(NoReviewLetters.objects.values_list("user_id", flat=True))
    reports = Contribution.objects.handed_in().filter(round=review)
    took_part = set(reports.values_list("submitted_by_id", flat=True))
    by_link = set(reports.values_list("party_id", flat=True))
    opened_today = {
        letter.party_id
        for letter in ReviewLetter.objects.filter(party__in=parties, occasion=Occasion.OPENING)
        if timezone.now() - letter.queued < NOT_AFTER_OPENING
    }
    new = 0
    for party, people in _people(parties):
        for occasion in occasions:
            if occasion == Occasion.CLOSING and (
                party.pk in opened_today or party.pk in by_link or took_part & {user.pk for user in people if user}
            ):
                continue
            for user in people:
                if user is None or user.pk not in silent:
                    new += ReviewLetter.objects.get_or_create(party=party, occasion=occasion, user=user)[1]
        if Occasion.OPENING in occasions:
            opened_today.add(party.pk)
    if new:
        transaction.on_commit(send_waiting)
    return new


def _people(parties: Sequence[AskedParty]) -> list[tuple[AskedParty, list[Any]]]:
    """Each party with the accounts to write to; [None] stands for its office, [] for nobody."""
    found: dict[tuple[str, str], list[Any]] = {}
    for kind in {party.kind for party in parties}:
        source = source_of(kind)
        if source:
            people = source.people({party.key for party in parties if party.kind == kind})
            found |= {(kind, key): list(users) for key, users in people.items()}
    return [(p, found.get((p.kind, p.key)) or ([None] if p.email else [])) for p in parties]


def send_waiting(limit: int = 500) -> int:
    """Send what is queued, each letter once. Returns how many left."""
    sent = 0
    for pk in list(ReviewLetter.objects.filter(claimed=None).values_list("pk", flat=True)[:limit]):
        # The claim is one UPDATE with a condition: of two processes one gets the row.
        if ReviewLetter.objects.filter(pk=pk, claimed=None).update(claimed=timezone.now()):
            sent += _send(ReviewLetter.objects.select_related("party__round__document", "user").get(pk=pk))
    return sent


def _send(letter: ReviewLetter) -> bool:
    try:
        message_of(letter).send()
    except (SMTPException, OSError) as error:
        log.warning("letter %s of a review not sent: %s", letter.pk, type(error).__name__)
        ReviewLetter.objects.filter(pk=letter.pk).update(claimed=None, failure=type(error).__name__)
        return False
    ReviewLetter.objects.filter(pk=letter.pk).update(sent=timezone.now(), failure="")
    return True


def message_of(letter: ReviewLetter) -> EmailMessage:
    """The letter in the language of who gets it, with the address that ends such letters."""
    party, review, site = letter.party, letter.party.round, settings.SITE_URL.rstrip("/")
    to, language = (letter.user.email, letter.user.language) if letter.user else (party.email, party.language)
    with translation.override(language or "en"):
        end = f"{site}{reverse('guidelines:no_letters', args=[token_of(letter)])}"
        context = {
            "occasion": letter.occasion,
            "party": " ".join(party.name.split()),
            "review": review,
            "title": " ".join(review.title.split()),
            "text": " ".join(review.document.title.split()),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "url": f"{site}{address_of(letter)}",
            "by_link": letter.user is None and letter.occasion != Occasion.REPORT,
            "end": end,
        }
        subject = render_to_string("guidelines/letter_subject.txt", context)
        body = render_to_string("guidelines/letter.txt", context)
    return one_click_letter(subject=subject, body=body, to=to, end=end)


def address_of(letter: ReviewLetter) -> str:
    """Where a letter leads: an office without an account to its own pages of the review, others to the review's."""
    if letter.user is None and letter.occasion != Occasion.REPORT:
        return reverse("guidelines:answers", args=[answers_token(letter.party)])
    return letter.party.round.get_absolute_url()  # type: ignore[no-any-return]


def answers_token(party: AskedParty) -> str:
    """The signed part of the address at which an asked office reports without an account."""
    return signing.dumps([party.pk, party.email], salt=ANSWERS_SALT)


def party_of(token: str) -> AskedParty | None:
    """The office a link was written to; None when it was forged, or the office has another address by now."""
    try:
        pk, email = signing.loads(token, salt=ANSWERS_SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return (
        AskedParty.objects.filter(pk=pk, email=email, round__in=ReviewRound.objects.public())
        .select_related("round__document", "round__version")
        .first()
    )


def token_of(letter: ReviewLetter) -> str:
    """The signed part of the address that ends letters about reviews."""
    return signing.dumps(letter.pk, salt=SALT)


def letter_of(token: str) -> ReviewLetter | None:
    """The letter a signed address came in; None when it was forged or the letter is gone."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return ReviewLetter.objects.select_related("party", "user").filter(pk=pk).first()


@transaction.atomic
def end_letters(*, letter: ReviewLetter) -> None:
    """No more letters: to the person about any review, or to the office about this one."""
    if letter.user is not None:
        NoReviewLetters.objects.get_or_create(user=letter.user)
        ReviewLetter.objects.filter(user=letter.user, claimed=None).delete()
    else:
        AskedParty.objects.filter(pk=letter.party_id, declined=None).update(declined=timezone.now())
        ReviewLetter.objects.filter(party=letter.party_id, user=None, claimed=None).delete()


def write_due_letters(today: date | None = None) -> int:
    """Every day: queue what became due in any round, and send what waits. Returns how many letters left."""
    rounds = ReviewRound.objects.filter(state__in=(RoundState.OPEN, RoundState.REPORTED), asked__isnull=False)
    for review in rounds.distinct():
        queue_letters(review, today)
    return send_waiting()
