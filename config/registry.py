"""Field classes of the site's own models."""

from config.field_classes import PERSONAL, PUBLIC, SECRET, UNPUBLISHED, FieldRegistry

FIELDS: FieldRegistry = {
    "config.User": {
        "id": UNPUBLISHED,
        "password": SECRET,
        "last_login": PERSONAL,
        "is_superuser": UNPUBLISHED,
        "username": PERSONAL,
        "first_name": PERSONAL,
        "last_name": PERSONAL,
        "is_staff": UNPUBLISHED,
        "is_active": UNPUBLISHED,
        "date_joined": PERSONAL,
        "email": PERSONAL,
        "language": PERSONAL,
        "groups": UNPUBLISHED,
        "user_permissions": UNPUBLISHED,
    },
    "config.HomePage": {"page_ptr": PUBLIC, "headline": PUBLIC, "introduction": PUBLIC},
    "config.InfoPage": {"page_ptr": PUBLIC, "introduction": PUBLIC, "body": PUBLIC},
}
