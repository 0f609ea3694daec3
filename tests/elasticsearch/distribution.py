"""Gets an Elasticsearch server onto this machine without its vendor's host: Maven Central carries it.

That distribution is the server core without its modules, so the language analysis of a full Elasticsearch
is added by a small plugin (plugin/*.java) that registers Lucene's own filters under their documented names.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

VERSION = "8.19.16"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
SERVICE_USER = "exchange-search-test"
CHECKOUT = Path(__file__).resolve().parents[2]
PLUGIN_SOURCES = Path(__file__).resolve().parent / "plugin"
PLUGIN_NAME = "analysis-common-test"
COMPONENT = re.compile(
    r'@NamedComponent\("(?P<name>\w+)"\)\s+public static class (?P<cls>\w+) implements (?P<kind>\w+)'
)


class NotPossible(RuntimeError):
    """The server cannot be had or run on this machine; the message says what is missing."""


def service_account() -> pwd.struct_passwd | None:
    """The account the server runs as: None for this process's own; a system user, made on demand, for root.

    Elasticsearch refuses to run as root.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        pass
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*command, SERVICE_USER], check=True, capture_output=True)
        return pwd.getpwnam(SERVICE_USER)
    return pwd.getpwnam("nobody")


def home() -> Path:
    """Where server, plugin and data live: ELASTICSEARCH_TEST_HOME, else var/elasticsearch of the checkout,
    else the system's cache directory when the checkout lies where the service account may not go."""
    if given := os.environ.get("ELASTICSEARCH_TEST_HOME"):
        return Path(given).resolve()
    inside = CHECKOUT / "var" / "elasticsearch"
    if os.geteuid() != 0 or _all_may_enter(inside):
        return inside
    return Path("/var/cache/exchange-search-test")


def _all_may_enter(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.parents if parent.exists())


def java_home() -> Path:
    """A Java 17 or newer development kit: ES_JAVA_HOME, JAVA_HOME, or the one of the path's `javac`."""
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        if (given := os.environ.get(name)) and (Path(given) / "bin" / "javac").exists():
            return Path(given)
    if javac := shutil.which("javac"):
        return Path(javac).resolve().parents[1]
    raise NotPossible("no Java development kit found; install openjdk-17-jdk-headless or set ES_JAVA_HOME")


def server_path() -> Path:
    """The unpacked server."""
    return home() / f"elasticsearch-{VERSION}"


def fetch() -> Path:
    """Download, unpack and complete the server; what is there already is kept. Returns its directory.

    Raises NotPossible when Maven, Java or the registry is missing.
    """
    java_home()
    server = server_path()
    home().mkdir(parents=True, exist_ok=True)
    home().chmod(0o755)
    if not (server / ".unpacked").exists():
        shutil.rmtree(server, ignore_errors=True)
        _unpack(_archive(), home())
        (server / ".unpacked").touch()
    _build_plugin(server)
    return server


def _archive() -> Path:
    if given := os.environ.get("ELASTICSEARCH_TEST_ZIP"):
        return Path(given)
    downloads = home() / "downloads"
    wanted = downloads / f"elasticsearch-{VERSION}.zip"
    if not wanted.exists():
        maven = shutil.which("mvn")
        if maven is None:
            raise NotPossible(
                "no Maven found; install maven or give the server's zip in ELASTICSEARCH_TEST_ZIP"
            )
        print(f"Downloading Elasticsearch {VERSION} (100 MB) …", file=sys.stderr)
        command = [maven, "-B", "-q", COPY_GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={downloads}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, cwd=home(), check=False)
        if done.returncode or not wanted.exists():
            raise NotPossible(f"Maven could not fetch {ARTIFACT}: {(done.stdout + done.stderr)[-500:]}")
    return wanted


def _unpack(archive: Path, target: Path) -> None:
    with zipfile.ZipFile(archive) as bundle:
        for entry in bundle.infolist():
            path = Path(bundle.extract(entry, target))
            if mode := entry.external_attr >> 16:
                path.chmod(mode & 0o755)


def plugin_digest() -> str:
    """Changes with the plugin's sources; a server started with another plugin must be started again."""
    return hashlib.sha256(b"".join(s.read_bytes() for s in sorted(PLUGIN_SOURCES.glob("*.java")))).hexdigest()


def _build_plugin(server: Path) -> None:
    """Compile plugin/*.java against the server's own libraries, unless those sources are built already."""
    sources = sorted(PLUGIN_SOURCES.glob("*.java"))
    digest = plugin_digest()
    target = server / "plugins" / PLUGIN_NAME
    stamp = home() / "plugin.sha256"
    if target.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    shutil.rmtree(target, ignore_errors=True)
    classes = home() / "plugin-classes"
    shutil.rmtree(classes, ignore_errors=True)
    compiler = [str(java_home() / "bin" / "javac"), "--release", "17", "-cp", str(server / "lib" / "*")]
    command = [*compiler, "-d", str(classes), *map(str, sources)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPossible(f"the analysis plugin does not compile: {done.stderr[-1000:]}")
    target.mkdir(parents=True)
    with zipfile.ZipFile(target / f"{PLUGIN_NAME}.jar", "w") as jar:
        for path in sorted(classes.rglob("*.class")):
            jar.write(path, path.relative_to(classes).as_posix())
    (target / "named_components.json").write_text(json.dumps(_components(sources), indent=1))
    (target / "stable-plugin-descriptor.properties").write_text(
        f"name={PLUGIN_NAME}\ndescription=Language analysis for the test server\nversion=1.0.0\n"
        f"elasticsearch.version={VERSION}\njava.version=17\n"
    )
    stamp.write_text(digest)


def _components(sources: list[Path]) -> dict[str, dict[str, str]]:
    """The plugin's table of contents, read off its annotations."""
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        for match in COMPONENT.finditer(source.read_text()):
            kind = f"org.elasticsearch.plugin.analysis.{match['kind']}"
            found.setdefault(kind, {})[match["name"]] = f"exchange.analysis.{source.stem}${match['cls']}"
    return found
