"""What is known about a person is shown and erased; what the city did stays (S16)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from wagtail.models import Comment, PageLogEntry

from cities.models import CityInvitation, CityRole
from config import privacy, retention
from practices.models import Dispute, FieldQuestion, FieldRemark, ImportRun, PracticePage, SignOff
from practices.review import services
from search.models import OutboxEntry, SavedSearch
from tests.factories.records import CityPageFactory

pytestmark = pytest.mark.django_db
ADDRESS = "mira.canary-7731@city.example"


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> Any:
    settings.VAR_DIR = tmp_path
    user = get_user_model().objects.create_user(ADDRESS, ADDRESS, first_name="Mira7731", last_name="Canary7731")
    city = CityPageFactory()
    CityRole.objects.create(city=city, user=user, role="contributor", duty="focal")
    CityInvitation.objects.create(city=city, email=ADDRESS, role="contributor", expires=timezone.now())
    SavedSearch.objects.create(owner=user, name="Lamps", parameters="q=lamps", language="en")
    services.start_practice(city=city, title="Lamps", by=user)
    return user


def dump() -> str:
    """All text of the database, encrypted columns as they are read."""
    found = []
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        for row in model._default_manager.all():
            found += [str(getattr(row, field.attname)) for field in model._meta.concrete_fields]
    return "\n".join(found)


def test_the_export_holds_every_registered_row(mira: Any, capsys: Any) -> None:
    call_command("subject_export", ADDRESS)
    told = json.loads(capsys.readouterr().out)
    assert told["account"]["email"] == ADDRESS
    wanted = {"cities.CityRole", "cities.CityInvitation", "search.SavedSearch", "practices.SubmissionEvent"}
    assert wanted <= set(told["records"])
    assert "password" not in told["account"]


def test_erasing_leaves_nothing_of_the_person_and_keeps_the_practice(mira: Any) -> None:
    assert "canary-7731" in dump()
    call_command("subject_erase", ADDRESS, "--yes", verbosity=0)
    left = dump()
    assert "canary-7731" not in left
    assert "Mira7731" not in left
    assert PracticePage.objects.get().submission.events.exists()
    assert not CityRole.objects.filter(ended__isnull=True).exists()
    assert str(get_user_model().objects.get(pk=mira.pk)) == "former member"


def test_a_restored_backup_erases_again(mira: Any) -> None:
    privacy.remember(mira)
    assert privacy.erase_again() == 1
    assert privacy.erase_again() == 0
    assert ADDRESS not in (Path(privacy.settings.VAR_DIR) / privacy.LEDGER).read_text()


def test_the_last_lead_is_not_erased_from_under_its_city(mira: Any) -> None:
    CityRole.objects.update(role="lead")
    with pytest.raises(CommandError, match="lead"):
        call_command("subject_erase", ADDRESS, "--yes")


def test_retention_counts_first_and_deletes_then(mira: Any) -> None:
    CityInvitation.objects.update(expires=timezone.now() - timedelta(days=91))
    assert dict(retention.run(dry_run=True))["invitations nobody took up"] == 1
    assert CityInvitation.objects.exists()
    retention.run(dry_run=False)
    assert not CityInvitation.objects.exists()
    assert get_user_model().objects.filter(pk=mira.pk).exists()


def written_about(mira: Any) -> PracticePage:
    """Mira's name and address in old drafts, a published text, threads, logs and queued work."""
    page = PracticePage.objects.get()
    submission = page.submission
    draft = page.get_latest_revision_as_object()
    draft.problem = f"Ask Mira7731 Canary7731 <{ADDRESS.upper()}>, she kept the notes."
    draft.first_steps = ["Call  Mira7731\nCanary7731 first."]
    services.save_draft(submission=submission, page=draft, by=mira, version=submission.version)
    revision = PracticePage.objects.get().get_latest_revision()
    SignOff.objects.create(
        submission=submission, revision=revision, content_hash=services.content_hash(revision), by=mira
    )
    question = FieldQuestion.objects.create(submission=submission, field="claim", asked_by=mira)
    FieldRemark.objects.create(question=question, by=mira, text=f"Write to {ADDRESS}. Mira7731 Canary7731")
    Dispute.objects.create(submission=submission, raised_by=mira, text=f"I object. {ADDRESS}")
    services.note(submission, mira, "told", words=f"by Mira7731 Canary7731 {ADDRESS}")
    PageLogEntry.objects.create(page_id=page.pk, label=f"Notes of {ADDRESS}", action="wagtail.edit",
                                timestamp=timezone.now(), user=mira, data={"who": ["Mira7731 Canary7731"]})  # fmt: skip
    ImportRun.objects.create(file_hash="0" * 64, file_name=f"{ADDRESS}.csv", by=mira, work=[{"by": ADDRESS}])
    PracticePage.objects.filter(pk=page.pk).update(live=True, summary=f"Told by {ADDRESS}.", words={"en": [ADDRESS]})
    Comment.objects.create(page_id=page.pk, user=mira, text="Mira7731 Canary7731 asks", contentpath="title")
    return page


def test_words_about_the_person_leave_old_drafts_threads_logs_and_queues(mira: Any) -> None:
    page = written_about(mira)
    call_command("subject_erase", ADDRESS, "--yes", verbosity=0)
    left = dump().lower()
    assert "canary-7731" not in left
    assert "canary7731" not in left
    assert "mira7731" not in left
    text = PracticePage.objects.get().get_latest_revision_as_object()
    assert text.problem == "Ask [erased] <[erased]>, she kept the notes."
    assert text.first_steps == ["Call  [erased] first."]
    signature = SignOff.objects.get()
    assert signature.content_hash == services.content_hash(signature.revision)
    assert page.submission.events.filter(verb__contains="erased from the signed text").exists()
    assert OutboxEntry.objects.filter(kind="practice", key=page.pk, reason="erased").exists()


def test_a_dry_run_lists_it_and_changes_nothing(mira: Any, capsys: Any) -> None:
    written_about(mira)
    before = dump()
    call_command("subject_erase", ADDRESS, "--dry-run")
    told = capsys.readouterr().out
    assert told.startswith("would be erased")
    for place in ("wagtailcore.Revision.content", "practices.FieldRemark.text", "practices.Dispute.text",
                  "practices.ImportRun.work", "wagtailcore.PageLogEntry.label", "search.SavedSearch"):  # fmt: skip
        assert place in told
    assert dump() == before
    assert not (Path(privacy.settings.VAR_DIR) / privacy.LEDGER).exists()


def test_other_peoples_words_stay(mira: Any) -> None:
    mira.first_name, mira.last_name = "Al", "Bo"
    mira.save()
    PracticePage.objects.update(problem="Al Bo is a quarter; Canary7731street; x" + ADDRESS)
    privacy.subject_erase(mira)
    assert PracticePage.objects.get().problem == "Al Bo is a quarter; Canary7731street; x" + ADDRESS
