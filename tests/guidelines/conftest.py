"""Texts to read, and a small document to publish versions of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).parents[3] / "shared" / "sources"
TEXTS = Path(__file__).parent / "texts"


def source(name: str) -> bytes:
    """A source file handed over with the project; the product never reads it."""
    path = SOURCES / name
    if not path.exists():
        pytest.skip(f"the source {name} is not on this machine")
    return path.read_bytes()


@pytest.fixture
def gc27() -> bytes:
    return source("guidelines-gc27-draft.txt")


@pytest.fixture
def egm() -> bytes:
    return source("habitat3-egm-report-2016.txt")


@pytest.fixture
def text() -> Callable[[str], bytes]:
    return lambda name: (TEXTS / f"{name}.txt").read_bytes()


@pytest.fixture
def shelf(home: Any, memory_search: None) -> Any:
    from guidelines.models import GuidelineIndexPage

    return GuidelineIndexPage.objects.first() or home.add_child(
        instance=GuidelineIndexPage(title="Guidelines", slug="guidelines")
    )


FIRST = """I. Light

1. Every street has light.
2. The city repairs a lamp within three days:
(a) after a report;
(b) after its own round.

II. People

3. Neighbours are asked twice a year what they fear.
4. Nobody is sent away from a bench.
"""


@pytest.fixture
def publish(shelf: Any) -> Callable[..., Any]:
    """publish(text, code="charter", …) imports a text as the next version and returns the version."""
    from guidelines.importers.guideline_text import parse_guideline
    from guidelines.services import apply_import, plan_import

    def make(words: str = FIRST, *, code: str = "charter", status: str = "draft", **more: Any) -> Any:
        plan = plan_import(parsed=parse_guideline(words.encode()), title="Charter of Light", code=code)
        return apply_import(plan=plan, status=status, code=code, **more)

    return make


@pytest.fixture
def editor(db: None) -> Any:
    from config.models import User

    return User.objects.create_superuser("editor", "editor@example.org", "x")


@pytest.fixture
def visitor(db: None) -> Any:
    from config.models import User

    return User.objects.create_user("visitor", "visitor@example.org", "x")
