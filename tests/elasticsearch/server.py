"""A real Elasticsearch on loopback for the tests.

    python -m tests.elasticsearch.server fetch | start | stop | status | cluster start|stop|status

Kept between runs in var/elasticsearch (or ELASTICSEARCH_TEST_HOME); the data is new with each start.
Ports begin at ELASTICSEARCH_TEST_PORT (9200): the single node there, the cluster at +11, +12, +13.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if not __package__:  # started as a file
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tests.elasticsearch import distribution, nodes


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code (status: 3 when nothing runs)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("fetch", "start", "stop", "status", "cluster"))
    parser.add_argument("cluster_command", nargs="?", choices=("start", "stop", "status"))
    parser.add_argument("--heap", default=nodes.HEAP, help="memory per node (default %(default)s)")
    asked = parser.parse_args(arguments)
    is_cluster = asked.command == "cluster"
    if is_cluster and not asked.cluster_command:
        parser.error("cluster needs start, stop or status")
    members = nodes.CLUSTER if is_cluster else (nodes.SINGLE,)
    command = asked.cluster_command if is_cluster else asked.command
    try:
        if command == "fetch":
            print(distribution.fetch())
        elif command == "start":
            nodes.start(members, heap=asked.heap)
        elif command == "stop":
            nodes.stop(members)
    except distribution.NotPossible as problem:
        print(problem, file=sys.stderr)
        return 1
    running = [node for node in members if nodes.running_pid(node)]
    if command in ("start", "status"):
        for node in running:
            print(f"{node.name} {node.url} pid {nodes.running_pid(node)}")
        return 0 if running else 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
