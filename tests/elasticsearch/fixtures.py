"""pytest fixtures: a real Elasticsearch, started on demand and shared by all workers of a run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.elasticsearch import distribution, nodes
from tests.elasticsearch.nodes import Node


def required() -> bool:
    """Whether a missing server is a failure (REQUIRE_ELASTICSEARCH=1) and not a reason to skip."""
    return os.environ.get("REQUIRE_ELASTICSEARCH", "") not in ("", "0")


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """Address of a single node: ELASTICSEARCH_TEST_URL, else one of our own, stopped after the last test.

    ELASTICSEARCH_TEST_KEEP=1 leaves it running for the next run.
    """
    if given := os.environ.get("ELASTICSEARCH_TEST_URL"):
        yield given
        return
    with borrowed((nodes.SINGLE,)):
        yield nodes.SINGLE.url


@pytest.fixture(scope="module")
def elasticsearch_cluster() -> Iterator[tuple[Node, ...]]:
    """Three nodes that form a cluster, for tests that break one of them."""
    with borrowed(nodes.CLUSTER):
        yield nodes.CLUSTER


@pytest.fixture(scope="module")
def secured_elasticsearch() -> Iterator[Node]:
    """A node that demands TLS and a password, for the settings of a production cluster."""
    with borrowed((nodes.SECURED,)):
        yield nodes.SECURED


@contextmanager
def borrowed(members: Sequence[Node]) -> Iterator[None]:
    """Use the nodes together with other test processes: the first starts them, the last stops them (unless
    they ran before)."""
    try:
        place = distribution.home() / f"borrowers-{members[0].name}-{members[0].http}"
        with _locked(place) as borrowers:
            if not all(nodes.running_pid(node) for node in members):
                (borrowers / "started-by-tests").touch()
            nodes.start(members)
            (borrowers / str(os.getpid())).touch()
    except (distribution.NotPossible, OSError) as problem:
        message = f"no Elasticsearch for the tests: {problem}"
        if required():
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    try:
        yield
    finally:
        with _locked(place) as borrowers:
            (borrowers / str(os.getpid())).unlink(missing_ok=True)
            others = [b for b in borrowers.iterdir() if b.name.isdigit() and Path("/proc", b.name).exists()]
            keep = os.environ.get("ELASTICSEARCH_TEST_KEEP", "") not in ("", "0")
            if not others and not keep and (borrowers / "started-by-tests").exists():
                (borrowers / "started-by-tests").unlink()
                nodes.stop(members)


@contextmanager
def _locked(place: Path) -> Iterator[Path]:
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield place
