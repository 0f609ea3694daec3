"""Makes a test node demand TLS and a password, as a production cluster does."""

from __future__ import annotations

import datetime
import ipaddress
import os
import secrets
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.elasticsearch import distribution

SETTINGS = (
    "xpack.security.enabled: true",
    "xpack.security.http.ssl.enabled: true",
    "xpack.security.http.ssl.key: http.key",
    "xpack.security.http.ssl.certificate: http.crt",
)

SITE_USER = "exchange"
SITE_ROLE = """exchange_search:
  cluster: [monitor]
  indices:
    - names: ["exchange", "exchange-*"]
      privileges: [read, write, manage]
"""
"""The least a site needs, as docs/guides/operator-elasticsearch.md tells the operator."""


def secure(server: Path, config: Path) -> None:
    """Put into a node's configuration a fresh certificate for loopback, one random password for the users `elastic`
    (all rights) and `exchange` (the site's), and the site's role."""
    _certificate(config)
    password = secrets.token_urlsafe(24)
    (config / "password").write_text(password)
    (config / "roles.yml").write_text(SITE_ROLE)
    for name in ("users", "users_roles"):
        (config / name).touch()
    _tool(server, config, "elasticsearch-keystore", "create", "-s")
    _tool(server, config, "elasticsearch-keystore", "add", "-x", "bootstrap.password", given=password)
    _tool(server, config, "elasticsearch-users", "useradd", SITE_USER, "-p", password, "-r", "exchange_search")


def _tool(server: Path, config: Path, name: str, *arguments: str, given: str = "") -> None:
    environment = {"ES_PATH_CONF": str(config), "ES_JAVA_HOME": str(distribution.java_home())}
    environment["PATH"] = os.environ.get("PATH", os.defpath)
    command = [str(server / "bin" / name), *arguments]
    done = subprocess.run(
        command, env=environment, input=given, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise distribution.NotPossible(f"{name} failed: {(done.stdout + done.stderr)[-500:]}")


def _certificate(config: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "search test")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    (config / "http.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (config / "http.crt").write_bytes(certificate.public_bytes(pem))
