"""What the import command does between its arguments and its words: plan, apply or go on, and the index at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from cities.models import CityPage
from practices.exchange_files import applying, planning, writing
from practices.exchange_files.limits import FILE_BYTES, FileRefused
from search import outbox
from search.models import OutboxEntry

STEP = 2000  # records between two words on how far the index is


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
    with _index_later():
        applying.apply_run(run, progress)
    if not no_index and place is None:
        _index(say)
    return ""


@contextmanager
def _index_later() -> Iterator[None]:
    """Batches only note what the search has to read; reading it once at the end is faster, and none is lost."""
    before = settings.SEARCH_INLINE_DRAIN
    settings.SEARCH_INLINE_DRAIN = False
    try:
        yield
    finally:
        settings.SEARCH_INLINE_DRAIN = before


def _index(say: Callable[[str], Any]) -> None:
    """Bring the search up to date, saying how far it is."""
    waiting = OutboxEntry.objects.waiting().count()
    done = 0
    while True:
        drained = outbox.drain(limit=STEP)
        done += drained.put + drained.dropped
        if drained.postponed or not drained.put + drained.dropped + drained.failed:
            break
        say(f"search index: {done} of {max(waiting, done)}")
    if drained.postponed:
        say(f"The search does not take {drained.postponed} of them at the moment; its own upkeep tries again.")
