"""Letters of the exchange: each in the recipient's language, links included, written when they are queued."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone, translation

from cities.models import CityLanguage
from network.choices import ResponseState
from network.models import Action, Check, ExchangeMember, Mail, Membership, Response
from network.services import coordination, followup, invitations, mail, responses, rounds
from network.services.letters import language_of, to_city
from network.states import RoundState
from tests.network.conftest import World, answers, group

SPOKEN = {
    0: ("fr", "Invitation à un échange", "/fr/network/link/"),
    1: ("es", "Invitación a un intercambio", "/es/network/link/"),
    2: ("ar", "دعوة إلى تبادل", "/ar/network/link/"),
}


def speaks(world: World, number: int, *spoken: tuple[str, str]) -> Membership:
    """The city names its languages in the survey."""
    place = world.places[number]
    given = {**answers(number), "languages": [{"code": code, "level": level} for code, level in spoken]}
    Response.objects.update_or_create(
        round=world.round, membership=place, defaults={"answers": json.dumps(given), "state": ResponseState.SUBMITTED}
    )
    return place


def letter_to(number: int) -> Mail:
    """The one letter to a city; addresses are encrypted, so they are compared here."""
    (found,) = [letter for letter in Mail.objects.all() if letter.to == f"town{number}@mail.example"]
    return found


def invited(world: World, *numbers: int) -> Any:
    exchange = group(world, *numbers, state="proposed", member="proposed")
    texts = {m.pk: "Come." for m in exchange.members.all()}
    by = world.people["coordinator"]
    return invitations.invite(exchange=exchange, by=by, texts=texts, version=exchange.version)


def test_the_language_is_the_accounts_else_the_surveys_else_the_profiles_else_english(world: World) -> None:
    place = world.places[0]
    CityLanguage.objects.filter(city=place.city).delete()
    assert language_of(place) == "en"
    CityLanguage.objects.create(city=place.city, code="es", level="official")
    assert language_of(place) == "es"
    speaks(world, 0, ("ar", "working"), ("fr", "official"), ("es", "basic"))
    assert language_of(place) == "fr", "the surest language first"
    get_user_model().objects.create_user("town", place.contact_email, language="ar")
    assert language_of(place) == "ar"


def test_a_language_without_letters_or_hardly_spoken_is_passed_over(world: World) -> None:
    assert language_of(speaks(world, 0, ("sw", "official"), ("fr", "basic"), ("es", "working"))) == "es"
    assert language_of(speaks(world, 1, ("ru", "official"), ("fr", "working"))) == "fr", "nothing is written in Russian"


def test_each_city_is_invited_in_its_own_language_whoever_sends(world: World) -> None:
    for number, (code, _subject, _link) in SPOKEN.items():
        speaks(world, number, (code, "official"))
    with translation.override("es"):
        exchange = invited(world, *SPOKEN)
    for number, (code, subject, link) in SPOKEN.items():
        letter = letter_to(number)
        assert letter.subject.startswith(subject)
        assert link in letter.body
        path = link + letter.body.split(link)[1].split()[0]
        page = Client().get(path)
        assert page.status_code == 200
        assert f'lang="{code}"' in page.content.decode()
    assert exchange.state == "invited"


def test_what_follows_is_in_the_cities_languages_too(world: World) -> None:
    for number, (code, *_rest) in SPOKEN.items():
        speaks(world, number, (code, "official"))
    exchange = invited(world, 0, 1)
    Mail.objects.all().delete()
    for member in exchange.members.all():
        invitations.answer(member=member, accepts=True)
    assert letter_to(0).subject == "Toutes les villes ont dit oui\xa0: votre échange commence"
    begins = letter_to(1)
    assert begins.subject == "Todas las ciudades dijeron que sí: su intercambio comienza"
    assert f"/es/network/exchanges/{exchange.pk}/" in begins.body


def test_a_group_that_did_not_come_together_is_told_in_its_language(world: World) -> None:
    speaks(world, 0, ("ar", "official"))
    speaks(world, 1, ("fr", "official"))
    exchange = invited(world, 0, 1)
    Mail.objects.all().delete()
    invitations.answer(member=exchange.members.get(membership=world.places[1]), accepts=False, reason="x")
    assert Mail.objects.get().subject == "لم تتشكل مجموعتكم"


def test_checks_and_actions_are_asked_about_once_in_the_citys_language(world: World) -> None:
    speaks(world, 0, ("ar", "official"))
    speaks(world, 1, ("fr", "official"))
    exchange = group(world, 0, 1, state="acting")
    first, second = (ExchangeMember.objects.get(exchange=exchange, membership=world.places[n]) for n in (0, 1))
    today = timezone.localdate()
    Check.objects.create(member=first, day=30, due=today)
    Action.objects.create(exchange=exchange, member=second, what="Éclairer la gare", due=today, indicator="")
    assert (followup.ask_due_checks(), followup.ask_due_actions()) == (1, 1)
    assert (followup.ask_due_checks(), followup.ask_due_actions()) == (0, 0)
    check = letter_to(0)
    assert check.subject == "بعد 30 يومًا: ما الذي تغيّر؟"
    assert "/ar/network/link/check/" in check.body
    action = letter_to(1)
    assert action.subject.startswith("Où en est-elle")
    assert action.body.startswith("Éclairer la gare\n\nÉchéance : ")
    assert "/fr/network/link/action/" in action.body


def test_survey_letters_are_in_the_citys_language(world: World) -> None:
    by = world.people["coordinator"]
    city = world.places[0].city
    CityLanguage.objects.filter(city=city).delete()
    CityLanguage.objects.create(city=city, code="fr", level="official")
    given = answers(0) | {"languages": [{"code": "fr", "level": "official"}]}
    response = responses.begin_response(round=world.round, membership=world.places[0])
    assert responses.remind(round=world.round, by=by) == len(world.places)
    assert letter_to(0).subject.startswith("Questionnaire de Round first\xa0: ouvert jusqu")
    Mail.objects.all().delete()
    responses.fill_in_for_city(response=response, answers=given, version=response.version, by=by)
    confirm = Mail.objects.get()
    assert confirm.subject == "Veuillez confirmer les réponses de votre ville"
    assert "/fr/network/link/confirm-answers/" in confirm.body


def test_a_city_without_an_exchange_is_told_in_its_language(world: World) -> None:
    speaks(world, 0, ("es", "official"))
    world.round.state = RoundState.RUNNING
    rounds._answer_the_rest(world.round)
    assert Mail.objects.get().subject == "Round first: esta vez no hay intercambio para su ciudad"


def test_a_new_coordinator_is_written_to_in_the_language_of_the_account(world: World) -> None:
    person = get_user_model().objects.create_user("next", "next@city.example", language="fr")
    coordination._tell(world.programme, person, "Merci")
    letter = Mail.objects.get()
    assert letter.subject == "Vous coordonnez First network"
    assert f"/fr/network/programmes/{world.programme.pk}/" in letter.body
    assert letter.body.endswith("De la personne qui vous a précédé :\n\nMerci\n")


def test_the_text_is_fixed_when_queued_and_a_key_is_written_once(world: World) -> None:
    place = speaks(world, 0, ("fr", "official"))
    calls = []

    def compose() -> tuple[str, str]:
        calls.append(translation.get_language())
        return "A subject\nin two lines", "Text"

    assert to_city(key="k", place=place, programme=world.programme, compose=compose) is not None
    speaks(world, 0, ("es", "official"))
    assert to_city(key="k", place=place, programme=world.programme, compose=compose) is None
    assert calls == ["fr"]
    assert Mail.objects.get().subject == "A subject in two lines"
    with translation.override("ar"):
        mail.send_queued()
    assert Mail.objects.get().body == "Text"


@pytest.mark.parametrize(("language", "words"), [("fr", "Ce suivi"), ("es", "Este seguimiento"), ("ar", "سبق الرد")])
def test_a_refusal_is_in_the_readers_language(world: World, language: str, words: str) -> None:
    exchange = group(world, 0, 1, state="acting")
    check = Check.objects.create(
        member=exchange.members.first(), day=30, due=timezone.localdate() - timedelta(days=1), answered=timezone.now()
    )
    with (
        translation.override(language),
        pytest.raises(followup.StepNotPossible, match=words),
    ):
        followup.answer_check(check=check, change="idea", what="x")  # type: ignore[arg-type]
