"""An import killed with -9 at twenty points and run again leaves what an undisturbed import leaves (R9)."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
ROWS, KILLS = 480, 20  # forty batches of twelve: the killed runs begin 31 together, so all find work
RUNNER = """
import hashlib, json, os, signal, sys, time
sys.path.insert(0, sys.argv[1])
import django
django.setup()
from pathlib import Path
from practices.exchange_files import applying
from practices.exchange_files.command import carry_out
from practices.importers.collection.state import site_hashes
from practices.models import ImportBatch, ImportedRecord, ImportRun
from tests.factories.records import CityPageFactory, theme
from django.db import connections, transaction
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

applying.BATCH = 12
file, kills = Path(sys.argv[2]), int(sys.argv[3])

def batches_told(tell, leave):
    def progress(batches, total):
        for batch in batches:
            if tell is not None:
                os.write(tell, b".")
                os.read(leave, 1)
            yield batch
    return progress

def work(tell=None, leave=None):
    said = carry_out(file=file, plan=False, kind="practice", city="", by="", replace=False, faults=None,
                     no_index=True, say=lambda text: None, progress=batches_told(tell, leave))
    assert not said, said

with transaction.atomic():
    CityPageFactory(code="alpha", title="Alpha")
    theme("public-space")
connections.close_all()
killed, batch_seconds = 0, 0.0
for number in range(kills):
    (heard, tell), (leave, give) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard), os.close(give)
        work(tell, leave)
        os._exit(0)
    os.close(tell), os.close(leave)
    # By what the run has reached, and no batch begins without leave: neither a fast machine nor one that stalls
    # changes how many batches a killed run may do.
    for _ in range(number % 4 if number else 1):  # none: killed while the file is read and planned
        os.read(heard, 1)
        os.write(give, b".")
    if number == 0:
        began = time.monotonic()
        os.read(heard, 1)
        batch_seconds = time.monotonic() - began
    else:
        time.sleep(batch_seconds * number / kills)
    os.kill(child, signal.SIGKILL)
    killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    os.close(heard), os.close(give)
between = ImportBatch.objects.count()
work()
runs = ImportRun.objects.exclude(finished=None).count()
hashes = sorted((*key, value) for key, value in site_hashes().items())
hashes += [[model.__name__, model.objects.count()] for model in (Page, Revision, PageLogEntry, ReferenceIndex)]
hashes += list(Page.objects.order_by("path").values_list("path", "depth", "numchild", "slug", "url_path", "live"))
assert not any(Page.find_problems()), Page.find_problems()
hashes += sorted(ImportedRecord.objects.values_list("kind", "code", "row_hash", "site_hash"))
print(json.dumps([hashlib.sha256(json.dumps(hashes).encode()).hexdigest(), killed, between, runs, len(hashes)]))
"""


def outcome(folder: Path, name: str, file: Path, kills: int) -> list[object]:
    """What an import leaves on an empty site with so many kills."""
    database = folder / f"{name}.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as empty, sqlite3.connect(database) as copy:
        empty.backup(copy)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "VAR_DIR": str(folder)}
    ran = subprocess.run([sys.executable, "-c", RUNNER, str(ROOT), str(file), str(kills)], cwd=ROOT, env=environment,
                         capture_output=True, text=True, timeout=500, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    found: list[object] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.trust("R9")
@pytest.mark.django_db(transaction=True)
def test_killed_twenty_times_the_site_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    rows = [f'Practice {n},alpha,"Dark {n}.",public-space' for n in range(ROWS)]
    file.write_text("\n".join(["title,city,problem,themes", *rows]))
    undisturbed = outcome(tmp_path, "undisturbed", file, 0)
    disturbed = outcome(tmp_path, "disturbed", file, KILLS)
    assert disturbed[0] == undisturbed[0]
    assert disturbed[3] == 1
    assert disturbed[1] == KILLS
    assert 0 < int(str(disturbed[2])) < ROWS // 12  # the last run found work done and work to do
