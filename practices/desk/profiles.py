"""A city's own profile: drafts that nobody else sees, signed by the city lead, then public; editors are told.

The words live in revisions of the city's page, as a practice's do, so that editors see them in the admin's history and
can bring an older text back.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from cities.models import CityPage
from cities.permissions import may_sign_for, may_write_for
from cities.record import city_record
from practices.importers.collection.checks import check
from practices.importers.collection.files import Collection, Record
from practices.models import ProfileDraft
from practices.review import letters
from practices.review.drafts import ONE_SITTING
from practices.review.permissions import may_edit_knowledge
from practices.review.services import Stale, StepNotPossible, content_hash

STATED = frozenset({"summary", "population", "population_year", "population_source", "time_zone", "coordinator_office",
                    "languages", "powers", "safety_council", "strategy", "diagnosis", "priorities", "experience",
                    "actors", "indicators", "sources"})  # fmt: skip
"""Keys of the city's record that its own people fill in."""
HEAD = re.compile(r"[.\[]")
KEPT_BY_EDITORS = ("title", "slug", "code", "country_id", "parent_city_id", "geonames_id", "latitude", "longitude",
                   "names", "demonstration", "stub")  # fmt: skip
"""Who the city is comes from the gazetteer and the editors; a city's own draft never changes it."""


def draft_of(city: CityPage) -> ProfileDraft:
    """The city's draft row, made when missing; what editors saved or published meanwhile in the admin counts on it."""
    row = ProfileDraft.objects.get_or_create(city=city)[0]
    public = CityPage.objects.only("latest_revision_id", "has_unpublished_changes").get(pk=city.pk)
    newest = public.latest_revision_id if public.has_unpublished_changes else None
    if row.revision_id is not None and row.revision_id != newest:
        _move(row, row.version, revision_id=newest, changed=timezone.now(), changed_by=None)
    return row


def newest_text(city: CityPage) -> CityPage:
    """The text to go on with: a draft in the making, else the public profile with whatever changed it last."""
    page: CityPage = CityPage.objects.get(pk=city.pk)
    return page.get_latest_revision_as_object() if page.has_unpublished_changes else page


@transaction.atomic
def save_profile(*, city: CityPage, page: CityPage, by: Any, version: int) -> ProfileDraft:
    """Keep what was typed as a draft. page: `newest_text` with the changes. Raises PermissionDenied, Stale."""
    if not may_write_for(by, city):
        raise PermissionDenied
    public = CityPage.objects.get(pk=city.pk)
    for name in KEPT_BY_EDITORS:
        setattr(page, name, getattr(public, name))
    _without_lost_sources(page)
    row = draft_of(city)
    before = public.latest_revision if row.revision_id == public.latest_revision_id else None
    revision: Revision = page.save_revision(user=by, clean=False)
    _move(row, version, revision=revision, changed=timezone.now(), changed_by=by)
    if before is not None and before.user_id == by.pk and before.created_at > timezone.now() - ONE_SITTING:
        _forget(before, public)
    return row


def _forget(revision: Revision, public: CityPage) -> None:
    """Saves of one person within the hour leave one revision, unless it is the public one."""
    if revision.pk != public.live_revision_id and revision.approved_go_live_at is None:
        revision.delete()


def _without_lost_sources(page: CityPage) -> None:
    """What the profile's facts rest on names only sources that are still there, and facts that say something."""
    keys = {source.key for source in page.sources.all()}
    kept = {}
    for fact, named in (page.rests_on or {}).items():
        left = [key for key in named if key in keys]
        if left:
            kept[fact] = left
    page.rests_on = kept


def problems_of(page: CityPage) -> list[tuple[str, str]]:
    """(place, message) of everything the record contract finds wrong with a draft."""
    known = [Record("city", code, "site", {}) for code in CityPage.objects.values_list("code", flat=True)]
    record = Record("city", page.code, "profile", city_record(page))
    issues = check(Collection([record, *(item for item in known if item.code != page.code)]), founded=False)
    wrong = [item for item in issues if item.file == "profile" and item.level == "error"]
    # What a city says of itself rests on its own word, signed by its lead; figures still need their source. What only
    # editors can put right (its country, its place) is no reason to refuse a signature.
    return [
        (item.place, item.message)
        for item in wrong
        if HEAD.split(item.place, maxsplit=1)[0] in STATED and not item.message.startswith("rests on nothing")
    ]


