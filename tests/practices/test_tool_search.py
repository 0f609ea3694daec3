"""A tool is written in one language and found by its themes in every other."""

from __future__ import annotations

import pytest

from practices.search_documents import ToolSource
from tests.factories.records import ToolPageFactory

pytestmark = pytest.mark.django_db


def test_the_labels_of_its_themes_are_words_of_a_tool_in_each_language() -> None:
    tool = ToolPageFactory(title="Night walk")
    theme = tool.theme_links.get().tag
    theme.labels = {"en": "Safety diagnosis", "fr": "Diagnostics de sécurité"}
    theme.save()
    (document,) = ToolSource().documents([tool.pk], {})
    words = {text.language: text.keywords for text in document.texts}
    assert (document.texts[0].language, document.texts[0].title) == ("en", "Night walk")
    assert "Safety diagnosis" in words["en"]
    assert words["fr"] == ("Diagnostics de sécurité",)
