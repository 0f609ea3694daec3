"""A city proposes an amendment, the review accepts it as amended, and the link of a tool asks to be checked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import ROOT, site_environment

pytestmark = pytest.mark.browser

# A small text with one linked tool, a person of a city and an editor, each with a session of their own.
PREPARE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from config.models import User
from guidelines.importers.guideline_text import parse_guideline
from guidelines.models import Provision
from guidelines.services import apply_import, plan_import
from practices.models import ToolIndexPage, ToolPage, ToolProvision

code = {code!r}
words = b"1. Every street has light.\\n2. Neighbours are asked twice a year.\\n"
plan = plan_import(parsed=parse_guideline(words), title=code, code=code)
version = apply_import(plan=plan, status="draft", code=code)
tools = ToolIndexPage.objects.first()
tool = tools.add_child(instance=ToolPage(title="Lamp map " + code, slug=code, code=code, kind="app"))
for key in ("1", "2"):
    provision = Provision.objects.get(document=version.document, key=key)
    ToolProvision.objects.create(tool=tool, document=code, address=key, provision=provision)
sessions = {{}}
for name, editor in (("city", False), ("editor", True)):
    address = name + code + "@example.org"
    user = User.objects.create(username=address, email=address, is_superuser=editor, is_staff=editor)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    sessions[name] = session.session_key
print("SESSIONS " + json.dumps(sessions))
"""


def as_person(browser: Browser, site_url: str, session: str) -> Page:
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": session, "url": site_url}])
    return context.new_page()


def test_a_proposal_becomes_text_and_a_link_asks_to_be_checked(site_url: str, browser: Browser) -> None:
    if os.environ.get("JOURNEYS_SITE"):
        pytest.skip("this journey writes to the site, so it needs a site of its own")
    code = f"charter-{time.time_ns()}"
    made = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-c", PREPARE.format(code=code)],
        cwd=ROOT, env=site_environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    sessions = json.loads(made.stdout.rpartition("SESSIONS ")[2])

    city = as_person(browser, site_url, sessions["city"])
    city.goto(f"{site_url}/guidelines/{code}/1/")
    city.get_by_role("link", name="Propose an amendment").click()
    city.get_by_label("Wording").fill("Every safe street has light.")
    city.get_by_label("City or organisation that proposes").fill("City of Example")
    city.get_by_label("Reason", exact=True).fill("A lamp alone does not make a street safe.")
    city.get_by_role("button", name="Submit the proposal").click()
    proposal = city.url

    editor = as_person(browser, site_url, sessions["editor"])
    editor.goto(proposal)
    assert editor.get_by_text("This account acts for no city of this site.").is_visible()
    editor.get_by_role("button", name="Publish the proposal").click()
    editor.get_by_text("Recommendation and latest action").click()
    editor.get_by_label("Recommendation", exact=True).fill("Accept, with the quality of the light.")
    editor.get_by_role("button", name="Keep the recommendation").click()
    editor.get_by_text("Recommendation and latest action").click()
    editor.get_by_label("Body that acted").fill("Bureau")
    editor.get_by_label("What it did").fill("Referred to the drafting group.")
    editor.get_by_role("button", name="Enter the action").click()
    editor.get_by_label("Decision", exact=True).select_option(label="Accepted as amended")
    editor.get_by_label("Accepted wording").fill("Every street has good light.")
    editor.get_by_label("Body that decided").fill("Review meeting")
    editor.get_by_role("button", name="Record the decision").click()
    editor.goto(f"{site_url}/guidelines/{code}/amendments/")
    editor.get_by_label("Words or number").fill("A.1")
    editor.get_by_role("button", name="Show", exact=True).click()
    assert editor.get_by_role("link", name="A.1 · Provision 1 · City of Example").is_visible()
    assert editor.get_by_text("Review meeting").is_visible()
    with editor.expect_download() as table:
        editor.get_by_role("link", name="As a Word table").click()
    assert table.value.suggested_filename.endswith(".docx")
    editor.get_by_role("button", name="Publish the next version").click()

    city.goto(proposal)
    told = city.locator("#record").get_by_role("listitem").all_inner_texts()
    steps = ("Submitted", "Published", "Bureau", "Accepted as amended", "In force since version 2")
    assert [step for step, entry in zip(steps, told, strict=True) if step not in entry] == []

    reader = browser.new_page()
    reader.goto(f"{site_url}/guidelines/{code}/1/")
    assert reader.get_by_text("Every street has good light.").first.is_visible()
    assert reader.get_by_text("the wording has changed since; to be checked").is_visible()
    reader.goto(f"{site_url}/guidelines/{code}/2/")
    assert reader.get_by_text("to be checked").count() == 0

    editor.goto(f"{site_url}/guidelines/work/")
    row = editor.get_by_role("row").filter(has_text=f"Lamp map {code}")
    assert row.count() == 1
    row.get_by_role("button", name="It stands").click()
    assert editor.get_by_role("row").filter(has_text=f"Lamp map {code}").count() == 0
