"""Print everything the site knows about a person, as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.privacy import subject_export


class Command(BaseCommand):
    """Give the output to the person asking and to nobody else."""

    help = "Prints all registered data about the person with this e-mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(email=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        self.stdout.write(json.dumps(subject_export(user), indent=1, ensure_ascii=False, default=str))
