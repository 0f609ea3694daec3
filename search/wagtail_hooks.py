"""The search in the admin: two entries under Reports."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search import staff_views


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Addresses under /admin/."""
    return [
        path("search/status/", staff_views.index_status, name="search_status"),
        path("search/sought/", staff_views.sought, name="search_sought"),
        path("search/calls/<int:key>/close/", staff_views.close_call, name="search_close_call"),
    ]


class _Permitted(MenuItem):
    """Shown to whoever may open it."""

    permission = ""

    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm(self.permission)


class _Sought(_Permitted):
    permission = "search.view_sought"


class _Status(_Permitted):
    permission = "search.view_outboxentry"


@hooks.register("register_reports_menu_item")
def sought_item() -> MenuItem:
    """What people do not find."""
    return _Sought(_("What people look for"), reverse("search_sought"), icon_name="search", order=900)


@hooks.register("register_reports_menu_item")
def status_item() -> MenuItem:
    """How the index is."""
    return _Status(_("Search index"), reverse("search_status"), icon_name="history", order=910)
