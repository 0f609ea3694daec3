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

from cities.models import CityInvitation, CityRole
from config import privacy, retention
from practices.models import PracticePage
from practices.review import services
from search.models import SavedSearch
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
