"""SEARCH_URL and its companions: what is taken, what is refused, and that refusals never repeat a secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from search.engines.address import Address, AddressError


@pytest.mark.parametrize(
    ("url", "hosts", "index"),
    [
        ("https://search.example.org", ("https://search.example.org:9200",), "exchange"),
        ("https://search.example.org:443/safer-cities", ("https://search.example.org:443",), "safer-cities"),
        ("http://127.0.0.1:9201/test", ("http://127.0.0.1:9201",), "test"),
        ("http://localhost/", ("http://localhost:9200",), "exchange"),
        ("http://[::1]:9200/x", ("http://[::1]:9200",), "x"),
        ("https://a:9200, https://b:9201/kb", ("https://a:9200", "https://b:9201"), "kb"),
    ],
)
def test_addresses(url: str, hosts: tuple[str, ...], index: str) -> None:
    address = Address.parse(url)
    assert (address.hosts, address.index) == (hosts, index)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://search.example.org:9200", "https"),
        ("http://10.0.0.7:9200", "https"),
        ("http://localhost.example.org", "https"),
        ("https://elastic:hunter2@search.example.org", "SEARCH_PASSWORD"),
        ("ftp://search.example.org", "https://host"),
        ("https://", "https://host"),
        ("https://a:99999", "port"),
        ("https://a/Upper", "lower-case"),
        ("https://a/x/y", "lower-case"),
        ("https://a/-x", "letter"),
        ("https://a/*", "lower-case"),
        ("https://a/" + "x" * 41, "40"),
        ("https://a/x?q=1", "follow the index"),
        ("https://a/x,https://b/x", "once"),
        ("https://a,http://127.0.0.1", "same scheme"),
        ("https://a,,https://b", "https://host"),
    ],
)
def test_refused_addresses_say_the_remedy(url: str, told: str) -> None:
    with pytest.raises(AddressError, match="SEARCH_URL") as refused:
        Address.parse(url)
    assert told in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_secrets_belong_together_and_are_not_shown(tmp_path: Path) -> None:
    with pytest.raises(AddressError, match="SEARCH_PASSWORD"):
        Address.parse("https://a", user="site")
    with pytest.raises(AddressError, match="SEARCH_PASSWORD"):
        Address.parse("https://a", password="hunter2")
    authority = tmp_path / "ca.pem"
    with pytest.raises(AddressError, match=r"SEARCH_CA.*cannot be read"):
        Address.parse("https://a", ca=str(authority))
    authority.write_text("no certificate")
    with pytest.raises(AddressError, match=r"SEARCH_CA.*no PEM"):
        Address.parse("https://a", ca=str(authority))
    authority.write_text("-----BEGIN CERTIFICATE-----\n")
    with pytest.raises(AddressError, match=r"SEARCH_CA.*https only"):
        Address.parse("http://127.0.0.1", ca=str(authority))
    address = Address.parse("https://a", user="site", password="hunter2", ca=str(authority))
    assert "hunter2" not in repr(address)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"SEARCH_URL": "memory://"}, []),
        ({"SEARCH_URL": "embedded:///srv/search"}, []),
        ({"SEARCH_URL": "embedded://"}, ["search.E001"]),
        ({"SEARCH_URL": "embedded://srv/search"}, ["search.E001"]),
        ({"SEARCH_URL": "postgres://x"}, ["search.E001"]),
        ({"SEARCH_URL": "memory://", "SEARCH_USER": "site"}, ["search.W001"]),
        ({"SEARCH_URL": "https://a/x"}, []),
        ({"SEARCH_URL": "http://a/x"}, ["search.E002"]),
        ({"SEARCH_URL": "https://a/x", "SEARCH_FALLBACK_URL": ""}, ["search.W002"]),
        ({"SEARCH_URL": "https://a/x", "SEARCH_FALLBACK_URL": "https://b/x"}, ["search.E003"]),
        ({"SEARCH_URL": "https://a/x", "SEARCH_FALLBACK_URL": "embedded://"}, ["search.E001"]),
    ],
)
def test_checks(settings: Any, given: dict[str, str], expected: list[str]) -> None:
    settings.SEARCH_USER = settings.SEARCH_PASSWORD = settings.SEARCH_CA = ""
    settings.SEARCH_FALLBACK_URL = "embedded:///srv/stand-in"
    for name, value in given.items():
        setattr(settings, name, value)
    assert [message.id for message in run_checks(tags=["search"])] == expected
