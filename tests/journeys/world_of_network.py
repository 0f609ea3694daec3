"""What coordinators and cities see when something happens in the demonstration network: a repair, a market, a story,
and the links of the letters to cities."""

from __future__ import annotations

from typing import Any

STORY = (
    "Both cities walked the same three streets at night, with the people who use them.\n\n"
    "One moved its lamps, the other its bus stop. What neither had expected: the shops stayed open longer, by themselves."
)


def repaired(round: Any, by: Any) -> int:
    """The run that works out the ways to repair the round; made once."""
    from network.services import matching, running

    found = round.runs.exclude(way="").first()
    return int((found or running.execute(matching.ask_for_repair(round=round, by=by))).pk)


def told(round: Any, by: Any) -> int:
    """An exchange of the round with a story that all its cities allow to be published."""
    from network.services.room_contents import write_story

    exchange = round.exchanges.filter(state="closed").order_by("pk").first()
    if not exchange.story_published:
        write_story(exchange=exchange, story=STORY, publish=True, by=by, version=exchange.version)
    return int(exchange.pk)


def market(round: Any, by: Any) -> None:
    """Six public practices as the round's market, one of them about what did not work."""
    from network.models import Market
    from network.services.market import freeze
    from practices.models import PracticePage

    if not Market.objects.filter(round=round).exists():
        pages = PracticePage.objects.naming_their_city().order_by("code")
        codes = [*pages.values_list("code", flat=True)[:5], pages.filter(kind="did-not-work").first().code]
        freeze(round=round, codes=list(dict.fromkeys(codes)), by=by)


def asked_again(checks: list[Any]) -> list[str]:
    """Links of questions "what has changed?"; what was answered in an earlier run is asked anew."""
    from network import tokens
    from network.models import Check

    Check.objects.filter(pk__in=[check.pk for check in checks]).update(answered=None, change="", what="", gain=None)
    return [by_link("check", tokens.make("check", check.pk, check.day)) for check in checks]


def by_link(purpose: str, token: str) -> str:
    return f"/network/link/{purpose}/{token}/"


def made(by: Any) -> dict[str, Any]:
    """Role ("" = a visitor) → addresses; "places": name → parts of addresses for pages that answer a form. Of links that
    are spent by their answer, one is for each view and the third only to be opened."""
    from network import tokens
    from network.models import Action, Check, ExchangeMember, Response, Round
    from network.services.invitations import invitation_link

    running, inviting, asking = (Round.objects.get(code=code) for code in ("first-round", "second-round", "open"))
    run, story = repaired(inviting, by), told(running, by)
    market(asking, by)
    actions = Action.objects.filter(exchange__round=running, exchange__state="acting").order_by("pk")[:3]
    checks = Check.objects.filter(member__exchange__round=running, member__exchange__state="acting").order_by("-pk")[:3]
    invited = ExchangeMember.objects.filter(round=inviting, state="invited").order_by("pk").first()
    answers = Response.objects.filter(round=asking, state="to-confirm").order_by("pk").first()
    proposed = inviting.exchanges.filter(state="proposed").order_by("pk").first()
    updates = [by_link("action", tokens.make("action", action.pk, action.version)) for action in actions]
    reports = asked_again(list(checks))
    place = asking.responses.exclude(pk=answers.pk).order_by("pk").first().membership_id
    return {
        "": [
            "/" + invitation_link(invited).split("/", 3)[3], updates[2], reports[2], by_link("action", "wrong"),
            by_link("confirm-answers", tokens.make("confirm-answers", answers.pk, answers.version)),
            f"/network/stories/{story}/",
        ],
        "coordinator": [
            f"/network/rounds/{inviting.pk}/workbench/?run={run}", f"/network/rounds/{asking.pk}/market/cards/",
            f"/network/rounds/{asking.pk}/market/", f"/network/rounds/{asking.pk}/answers/{place}/",
            f"/network/rounds/{asking.pk}/import/", f"/network/rounds/{asking.pk}/dates/", f"/network/proposals/{proposed.pk}/",
        ],
        "contributor": [f"/network/rounds/{asking.pk}/market/"],
        "places": {
            "asking": asking.pk, "inviting": inviting.pk, "proposed": proposed.pk, "updates": updates, "reports": reports,
        },
        "files": [f"/network/rounds/{asking.pk}/market/bundle.zip"],
    }  # fmt: skip
