"""From a clone to a running site with one command; only the standard library, since nothing is installed yet.

Each step says what it does and how long it should take (the time it took here before, else a first estimate), and is
skipped when what it depends on has not changed. Interrupted anywhere, it is simply run again.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STATE = VAR / "quickstart.json"
OLDEST = (3, 11)
FIRST_ESTIMATES = {"environment": 10, "packages": 90, "prepare": 100, "serve": 8}


class Steps:
    """Prints a line per step with an estimate and remembers how long each took."""

    def __init__(self) -> None:
        VAR.mkdir(parents=True, exist_ok=True)
        try:
            self.took: dict[str, float] = json.loads(STATE.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            self.took = {}

    def run(self, key: str, what: str, command: Sequence[str | Path], *, quiet: bool = True) -> None:
        """Run one command; on failure show its output and stop with its exit code."""
        estimate = self.took.get(key, FIRST_ESTIMATES[key])
        say(f"{what} (about {estimate:.0f} s) …")
        begun = time.monotonic()
        log = VAR / f"{key}.log"
        with log.open("w") as output:
            where = {"stdout": output, "stderr": subprocess.STDOUT} if quiet else {}
            result = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **where)  # type: ignore[call-overload]
        if result.returncode:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:]) if quiet else ""
            sys.exit(
                f"{tail}\n{what}: failed. The whole output is in {log.name} of {VAR.name}/. Run the command again "
                "after mending; finished steps are not repeated."
            )
        self.took[key] = time.monotonic() - begun
        STATE.write_text(json.dumps(self.took))
        say(f"{what}: done in {self.took[key]:.0f} s")


def say(line: str) -> None:
    """One progress line, seen at once."""
    print(line, flush=True)


def fingerprint(*paths: Path) -> str:
    """A hash of the files' contents and of this Python's version."""
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install(steps: Steps, *, tests: bool) -> None:
    """Virtual environment and packages, unless they are as the requirement files want them.

    A file in the environment holds the fingerprint of what was installed; the tests' packages include the product's.
    """
    product = [ROOT / "requirements.txt", ROOT / "config/constraints.txt"]
    whole = [*product, ROOT / "tests/requirements.txt"]
    for_tests, for_product = VENV / ".ready-for-tests", VENV / ".ready"
    if holds(for_tests, fingerprint(*whole)):
        for_tests.touch()
        return
    if not tests and holds(for_product, fingerprint(*product)):
        return
    if not PYTHON.exists():
        steps.run("environment", "Making a virtual environment", [sys.executable, "-m", "venv", VENV])
    wanted = "tests/requirements.txt" if tests else "requirements.txt"
    steps.run(
        "packages",
        "Installing packages",
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "-r",
            ROOT / wanted,
            "-c",
            ROOT / "config/constraints.txt",
        ],
    )
    (for_tests if tests else for_product).write_text(fingerprint(*(whole if tests else product)))


def holds(mark: Path, text: str) -> bool:
    """Whether the file exists with exactly this text."""
    return mark.exists() and mark.read_text() == text


def serve(steps: Steps, host: str, port: int) -> int:
    """Start the server, wait for the first page, print the addresses, stay until interrupted. Returns the exit code."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "SITE_URL": site_url(host, port),
        "BACKGROUND_WORKER": "true",
    }
    begun = time.monotonic()
    say(f"Starting the server (about {steps.took.get('serve', FIRST_ESTIMATES['serve']):.0f} s) …")
    server = subprocess.Popen(server_command(host, port), cwd=ROOT, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())  # `stay` then ends the worker too
    address = f"{site_url(host, port)}/"
    if not answers(address, server):
        server.terminate()
        say(
            f"The server did not answer at {address}. Its log is server.log in {VAR.name}/. Is the port taken? "
            f"Try `make run PORT={port + 1}`."
        )
        return 1
    steps.took["serve"] = time.monotonic() - begun
    STATE.write_text(json.dumps(steps.took))
    worker = Worker(environment)
    welcome(address)
    return stay(server, worker)


