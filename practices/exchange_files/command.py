"""What the import command does between its arguments and its words: plan, apply or go on, and the index at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model

from cities.models import CityPage
from practices.exchange_files import applying, planning, writing
from practices.exchange_files.limits import FILE_BYTES, FileRefused
from search import outbox


def carry_out(
    *, file: Path, plan: bool, kind: str, city: str, by: str, replace: bool, faults: Path | None, no_index: bool,
    say: Callable[[str], Any], progress: applying.Progress,
) -> str:  # fmt: skip
    """Import a file or print its plan. Returns what went wrong, "" when nothing did."""
    if not file.is_file():
        return f"{file}: there is no such file"
    if file.stat().st_size > FILE_BYTES:
        return f"{file}: larger than {FILE_BYTES // 2**20} MB; split it"
    place = CityPage.objects.filter(code=city).first() if city else None
    person = get_user_model().objects.filter(email=by).first() if by else None
    if city and (place is None or person is None):
        return "--city needs the code of a city of the site, and --by the e-mail of somebody who writes for it"
    content = file.read_bytes()
    run = None if plan else applying.unfinished(hashlib.sha256(content).hexdigest(), place)
    if run is not None:
        say(f"Going on with an interrupted import of this file: {run.done.count()} of {run.batches} batches are done.")
    else:
        try:
            made = planning.make_plan(name=file.name, content=content, kind=kind, city=place, replace=replace)
        except FileRefused as error:
            return f"{file.name}: {error}"
        say(made.printed())
        if faults is not None:
            faults.write_bytes(writing.faults_csv(made.faults))
        if made.errors:
            return f"{len(made.errors)} errors; nothing was written"
        if plan or not made.work:
            return ""
        run = applying.start_import(plan=made, file_name=file.name, by=person, city=place)
    applying.apply_run(run, progress)
    if not no_index and place is None:
        outbox.drain()
    return ""