@transaction.atomic
def sign_profile(*, city: CityPage, by: Any, revision_id: int, version: int) -> ProfileDraft:
    """The city lead signs one exact text and it is public; the editors are told.

    Raises PermissionDenied, Stale when it was changed meanwhile, StepNotPossible while something is wrong with it.
    """
    if not may_sign_for(by, city):
        raise PermissionDenied
    row = draft_of(city)
    public = CityPage.objects.get(pk=city.pk)
    if row.revision_id is None:
        raise StepNotPossible(_("There is no draft of the profile to sign."))
    if row.revision_id != revision_id or public.latest_revision_id != revision_id:
        raise Stale(_("The profile was changed since you read it; read and sign the newer text."))
    revision = Revision.objects.get(pk=revision_id)
    wrong = problems_of(revision.as_object())
    if wrong:
        raise StepNotPossible(" ".join(f"{place}: {message}." for place, message in wrong[:5]))
    _move(row, version, revision=None, signed=timezone.now(), signed_by=by, content_hash=content_hash(revision),
          seen=None)  # fmt: skip
    # The permission is the signature just checked; a city lead has none in Wagtail, on purpose.
    PublishPageRevisionAction(revision, user=by).execute(skip_permission_checks=True)
    letters.send_to_all(letters.editors(), lambda: _letter(city))
    return row


def _letter(city: CityPage) -> tuple[str, str]:
    """Carries a link only."""
    link = f"{settings.SITE_URL.rstrip('/')}{reverse('practices:desk_due')}#profiles"
    return (
        _("%(city)s changed its profile") % {"city": city.name(get_language() or "en")},
        _("Its lead signed the new text, and it is public. Compare it with the one before:\n\n%(link)s\n")
        % {"link": link},
    )


@transaction.atomic
def drop_profile_draft(*, city: CityPage, by: Any, version: int) -> ProfileDraft:
    """Go back to the public profile. Raises PermissionDenied, Stale, StepNotPossible without a draft."""
    if not may_write_for(by, city):
        raise PermissionDenied
    row = draft_of(city)
    if row.revision_id is None:
        raise StepNotPossible(_("There is no draft of the profile."))
    public = CityPage.objects.get(pk=city.pk)
    _move(row, version, revision=None, changed=timezone.now(), changed_by=by)
    public.save_revision(user=by, changed=False, clean=False)
    CityPage.objects.filter(pk=city.pk).update(has_unpublished_changes=False, live_revision_id=_newest(city.pk))
    return row


def _newest(pk: int) -> int:
    found: int = CityPage.objects.values_list("latest_revision_id", flat=True).get(pk=pk)
    return found


@transaction.atomic
def mark_seen(*, draft: ProfileDraft, by: Any) -> None:
    """An editor has looked at a signed change. Raises PermissionDenied."""
    if not may_edit_knowledge(by):
        raise PermissionDenied
    ProfileDraft.objects.filter(pk=draft.pk, signed__isnull=False).update(seen=timezone.now())


def unseen() -> list[ProfileDraft]:
    """Signed changes no editor has looked at, the longest waiting first."""
    rows = ProfileDraft.objects.filter(signed__isnull=False, seen__isnull=True)
    return list(rows.select_related("city").order_by("signed"))


def _move(row: ProfileDraft, version: int, **fields: Any) -> None:
    """Change the row if nobody did meanwhile, and count on. Raises Stale."""
    changed = ProfileDraft.objects.filter(pk=row.pk, version=version).update(version=version + 1, **fields)
    if not changed:
        raise Stale(_("Somebody else changed the profile meanwhile; look at the newer text and try again."))
    row.refresh_from_db()