def site_url(host: str, port: int) -> str:
    """The site's address, for whoever writes whole addresses: the sitemap, letters, the API."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def server_command(host: str, port: int) -> list[str]:
    """The web server with its options; `--max-requests` gives memory back now and then."""
    command: list[str | Path] = [
        VENV / "bin" / "gunicorn",
        "config.wsgi",
        "--bind",
        f"{host}:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "60",
        "--worker-class",
        "gthread",
        "--max-requests",
        "5000",
        "--error-logfile",
        VAR / "server.log",
        "--access-logfile",
        VAR / "access.log",
    ]
    return [str(part) for part in command]


class Worker:
    """The process that does background tasks (runs of the matching) beside the server."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.start()

    def start(self) -> None:
        """Begin; what it says goes to worker.log. It is in our process group: a closed terminal ends it too."""
        command = [str(PYTHON), "manage.py", "db_worker", "--interval", "0.5", "--no-startup-delay"]
        with (VAR / "worker.log").open("a") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.begun = time.monotonic()

    def keep(self) -> None:
        """Start it again when it has ended by itself, at most every ten seconds."""
        if self.process.poll() is not None and time.monotonic() - self.begun > 10:
            say("The background worker had ended and is started again; its log is worker.log.")
            self.start()

    def stop(self) -> None:
        """End it: politely, then at once (a task under way is noted as ended), then without asking."""
        for ask in (self.process.terminate, self.process.terminate, self.process.kill):
            if self.process.poll() is not None:
                return
            ask()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(3)


def stay(server: subprocess.Popen[bytes], worker: Worker) -> int:
    """Wait for the server and keep the worker beside it; Ctrl-C ends both. Returns the server's exit code."""
    try:
        while server.poll() is None:
            worker.keep()
            time.sleep(0.5)
        return int(server.returncode)
    except KeyboardInterrupt:
        server.terminate()
        server.wait(10)
        return 0
    finally:
        worker.stop()


def answers(address: str, server: subprocess.Popen[bytes], patience: float = 60.0) -> bool:
    """Whether the first page is served within `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False


def welcome(address: str) -> None:
    """The addresses worth knowing and one local login per role; the line with the address comes last."""
    for name, path in (
        ("Search", "search/"),
        ("City desk", "desk/"),
        ("Coordinators", "network/"),
        ("Editors' admin", "admin/"),
        ("Style guide", "style-guide/"),
        ("API", "api/v1/openapi.json"),
    ):
        say(f"  {name:<15} {address}{path}")
    logins = VAR / "demo-logins.json"
    if logins.exists():
        say("  Local demonstration logins (this machine only):")
        for login in json.loads(logins.read_text()):
            say(f"    {login['role']:<20} {login['email']:<38} {login['password']}")
    say(f"Ready: {address}")


def main() -> int:
    """Parse the options, do the steps, serve."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--install-only", action="store_true", help="environment and packages, nothing else")
    options.add_argument("--tests", action="store_true", help="also what the tests need")
    chosen = options.parse_args()
    if sys.version_info < OLDEST:
        sys.exit(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}.")
    if chosen.host not in {"127.0.0.1", "localhost", "::1"}:
        sys.exit(
            f"HOST={chosen.host}: this command serves the loopback address only. For a public site see "
            "docs/guides/operator.md."
        )
    if not 1 <= chosen.port <= 65535:
        sys.exit(f"PORT={chosen.port}: choose a port from 1 to 65535.")
    steps = Steps()
    install(steps, tests=chosen.tests)
    if chosen.install_only:
        return 0
    os.environ["SITE_URL"] = site_url(chosen.host, chosen.port)
    steps.run("prepare", "Preparing database, content and index", [PYTHON, "manage.py", "prepare"], quiet=False)
    return serve(steps, chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
