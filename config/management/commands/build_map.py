"""Build the map files the site serves from the land outlines of the npm package world-atlas."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config import land, worldmap

TARGET = settings.BASE_DIR / "config" / "static" / "site" / "map"


class Command(BaseCommand):
    """Run again only when the source changes; the results are part of the project."""

    help = "Write land.json (zoomable map) and world.svg (drawn map) from land-50m.json and land-110m.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="folder with land-50m.json and land-110m.json of world-atlas")

    def handle(self, *args: Any, **options: Any) -> None:
        TARGET.mkdir(exist_ok=True)
        fine = land.land(json.loads((options["folder"] / "land-50m.json").read_text()), 0.04)
        coarse = land.land(json.loads((options["folder"] / "land-110m.json").read_text()), 0.15, 0.4)
        rings = [[[round(y, 2), round(x, 2)] for x, y in ring] for ring in fine]  # latitude first, as the map library
        text = json.dumps(rings, separators=(",", ":"))
        (TARGET / "land.json").write_text(text + "\n")
        drawn = worldmap.path([ring for ring in coarse if max(y for _, y in ring) > worldmap.SOUTH])
        (TARGET / "world.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {worldmap.WIDTH:g} {worldmap.HEIGHT:g}">'
            f'<path id="sea" d="{worldmap.outline()}"/><path id="land" d="{drawn}"/></svg>\n'
        )
        self.stdout.write(
            f"{len(fine)} outlines in land.json, {len(text) // 1000} kB; world.svg {len(drawn) // 1000} kB"
        )
