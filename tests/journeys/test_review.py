"""A review from its opening to its report: a city drafts, corrects and hands in, an office answers by its link."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from tests.journeys.conftest import ROOT, site_environment
from tests.journeys.test_amendment import as_person

pytestmark = pytest.mark.browser

# A small text, and a session each for a person of a city, somebody else and an editor.
PREPARE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from config.models import User
from guidelines.importers.guideline_text import parse_guideline
from guidelines.services import apply_import, plan_import

code = {code!r}
words = b"1. Every street has light.\\n2. Neighbours are asked twice a year.\\n"
apply_import(plan=plan_import(parsed=parse_guideline(words), title=code, code=code), status="draft", code=code)
sessions = {{}}
for name, editor in (("city", False), ("other", False), ("editor", True)):
    address = name + code + "@example.org"
    user = User.objects.create(username=address, email=address, is_superuser=editor, is_staff=editor)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    sessions[name] = session.session_key
print("MADE " + json.dumps(sessions))
"""
LINK = """
import json
from guidelines.models import AskedParty
from guidelines.services.letters import answers_token
party = AskedParty.objects.get(round__document__code={code!r})
print("MADE " + json.dumps(answers_token(party)))
"""


def on_the_site(script: str) -> object:
    made = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-c", script],
        cwd=ROOT, env=site_environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    return json.loads(made.stdout.rpartition("MADE ")[2])


def test_a_review_from_its_opening_to_its_report(site_url: str, browser: Browser) -> None:
    if os.environ.get("JOURNEYS_SITE"):
        pytest.skip("this journey writes to the site, so it needs a site of its own")
    code = f"review-{time.time_ns()}"
    sessions = on_the_site(PREPARE.format(code=code))
    assert isinstance(sessions, dict)
    today = timezone.localdate()

    editor = as_person(browser, site_url, sessions["editor"])
    editor.goto(f"{site_url}/guidelines/{code}/reviews/")
    editor.get_by_label("Title").fill("Lights this year")
    editor.get_by_label("Opens").fill(today.isoformat())
    editor.get_by_label("Closes").fill((today + timedelta(days=9)).isoformat())
    editor.get_by_role("button", name="Open the review").click()
    review = editor.url
    editor.get_by_role("link", name="Ask cities and organisations").click()
    editor.get_by_role("combobox", name="Kind").select_option("organisation")
    editor.get_by_role("button", name="Show").click()
    editor.get_by_role("checkbox").last.check()
    editor.get_by_role("searchbox", name="Name, country or region").fill("nobody is called so")
    editor.get_by_role("button", name="Show").click()
    assert editor.get_by_text("one chosen").is_visible()
    editor.get_by_role("button", name="Look at the choice").first.click()
    editor.get_by_label("E-mail address of the office").fill("office@example.org")
    editor.get_by_role("button", name="Ask them").click()

    city = as_person(browser, site_url, sessions["city"])
    city.goto(review)
    city.get_by_role("link", name="1", exact=True).click()
    city.get_by_label("In your words").fill("Half of the lamps")
    city.get_by_role("button", name="Keep as a draft").click()
    assert city.get_by_text("draft", exact=True).is_visible()
    city.get_by_role("link", name="1", exact=True).click()
    assert city.get_by_label("In your words").input_value() == "Half of the lamps"
    city.get_by_label("City or organisation").fill("Quiet Town")
    city.get_by_label("How far are you?").select_option("partly")
    city.get_by_role("button", name="Hand in the report").click()
    assert city.get_by_text("reported: Partly in place").is_visible()

    office = browser.new_context().new_page()
    office.goto(f"{site_url}/guidelines/answers/{on_the_site(LINK.format(code=code))}/")
    office.get_by_role("link", name="2", exact=True).click()
    office.get_by_label("How far are you?").select_option("done")
    office.get_by_label("In your words").fill("We asked twice.")
    office.get_by_label("This may be published under our name").check()
    office.get_by_role("button", name="Hand in the report").click()
    assert office.get_by_text("reported: In place").is_visible()

    other = as_person(browser, site_url, sessions["other"])
    other.goto(review)
    for private in ("Half of the lamps", "We asked twice.", "Quiet Town"):
        assert other.get_by_text(private).count() == 0
    editor.goto(f"{review}reports/")
    assert editor.get_by_text("Half of the lamps").is_visible()
    editor.goto(review)
    editor.get_by_role("button", name="Close the review").click()
    editor.get_by_label("What the review found").fill("Two took part.")
    editor.get_by_role("button", name="Publish the report").click()

    other.goto(review)
    assert other.get_by_text("Two took part.").is_visible()
    assert other.get_by_text("We asked twice.").is_visible()
    assert other.get_by_text("Half of the lamps").count() == other.get_by_text("Quiet Town").count() == 0

    editor.get_by_role("link", name="Correct the report").click()
    editor.get_by_label("What the review found").fill("Two took part, a city and an office.")
    editor.get_by_label("What was corrected").fill("Who took part.")
    editor.get_by_label("Why", exact=True).fill("It was not said.")
    editor.get_by_role("button", name="Publish the corrected edition").click()
    other.goto(review)
    assert other.get_by_text("Two took part, a city and an office.").is_visible()
    other.get_by_role("link", name="Edition 1 of").first.click()
    assert other.get_by_text("Two took part.", exact=True).is_visible()
    assert other.get_by_text("A corrected edition was published.").is_visible()

    other.goto(review)
    other.locator(".chips a").click()
    assert other.get_by_text("We asked twice.").is_visible()
    assert other.get_by_text("Half of the lamps").count() == 0
