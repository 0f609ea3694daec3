"""Groups of the site and what they may do in the admin; city roles give nothing there, on purpose."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from config.models import HomePage

CITY_CONTRIBUTORS = "City contributors"
CITY_LEADS = "City leads"
REVIEWERS = "Reviewers"
EDITORS = "Editors"
COORDINATORS = "Coordinators"
WITHOUT_ADMIN = (CITY_CONTRIBUTORS, CITY_LEADS, REVIEWERS, COORDINATORS)
EDITED_ROOMS = ("guidelines", "cities", "practices")
PAGE_VERBS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


@transaction.atomic
def make() -> None:
    """Create the groups and give the editors theirs; whatever an administrator added stays."""
    for name in WITHOUT_ADMIN:
        Group.objects.get_or_create(name=name)
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    # Reading and changing records of the rooms; accounts and the site's settings stay with administrators.
    editors.permissions.add(*Permission.objects.filter(content_type__app_label__in=EDITED_ROOMS))
    searching = ("view_sought", "add_call", "change_call", "view_outboxentry")
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="search", codename__in=searching))
    home = HomePage.objects.first()
    if home is not None:
        _pages(editors, Page.objects.get(pk=home.pk))
    _files(editors)


def _pages(group: Group, page: Page) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_VERBS):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _files(group: Group) -> None:
    root = Collection.get_first_root_node()
    wanted = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=(
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ),
    )
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
