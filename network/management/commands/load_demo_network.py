"""Load the demonstration network of fictional cities; repeatable."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from network.demo.load import load


class Command(BaseCommand):
    """`manage.py load_demo_network`"""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        said = load()
        if options["verbosity"]:
            self.stdout.write(said)
