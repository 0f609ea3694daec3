"""Reads a normative text from a plain text file: prints the plan, or publishes it as the next version."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidelines.choices import VersionStatus
from guidelines.importers.guideline_text import UnreadableText, parse_guideline
from guidelines.importers.printing import plan_as_json, plan_as_lines
from guidelines.services import ImportNotPossible, PublishNotPossible, apply_import, plan_import
from guidelines.services.correction_files import corrected_plan
from guidelines.text.corrections import BadCorrections


class Command(BaseCommand):
    help = "Import a normative text from plain text. With --plan nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--status", choices=VersionStatus.values, default=VersionStatus.DRAFT)
        parser.add_argument("--date", type=date.fromisoformat, help="date of the text, YYYY-MM-DD")
        parser.add_argument("--reference", default="", help="symbol of the text, such as HS/069/19E")
        parser.add_argument(
            "--document", default="", metavar="CODE", help="the text this is a version of, or a new code"
        )
        parser.add_argument("--translation-of", type=int, metavar="N", help="the version of --document this translates")
        parser.add_argument("--language", default="", help="language of the text, such as fr")
        parser.add_argument("--plan", action="store_true", help="print what would be done and write nothing")
        parser.add_argument("--json", action="store_true", help="print as JSON")
        parser.add_argument("--corrections", type=Path, metavar="FILE", help="decisions about the alignment")
        parser.add_argument("--write-corrections", type=Path, metavar="FILE", help="write a file of them to edit")
        parser.add_argument("--accept-unsure", action="store_true", help="publish though some alignments are unsure")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            parsed = parse_guideline(path.read_bytes())
            plan = plan_import(
                parsed=parsed,
                title=path.stem,
                code=options["document"],
                translation_of=options["translation_of"],
                language=options["language"],
            )
            shown, corrections = corrected_plan(plan, read=options["corrections"], write=options["write_corrections"])
            self.stdout.write(plan_as_json(shown) if options["json"] else plan_as_lines(shown))
            if options["plan"] or options["write_corrections"]:
                return
            about = {name: options[name] for name in ("status", "date", "reference", "accept_unsure", "language")}
            about |= {"corrections": corrections, "code": options["document"]}
            version = apply_import(plan=plan, source_name=path.name, **about)
        except (OSError, BadCorrections, UnreadableText, ImportNotPossible, PublishNotPossible) as error:
            raise CommandError(f"{path.name}: {error}") from error
        done = "already there as" if plan.same_as and plan.same_as.pk == version.pk else "published as"
        self.stderr.write(f"{done} version {version.number} of {version.document.code}")
