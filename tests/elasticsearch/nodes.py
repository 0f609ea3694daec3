"""Starts and stops server processes on loopback: a single node, or a cluster of three."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.elasticsearch import distribution, security
from tests.elasticsearch.distribution import NotPossible

BASE_PORT = int(os.environ.get("ELASTICSEARCH_TEST_PORT", "9200"))
HEAP = os.environ.get("ELASTICSEARCH_TEST_HEAP", "512m")
START_SECONDS = 120
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Node:
    """One server process. name: also its directory; http and transport: ports on loopback; peers: transport
    ports of its cluster; is_secured: demands TLS and a password."""

    name: str
    http: int
    transport: int
    peers: tuple[int, ...] = ()
    is_secured: bool = False

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self.is_secured else 'http'}://127.0.0.1:{self.http}"

    @property
    def certificate(self) -> Path:
        """The certificate a client must trust, of a secured node."""
        return self.directory / "config" / "http.crt"

    @property
    def password(self) -> str:
        """Of the users `elastic` and `exchange`, made anew with each start of a secured node."""
        return (self.directory / "config" / "password").read_text()

    @property
    def directory(self) -> Path:
        """Its configuration, data and logs."""
        return distribution.home() / "nodes" / f"{self.name}-{self.http}"

    @property
    def pid_file(self) -> Path:
        """Holds the process id while it runs."""
        return self.directory / "pid"


SINGLE = Node("single", BASE_PORT, BASE_PORT + 20)
SECURED = Node("secured", BASE_PORT + 4, BASE_PORT + 24, is_secured=True)
CLUSTER = tuple(
    Node(f"node{n}", BASE_PORT + 10 + n, BASE_PORT + 20 + n, tuple(BASE_PORT + 20 + m for m in (1, 2, 3)))
    for n in (1, 2, 3)
)


def running_pid(node: Node) -> int | None:
    """The node's process id when that process is ours and alive."""
    try:
        pid = int(node.pid_file.read_text())
    except (OSError, ValueError):
        return None
    return pid if _is_ours(node, pid) else None


def _has_todays_plugin(node: Node) -> bool:
    stamp = node.directory / "plugin.sha256"
    return stamp.exists() and stamp.read_text() == distribution.plugin_digest()


def _is_ours(node: Node, pid: int) -> bool:
    """Whether that process is alive and was started for the node (systems use process ids again)."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return str(node.directory) in command and state != "Z"


def start(nodes: Sequence[Node], *, heap: str = HEAP, keep_data: bool = False) -> None:
    """Start the nodes that do not run yet and wait until they form one healthy cluster.

    keep_data: start on the data of the last run (a restart) instead of empty.
    Raises NotPossible when a node ends or is not healthy within START_SECONDS.
    """
    server = distribution.fetch()
    stop([node for node in nodes if running_pid(node) and not _has_todays_plugin(node)])
    # all at once: a cluster's first node is not ready before the second has joined
    launchers = [_launch(server, node, heap, keep_data) for node in nodes if running_pid(node) is None]
    for launcher in launchers:
        launcher.wait(timeout=START_SECONDS)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for node in nodes:
            if running_pid(node) is None:
                raise NotPossible(f"{node.name} ended while starting: {_last_words(node)}")
        if all(is_healthy(node, len(nodes)) for node in nodes):
            return
        time.sleep(0.5)
    raise NotPossible(f"no healthy cluster within {START_SECONDS} s: {_last_words(nodes[0])}")


def stop(nodes: Sequence[Node]) -> None:
    """End the nodes by their own process ids and wait for them; a hanging one is killed."""
    pids = {node: pid for node in nodes if (pid := running_pid(node))}
    for node in pids:
        signal_node(node, signal.SIGCONT)
        signal_node(node, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for node, pid in pids.items():
        while _is_ours(node, pid):  # the server removes its pid file before it has ended
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)
        node.pid_file.unlink(missing_ok=True)


def signal_node(node: Node, number: signal.Signals) -> None:
    """Send a signal to the node's process (SIGKILL: crash, SIGSTOP: hang); nothing when it does not run."""
    if pid := running_pid(node):
        os.kill(pid, number)


