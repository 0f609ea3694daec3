"""Reads a meeting's amendment docket from its report: two versions of the paragraphs and the proposals on them."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidelines.importers.docket import read_docket
from guidelines.importers.printing import docket_as_json, docket_as_lines
from guidelines.importers.source import UnreadableText, decode
from guidelines.services import DocketNotLoaded, ImportNotPossible, load_docket


class Command(BaseCommand):
    help = "Import an amendment docket. With --plan nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", help="of the text the paragraphs are taken from")
        parser.add_argument("--document", metavar="CODE", help="code of that text on the site")
        parser.add_argument("--proposer", help="the body that made the proposals")
        parser.add_argument("--before", type=date.fromisoformat, help="day of the wording before")
        parser.add_argument("--after", type=date.fromisoformat, help="day of the wording after")
        parser.add_argument("--plan", action="store_true", help="print what was read and write nothing")
        parser.add_argument("--json", action="store_true", help="print as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        names = ("title", "document", "proposer", "before", "after")
        missing = ", ".join(f"--{name}" for name in names if not options[name])
        if missing and not options["plan"]:
            raise CommandError(f"to write, name also: {missing} (or read with --plan)")
        try:
            docket = read_docket(decode(path.read_bytes()))
            self.stdout.write(docket_as_json(docket) if options["json"] else docket_as_lines(docket))
            if not options["plan"]:
                about = {name: options[name] for name in names if name != "document"}
                done = load_docket(docket=docket, code=options["document"], **about)
                self.stderr.write(
                    f"{done.amendments} amendments on {done.document.code}"
                    + (", already there" if done.already else "")
                )
        except (OSError, UnreadableText, DocketNotLoaded, ImportNotPossible) as error:
            raise CommandError(f"{path.name}: {error}") from error
