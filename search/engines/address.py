"""SEARCH_URL of an Elasticsearch, taken apart and judged. Pure: no Django, no client."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

DEFAULT_INDEX = "exchange"
_INDEX = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SCHEMES = ("http", "https")


class AddressError(ValueError):
    """The setting cannot be used; says which and what to write instead. setting: its name."""

    def __init__(self, setting: str, message: str) -> None:
        super().__init__(f"{setting}: {message}")
        self.setting = setting
        self.message = message


@dataclass(frozen=True, slots=True)
class Address:
    """hosts: base addresses, all of one cluster. index: how its indexes begin. user, password, ca: "" when unused."""

    hosts: tuple[str, ...]
    index: str = DEFAULT_INDEX
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""

    @classmethod
    def parse(cls, url: str, *, user: str = "", password: str = "", ca: str = "") -> Address:
        """Take the settings apart.

        url: "https://host:9200/index", several hosts of a cluster separated by commas (the index after the last).
        ca: path of a PEM file with the certificate authority of the cluster.
        Raises AddressError: no host, unknown scheme, http off this machine, secrets in the address, a bad index name,
        a password without a user, a certificate file that cannot be read.
        """
        parts = [_host(one.strip()) for one in url.split(",")]
        if len({part.scheme for part in parts}) > 1:
            raise AddressError("SEARCH_URL", "use the same scheme, https, for every host of the cluster")
        paths = [part.path.strip("/") for part in parts]
        if any(paths[:-1]):
            raise AddressError("SEARCH_URL", "name the index once, after the last host")
        index = paths[-1] or DEFAULT_INDEX
        if not _INDEX.fullmatch(index):
            rule = "begin with a letter; lower-case letters, digits, - and _ only; at most 40 characters"
            raise AddressError("SEARCH_URL", f"the index name after the host must {rule}")
        if bool(user) != bool(password):
            raise AddressError("SEARCH_PASSWORD", "SEARCH_USER and SEARCH_PASSWORD belong together; give both or none")
        _check_ca(ca, parts[0].scheme)
        hosts = tuple(f"{part.scheme}://{part.netloc}" for part in parts)
        return cls(hosts, index, user, password, ca)


def is_elasticsearch(url: str) -> bool:
    """Whether SEARCH_URL points at an Elasticsearch (and not at an engine inside the site)."""
    return url.split("://", 1)[0].lower() in _SCHEMES


def _host(url: str) -> SplitResult:
    try:
        part = urlsplit(url)
        port = part.port
    except ValueError:
        raise AddressError("SEARCH_URL", "the port must be a number from 1 to 65535") from None
    if part.scheme not in _SCHEMES or not part.hostname:
        raise AddressError("SEARCH_URL", "write https://host:9200/index")
    if part.username or part.password:
        raise AddressError(
            "SEARCH_URL", "addresses end up in logs; give the account in SEARCH_USER and SEARCH_PASSWORD"
        )
    if part.query or part.fragment:
        raise AddressError("SEARCH_URL", "nothing may follow the index name")
    if part.scheme == "http" and not _is_this_machine(part.hostname):
        raise AddressError("SEARCH_URL", "http is allowed on this machine only; use https to reach another one")
    named = f"[{part.hostname}]" if ":" in part.hostname else part.hostname
    return part._replace(netloc=f"{named}:{port or 9200}")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_ca(ca: str, scheme: str) -> None:
    if not ca:
        return
    if scheme != "https":
        raise AddressError("SEARCH_CA", "a certificate authority is of use with https only")
    try:
        if b"BEGIN CERTIFICATE" not in Path(ca).read_bytes():
            raise AddressError("SEARCH_CA", "the file holds no PEM certificate")
    except OSError as problem:
        raise AddressError("SEARCH_CA", f"the file cannot be read ({problem.strerror})") from None