def is_healthy(node: Node, nodes: int = 1, status: str = "yellow") -> bool:
    """Whether the node answers and sees a cluster of at least that many nodes and that colour."""
    path = f"/_cluster/health?wait_for_status={status}&wait_for_nodes=ge({nodes})&timeout=1s"
    try:
        return not call(node, "GET", path)["timed_out"]
    except (OSError, ValueError):
        return False


def call(node: Node, method: str, path: str, body: Any = None) -> Any:
    """One JSON request to a node, as its administrator. Raises OSError (urllib's errors are such)."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{node.url}{path}", data, method=method)
    request.add_header("Content-Type", "application/json")
    trust = None
    if node.is_secured:
        trust = ssl.create_default_context(cafile=str(node.certificate))
        credentials = base64.b64encode(f"elastic:{node.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {credentials}")
    with urllib.request.urlopen(request, timeout=20, context=trust) as answer:
        return json.load(answer)


def _launch(server: Path, node: Node, heap: str, keep_data: bool) -> subprocess.Popen[bytes]:
    account = distribution.service_account()
    if not keep_data:
        shutil.rmtree(node.directory, ignore_errors=True)
        for part in ("config", "data", "logs", "tmp"):
            (node.directory / part).mkdir(parents=True, exist_ok=True)
        _configure(server, node)
    (node.directory / "plugin.sha256").write_text(distribution.plugin_digest())
    if account:
        _give(node.directory, account.pw_uid, account.pw_gid)
    java = distribution.java_home()
    environment = {"ES_PATH_CONF": str(node.directory / "config"), "PATH": os.environ.get("PATH", os.defpath)}
    environment |= {"ES_JAVA_HOME": str(java), "ES_TMPDIR": str(node.directory / "tmp")}
    environment |= {"ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}", "HOME": str(node.directory)}
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with (node.directory / "logs" / "console.log").open("ab") as console:
        return subprocess.Popen(
            [str(server / "bin" / "elasticsearch"), "-d", "-p", str(node.pid_file)],
            cwd=node.directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **identity,  # type: ignore[arg-type]
        )


def _configure(server: Path, node: Node) -> None:
    directory = node.directory
    settings = [
        f"cluster.name: exchange-test-{BASE_PORT}",
        f"node.name: {node.name}",
        "network.host: 127.0.0.1",
        f"http.port: {node.http}",
        f"transport.port: {node.transport}",
        f"path.data: {directory / 'data'}",
        f"path.logs: {directory / 'logs'}",
        *(security.SETTINGS if node.is_secured else ("xpack.security.enabled: false",)),
        "action.destructive_requires_name: true",
        # a full disk of the build machine must not decide over a test; the outage tests switch this on
        "cluster.routing.allocation.disk.threshold_enabled: false",
    ]
    if node.peers:
        hosts = ", ".join(f'"127.0.0.1:{port}"' for port in node.peers)
        settings += [f"discovery.seed_hosts: [{hosts}]", "cluster.fault_detection.leader_check.timeout: 2s"]
        settings += [
            "cluster.fault_detection.leader_check.retry_count: 2",
            "cluster.election.initial_timeout: 200ms",
        ]
        settings += ['cluster.initial_master_nodes: ["node1", "node2", "node3"]']
    else:
        settings += ["discovery.type: single-node"]
    (directory / "config" / "elasticsearch.yml").write_text("\n".join(settings) + "\n")
    (directory / "config" / "jvm.options").write_text("-XX:+UseSerialGC\n-Djava.io.tmpdir=${ES_TMPDIR}\n")
    shutil.copy(server / "config" / "log4j2.properties", directory / "config" / "log4j2.properties")
    if node.is_secured:
        security.secure(server, directory / "config")


def _give(directory: Path, uid: int, gid: int) -> None:
    for path in (directory, *directory.rglob("*")):
        os.chown(path, uid, gid)


def _last_words(node: Node) -> str:
    try:
        return (node.directory / "logs" / "console.log").read_text(errors="replace")[-800:]
    except OSError:
        return "no log"
