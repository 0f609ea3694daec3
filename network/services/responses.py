"""Survey answers: saved as typed, submitted by the city, or filled in by the coordinator and confirmed by the city."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.permissions import may_write_for
from network import tokens
from network.choices import ResponseState
from network.models import Membership, Response, Round
from network.permissions import may_coordinate
from network.selectors import theme_codes
from network.services import audit, letters
from network.services.errors import AnswersNotPossible, Stale, StepNotPossible
from network.states import RoundState
from network.survey.answers import LEVELS, check
from network.survey.definition import survey

REMINDERS_AT_MOST = 3


@transaction.atomic
def begin_response(*, round: Round, membership: Membership) -> Response:
    """The city's answers to this round, prefilled from its last submitted ones (constraints are not carried over) and
    from its profile."""
    found = Response.objects.filter(round=round, membership=membership).select_related("round", "membership").first()
    if found is not None and membership.programme_id == round.programme_id:
        found.round, found.membership = round, membership
        return found
    if membership.programme_id != round.programme_id:
        raise PermissionDenied
    last = (
        Response.objects.filter(membership=membership, state=ResponseState.SUBMITTED)
        .exclude(round=round)
        .order_by("-submitted")
        .first()
    )
    carried = json.loads(last.answers) if last else {}
    carried.pop("constraints", None)
    known = survey(round.survey).questions
    begun = {**_from_profile(membership), **carried}
    prefilled = json.dumps({code: value for code, value in begun.items() if code in known})
    response, _made = Response.objects.get_or_create(
        round=round, membership=membership, defaults={"answers": prefilled}
    )
    return response


def _from_profile(membership: Membership) -> dict[str, Any]:
    """What the city's page already says: languages and time zone."""
    city = membership.city
    spoken = [
        {"code": row.code, "level": row.level if row.level in LEVELS else "working"}
        for row in city.city_languages.all()[:6]
        if 2 <= len(row.code) <= 3 and row.code.isalpha()
    ]
    return {name: value for name, value in (("languages", spoken), ("time_zone", city.time_zone)) if value}


@transaction.atomic
def save_answers(*, response: Response, answers: Mapping[str, Any], version: int, by: Any) -> Response:
    """Keep a draft as typed. Raises Stale, StepNotPossible when the survey is closed, AnswersNotPossible.

    Answers that were submitted stay submitted while the city itself changes them and they are complete.
    """
    if response.state == ResponseState.SUBMITTED and may_write_for(by, response.membership.city):
        definition = survey(response.round.survey)
        if not check(definition, answers, theme_codes(), complete=True):
            return _keep(response, answers, version, by, ResponseState.SUBMITTED, complete=True)
    return _keep(response, answers, version, by, ResponseState.DRAFT, complete=False)


@transaction.atomic
def submit_answers(*, response: Response, answers: Mapping[str, Any], version: int, by: Any) -> Response:
    """The city submits. Raises as `save_answers`; required questions must be answered."""
    return _keep(response, answers, version, by, ResponseState.SUBMITTED, complete=True)


@transaction.atomic
def fill_in_for_city(*, response: Response, answers: Mapping[str, Any], version: int, by: Any) -> Response:
    """The coordinator writes down what the city said on the telephone; the city confirms by a signed link."""
    if not may_coordinate(by, response.round.programme):
        raise PermissionDenied
    kept = _keep(response, answers, version, by, ResponseState.TO_CONFIRM, complete=True)
    if not kept.membership.contact_email:
        raise StepNotPossible(_("The city has no focal point with an e-mail address; enter one first."))
    letters.to_city(
        key=f"confirm-answers:{kept.pk}:{kept.version}",
        place=kept.membership,
        programme=kept.round.programme,
        compose=partial(_please_confirm, kept),
    )
    return kept


def _please_confirm(response: Response) -> tuple[str, str]:
    return (
        _("Please confirm your city's answers"),
        _(
            "The coordinator wrote down your city's answers after the call. Read and confirm them here, without an "
            "account:\n\n%(link)s\n"
        )
        % {"link": tokens.link("confirm-answers", response.pk, response.version)},
    )


@transaction.atomic
def confirm_answers(*, response: Response, version: int) -> Response:
    """The city confirms, by signed link, exactly the version it was shown. Raises Stale."""
    changed = Response.objects.filter(pk=response.pk, version=version, state=ResponseState.TO_CONFIRM).update(
        state=ResponseState.SUBMITTED, submitted=timezone.now(), version=version + 1
    )
    if not changed:
        raise Stale(_("The answers"), Response.objects.values_list("version", flat=True).get(pk=response.pk))
    audit.note(
        programme=response.round.programme,
        by=None,
        actor="the city, by signed link",
        verb="answers confirmed",
        about=response,
    )
    response.refresh_from_db()
    return response


@transaction.atomic
def remind(*, round: Round, by: Any) -> int:
    """Remind cities without submitted answers, each at most three times and once a day. Returns messages queued."""
    if not may_coordinate(by, round.programme):
        raise PermissionDenied
    if round.state != RoundState.SURVEY:
        raise StepNotPossible(_("Reminders are sent while the survey is open."))
    queued = 0
    today = timezone.localdate()
    for membership in round.programme.memberships.current():
        response = begin_response(round=round, membership=membership)
        if response.state == ResponseState.SUBMITTED or response.reminders >= REMINDERS_AT_MOST:
            continue
        if membership.contact_email and letters.to_city(
            key=f"remind:{response.pk}:{today}",
            place=membership,
            programme=round.programme,
            compose=partial(_reminder, round),
        ):
            Response.objects.filter(pk=response.pk).update(
                reminders=response.reminders + 1, last_reminder=timezone.now()
            )
            queued += 1
    audit.note(programme=round.programme, by=by, verb="reminders sent", about=round, number=queued)
    return queued


def _reminder(round: Round) -> tuple[str, str]:
    return (
        _("Survey of %(round)s: open until %(day)s") % {"round": round.title, "day": letters.day(round.survey_closes)},
        _("Two questions are enough to begin; what you type is kept. Open your city desk to answer:\n\n%(link)s\n")
        % {"link": tokens.address("network:home")},
    )


def _keep(
    response: Response, answers: Mapping[str, Any], version: int, by: Any, state: ResponseState, *, complete: bool
) -> Response:
    round = response.round
    if round.state != RoundState.SURVEY:
        raise StepNotPossible(_("The survey of this round is closed; ask the coordinator to open it again."))
    complaints = check(survey(round.survey), answers, theme_codes(), complete=complete)
    if complaints:
        raise AnswersNotPossible(list(complaints))
    now = timezone.now()
    changed = Response.objects.filter(pk=response.pk, version=version).update(
        answers=json.dumps(answers, ensure_ascii=False),
        state=state,
        version=version + 1,
        saved=now,
        filled_in_by=by,
        submitted=now if state == ResponseState.SUBMITTED else None,
    )
    if not changed:
        raise Stale(_("Your city's answers"), Response.objects.values_list("version", flat=True).get(pk=response.pk))
    if state != ResponseState.DRAFT:
        audit.note(programme=round.programme, by=by, verb=f"answers {state}", about=response)
    response.refresh_from_db()
    return response


def note_answers_read(*, response: Response, by: Any) -> None:
    """The first time a coordinator opens a city's answers is written down."""
    about = f"{response._meta.label_lower}:{response.pk}"
    programme = response.round.programme
    if not programme.audit.filter(by=by, verb="answers read", object=about).exists():
        audit.note(programme=programme, by=by, verb="answers read", about=response)
