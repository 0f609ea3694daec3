"""The entry "Guideline texts" of the admin's menu leads to the editors' overview on the site; a digest saved in the
admin is taken as looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from guidelines.permissions import may_decide
from guidelines.services.terms import on_edit


class EditorsItem(MenuItem):
    """Shown to those who decide on texts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_decide(request.user)


def to_overview(request: HttpRequest) -> Any:
    return redirect("guidelines:editor")


def text_urls() -> list[Any]:
    return [path("guideline-texts/", to_overview, name="guideline_texts")]


def text_menu_item() -> MenuItem:
    return EditorsItem(_("Guideline texts"), reverse("guideline_texts"), icon_name="doc-full", order=240)


hooks.register("after_edit_snippet", on_edit)
