"""WSGI entry point for gunicorn; production settings unless the environment says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()


def _warm() -> None:
    """Read the labels before the first visitor asks; a database that is not there yet is the pages' business."""
    import logging

    from django.db import DatabaseError

    from search.labels import warm

    try:
        warm()
    except DatabaseError:
        logging.getLogger("safer_cities").warning("labels could not be read at the start", exc_info=True)


_warm()
