"""Records of a city in every state of their review, and what is sent about them: letters' links, an import, a profile.

The city is the one of the city desk's journey; its records stay between runs, so that a kept site does not fill up.
"""

from __future__ import annotations

from typing import Any

CODE, NAME = "journeyville", "Journeyville"
TEXTS = {
    "claim": "After the lamps were mended twice as many women waited there.",
    "summary": "Lamps and open shops.",
    "problem": "The way from the terminus was dark and avoided.",
    "intervention": "Thirty lamps and a weekly walk.",
    "lead_organisation": "Office of public space",
}
OF_NO_FONT = "\U00012000\U00012001"  # cuneiform


def city_of(people: dict[str, Any]) -> Any:
    """A city that is no demonstration (records of those have no address without their city), with lead and writer."""
    from cities.models import CityIndexPage, CityPage, CityRole, Country

    city = CityPage.objects.filter(code=CODE).first()
    if city is None:
        city = CityPage(title=NAME, slug=CODE, code=CODE, country=Country.objects.get(code="KE"))
        CityIndexPage.objects.get().add_child(instance=city)
    for role in ("lead", "contributor"):
        CityRole.objects.get_or_create(city=city, user=people[role], ended=None, defaults={"role": role})
    return city


class Desk:
    """Brings records as far as asked, by the services the pages use."""

    def __init__(self, people: dict[str, Any]) -> None:
        self.people = people
        self.city = city_of(people)

    def record(self, title: str, to: str) -> Any:
        """The submission of the record with this title, in the state asked for."""
        from practices.models import Submission

        found = Submission.objects.filter(practice__draft_title=title, city=self.city, state=to).first()
        return found or self.brought(title, to)

    def brought(self, title: str, to: str) -> Any:
        from practices.review import services

        page = services.start_practice(city=self.city, title=title, by=self.people["contributor"])
        submission, draft = page.submission, page.get_latest_revision_as_object()
        for name, words in TEXTS.items():
            setattr(draft, name, words)
        if title.startswith("Words"):
            draft.summary = f"Lamps and open shops: {OF_NO_FONT}."
        services.save_draft(
            submission=submission, page=draft, by=self.people["contributor"], version=submission.version
        )
        if to != "draft":
            self.reviewed(submission, to)
        submission.refresh_from_db()
        return submission

    def reviewed(self, submission: Any, to: str) -> None:
        from practices.models import Advice
        from practices.review import questions, services
        from practices.review.states import State

        editor, reviewer = self.people["editor"], self.people["reviewer"]
        services.submit(submission=submission, by=self.people["contributor"], version=submission.version)
        asked = services.assign(submission=submission, reviewer=reviewer, by=editor)
        submission.refresh_from_db()
        question = questions.ask(submission=submission, field="claim", text="Twice as many as when?", by=reviewer)
        questions.remark(question=question, text="As in the year before.", by=self.people["contributor"])
        if to == "in-review":
            return
        services.give_advice(
            assignment=asked, by=reviewer, advice=Advice.PUBLISH, opinion="A sound account.", publish_opinion=True,
            revision_id=submission.revision_id,
        )  # fmt: skip
        back = to == "changes-requested"
        services.decide(
            submission=submission, by=editor, to=State.CHANGES_REQUESTED if back else State.TO_SIGN,
            reason="Please answer the question." if back else "", version=submission.version,
            revision_id=submission.revision_id,
        )  # fmt: skip
        if to == "published":
            services.sign_and_publish(
                submission=submission, by=self.people["lead"], revision_id=submission.revision_id,
                version=submission.version,
            )  # fmt: skip


def made(people: dict[str, Any]) -> dict[str, Any]:
    """Role ("" = a visitor) → addresses; "places": name → parts of addresses for pages that answer a form."""
    from cities.people import invitation_token, invite_person
    from practices.living import links
    from practices.living.services import raise_dispute

    desk = Desk(people)
    draft = desk.record("A walk that is being written up", "draft")
    changes = desk.record("A walk with questions", "changes-requested")
    review = desk.record("A walk under review", "in-review")
    signing = desk.record("A walk to be signed", "to-sign")
    true = [desk.record(f"Lamps at stop {number}", "published") for number in (1, 2, 3)]
    unprintable = desk.record("Words no font has", "published")
    if not changes.disputes.exists():
        raise_dispute(submission=changes, by=people["contributor"], text="The question is answered in the text.")
    invitation = invite_person(city=desk.city, email="newcomer@mail.example", role="contributor", by=people["lead"])
    own = [f"/desk/practices/{one.pk}/" for one in (draft, changes, review, signing, *true)]
    letters = [f"/desk/join/{invitation_token(invitation)}/", "/desk/join/x/", "/desk/still-true/x/"]
    sign = path(links.make("sign", signing.pk, signing.revision_id, signing.version))
    still = [asked_again(one.practice) for one in true]
    code = unprintable.practice.code
    return {
        "": [*letters, sign, still[2], f"/practices/{code}.pdf", f"/practices/{true[0].practice.code}/fit/?p0=perhaps",
             *told_in_full()],
        "contributor": [*own, f"/desk/practices/{changes.pk}/steps/what/", f"/desk/practices/{changes.pk}/steps/result/",
                        f"/desk/practices/{review.pk}/read/", letters[0]],
        "lead": [f"/desk/practices/{signing.pk}/read/", f"/desk/adopt/{other_practice(desk.city)}/"],
        "practitioner": [f"/desk/adopt/{other_practice(desk.city)}/"],
        "reviewer": [f"/desk/reviews/{review.pk}/"],
        "editor": [f"/desk/reviews/{one.pk}/" for one in (review, changes, signing)],
        "places": {
            "draft": draft.pk, "signing": signing.pk, "review": review.pk, "city": profile(desk.city, people["contributor"]),
            "still_true": still, "practice_page": true[0].practice.pk,
        },
    }  # fmt: skip


def path(link: str) -> str:
    """What follows the host."""
    return "/" + link.split("/", 3)[3]


def asked_again(practice: Any) -> str:
    """The link by which a record is confirmed, as the reminder of today sends it."""
    from django.utils import timezone

    from practices.living import links
    from practices.models import PracticePage

    today = timezone.localdate()
    PracticePage.objects.filter(pk=practice.pk).update(next_check=today)
    return path(links.make("still-true", practice.pk, today))


def other_practice(city: Any) -> str:
    """The code of a public practice of another city."""
    from practices.models import PracticePage

    pages = PracticePage.objects.naming_their_city().order_by("code")
    return str(next(page.code for page in pages if not page.path.startswith(city.path)))


def told_in_full() -> tuple[str, str]:
    """A public practice with its cost and preconditions, and whether it fits: links lead to most only late."""
    from practices.models import PracticePage

    pages = PracticePage.objects.naming_their_city().exclude(cost_band="").exclude(preconditions=None)
    code = pages.order_by("code").values_list("code", flat=True)[0]
    return f"/practices/{code}/", f"/practices/{code}/fit/"


def profile(city: Any, by: Any) -> int:
    """Begin a draft of the city's profile; the city's number."""
    from practices.desk import profiles

    row = profiles.draft_of(city)
    if row.revision_id is None:
        text = profiles.newest_text(city)
        text.summary = "A city of the journeys."
        profiles.save_profile(city=city, page=text, by=by, version=row.version)
    return int(city.pk)
