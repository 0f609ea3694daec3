"""A running site with the shipped content and a browser to walk through it.

The site is a process of its own on a database of its own under var/journeys, prepared by the same steps as `make run`
and kept between runs, so that only the first run waits for it. Without Chromium the tests skip, unless
REQUIRE_BROWSER promised one.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / f"journeys{os.environ.get('TEST_DB_SUFFIX', '')}"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The system's Chromium, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded one."""
    found = chromium()
    if found is None:
        reason = "no Chromium: apt-get install chromium, or set CHROMIUM to its path"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": found, "args": CHROMIUM_FLAGS}


def site_environment() -> dict[str, str]:
    """The environment of the journey's own site; nothing of the developer's database or index is touched."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "SEARCH_", "PYTEST_"))}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "VAR_DIR": str(HOME),
        "DATABASE_URL": f"sqlite:///{HOME / 'db.sqlite3'}",
        "SEARCH_URL": f"embedded://{HOME / 'search'}",
        "SEARCH_FALLBACK_URL": f"embedded://{HOME / 'search-fallback'}",
    }


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Address of the running site, without a slash at the end; JOURNEYS_SITE names one that runs already."""
    if os.environ.get("JOURNEYS_SITE"):
        yield os.environ["JOURNEYS_SITE"].rstrip("/")
        return
    HOME.mkdir(parents=True, exist_ok=True)
    manage = [sys.executable, str(ROOT / "manage.py")]
    recorded = [sys.executable, str(ROOT / "tests" / "journeys" / "recording_server.py")]
    prepared = subprocess.run(
        [*manage, "prepare"], cwd=ROOT, env=site_environment(), capture_output=True, text=True, check=False, timeout=900
    )
    said = prepared.stdout[-2000:] + prepared.stderr[-4000:]
    assert prepared.returncode == 0, f"the site could not be prepared:\n{said}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**site_environment(), "SITE_URL": address}
    log = (HOME / "server.log").open("w")
    server = subprocess.Popen(
        [*recorded, "runserver", f"127.0.0.1:{port}", "--noreload"],
        cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the site answers; fails with the log when it ended or took more than a minute."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if server.poll() is not None:
                break
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the site did not start:\n{(HOME / 'server.log').read_text()[-4000:]}")


@pytest.fixture(scope="session")
def world(site_url: str) -> dict[str, Any]:
    """What tests/journeys/templates_world.py makes: sessions of every role, and records and links in every state."""
    if os.environ.get("JOURNEYS_SITE"):
        pytest.skip("this journey writes to the site and reads which templates it used, so it needs a site of its own")
    made = subprocess.run(
        [sys.executable, "-m", "tests.journeys.templates_world"],
        cwd=ROOT, env=site_environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    content: dict[str, Any] = json.loads(made.stdout.rpartition("WORLD ")[2])
    return content


@pytest.fixture(scope="session")
def sitemap(site_url: str) -> list[str]:
    """Paths of every public page the site tells search engines about."""
    import re

    text = urllib.request.urlopen(f"{site_url}/sitemap.xml", timeout=60).read().decode()
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"<loc>([^<]+)</loc>", text)]


@pytest.fixture(scope="session")
def base_url(site_url: str) -> str:
    """Every page is asked of the journey's site (the browser library reads this fixture)."""
    return site_url
