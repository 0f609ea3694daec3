"""Tags every template may use, where their answer depends on the language."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(("language", "shown"), [("en", "Date: 3"), ("fr", "Date\u00a0: 3"), ("ar", "Date: 3")])
def test_the_colon_of_a_label_is_set_as_the_language_wants_it(language: str, shown: str) -> None:
    with translation.override(language):
        assert Template("{% load site_tags %}Date{% colon %} 3").render(Context()) == shown
