"""The compiled catalogues a fresh machine gets: present, whole, with every placeholder of the English text."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from django.utils import translation

LOCALE = Path(__file__).resolve().parents[2] / "config" / "locale"
LANGUAGES = ("fr", "es", "ar")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def catalogue(language: str) -> dict[str, str]:
    """Message → translation, plural forms one by one."""
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        entries = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {str(key[0] if isinstance(key, tuple) else key): text for key, text in entries.items() if key}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_lost_or_invented(language: str) -> None:
    """A singular may say "one" instead of its number; nothing may name a value the page does not give."""
    wrong = {
        source: text
        for source, text in catalogue(language).items()
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(source)) | {"n", "more", "count"}
    }
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_not_older_than_its_source(language: str) -> None:
    source = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    # A text of several lines begins with an empty one; so does the header, which is no message.
    written = len(re.findall(r'^msgstr(?:\[0\])? "(?:(?!"$)|"\n")', source, flags=re.M)) - 1
    compiled = set(catalogue(language))
    assert abs(written - len(compiled)) <= 5, "run manage.py compilemessages and commit the .mo file"


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Ce qui n’a pas marché"), ("es", "Lo que no funcionó"), ("ar", "ما لم ينجح")]
)
def test_the_first_words_are_translated(language: str, word: str) -> None:
    with translation.override(language):
        assert translation.gettext("What did not work") == word


def test_arabic_has_its_six_plurals() -> None:
    with translation.override("ar"):
        said = {
            n: translation.ngettext("%(n)s practice", "%(n)s practices", n) % {"n": n} for n in (0, 1, 2, 3, 11, 100)
        }
    assert len(set(said.values())) == 6
    assert said[2] == "ممارستان"
