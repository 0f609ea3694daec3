"""Loads themes, SDG goals and targets, population groups, approaches, levers and justice strands."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.vocabulary_loader import load_vocabulary


class Command(BaseCommand):
    help = "Load the shipped vocabularies. Repeatable; terms an editor has changed are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_vocabulary()
        if options["verbosity"] > 0:
            for kept in report.kept:
                self.stdout.write(f"kept as edited: {kept}")
            self.stdout.write(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged")
