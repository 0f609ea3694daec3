"""Load the shipped countries and gazetteer; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cities.importers.places import read_countries, read_gazetteer
from cities.services import load_countries, load_gazetteer


class Command(BaseCommand):
    """Called by `make run`."""

    help = "Loads countries (regions, income groups, languages) and the gazetteer of places over 15,000 inhabitants."

    def handle(self, *args: Any, **options: Any) -> None:
        countries = load_countries(rows=read_countries())
        places = load_gazetteer(rows=read_gazetteer())
        if options["verbosity"]:
            self.stdout.write(f"{countries} countries and {places} places loaded")
