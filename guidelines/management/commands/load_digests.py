"""Loads the shipped digests of guideline texts (structure and our own words, for a machine without the source) and
attaches the shipped indicators to their provisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidelines.importers.digests import UnreadableDigests, read_digests
from guidelines.services.digests import DigestsNotLoaded, load_digests
from guidelines.services.importing import ImportNotPossible
from guidelines.services.indicators import load_indicator_links
from guidelines.vocabulary_loader import read

FOLDER = Path(__file__).parents[2] / "data" / "digests"


class Command(BaseCommand):
    help = "Load digests of guideline texts. Repeatable; digests an editor has changed are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in sorted(FOLDER.glob("*.yaml")):
            try:
                document, changed = load_digests(file=read_digests(path.read_text(encoding="utf-8")))
            except (UnreadableDigests, DigestsNotLoaded, ImportNotPossible) as error:
                raise CommandError(f"{path.name}: {error}") from error
            if options["verbosity"] > 0:
                self.stdout.write(f"{document.code}: {changed} digests added or changed")
        attached = load_indicator_links(shipped=read("indicators.json")["indicators"])
        for missing in attached.missing:
            self.stderr.write(f"no such provision: {missing}")
        if options["verbosity"] > 0:
            self.stdout.write(f"{attached.added} indicators attached to provisions")
