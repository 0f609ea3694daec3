"""Each hostile file is refused with a reason within 2 seconds and 200 MB, measured in a child process (S11, T25, T26)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.practices.exchange_files.hostile import FILES

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MEGABYTES = 2.0, 200
CHILD = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[1])
import django
django.setup()
import openpyxl
from practices.exchange_files.limits import FileRefused
from practices.exchange_files.reading import read_file
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
for line in sys.stdin:
    name, path = json.loads(line)
    content = open(path, "rb").read()
    began = time.process_time()
    try:
        read_file(name, content)
        said = ""
    except FileRefused as refused:
        said = str(refused)
    except BaseException as other:
        said = f"!{type(other).__name__}: {other}"
    took = time.process_time() - began
    print(json.dumps([said, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]), flush=True)
"""


@pytest.fixture(scope="module")
def baseline() -> float:
    """Memory of the process before it reads anything, in MB."""
    code = CHILD.split("resource.setrlimit")[0] + "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    ran = subprocess.run([sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True, cwd=ROOT)
    return float(ran.stdout)


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 40


@pytest.mark.slow
@pytest.mark.trust("S11")
def test_each_is_refused_quickly_and_in_little_memory(tmp_path: Path, baseline: float) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdin is not None
    assert child.stdout is not None
    wrong = {}
    for number, (what, make) in enumerate(FILES.items()):
        name, content = make()
        path = tmp_path / str(number)
        path.write_bytes(content)
        child.stdin.write(json.dumps([name, str(path)]) + "\n")
        child.stdin.flush()
        said, took, memory = json.loads(child.stdout.readline())
        path.unlink()
        # The high-water mark never falls, so the bound holds for each file and for all before it.
        if not said or said.startswith("!") or took > SECONDS or memory - baseline > MEGABYTES:
            wrong[what] = (said, round(took, 2), round(memory - baseline))
    child.stdin.close()
    child.wait(timeout=20)
    assert not wrong
