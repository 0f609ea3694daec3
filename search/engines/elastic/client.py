"""The connection: address, secrets, time-outs, and errors told without host, index or stack."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import urllib3

from search.engines.address import Address
from search.engines.elastic import library as es
from search.queries import SearchError, SearchUnavailable

log = logging.getLogger("safer_cities.search")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds. connect: for a connection; read: for the answer to a person's question; server:
    what the cluster itself may spend on it; extra: for what an answer can do without (a corrected spelling); write:
    for a batch of documents; manage: for a change of indexes."""

    connect: float = 0.3
    read: float = 1.0
    server: float = 0.8
    extra: float = 0.3
    write: float = 10.0
    manage: float = 60.0


class DocumentRefused(SearchError):
    """The engine cannot hold this document, now or ever; trying again does not help. id: which."""

    def __init__(self, document_id: str, reason: str) -> None:
        super().__init__(f"document {document_id} was refused by the search engine ({reason})")
        self.id = document_id


def connect(address: Address, patience: Patience) -> es.Elasticsearch:
    """A client for every host of the address. Nothing is sent yet.

    A question is asked again only when a host refuses the connection and there is another one; a slow answer is not.
    """

    class QuickNode(es.Urllib3HttpNode):
        """The transport has one time-out for everything; a dead host should be noticed sooner than a slow answer."""

        def perform_request(self, *args: Any, request_timeout: Any = None, **kwargs: Any) -> Any:
            seconds = request_timeout if isinstance(request_timeout, int | float) else patience.read
            waits = urllib3.Timeout(connect=min(patience.connect, seconds), read=seconds)
            return super().perform_request(*args, request_timeout=waits, **kwargs)  # type: ignore[arg-type, misc]

    options: dict[str, Any] = {}
    if address.user:
        options["basic_auth"] = (address.user, address.password)
    if address.ca:
        options["ca_certs"] = address.ca
    return es.Elasticsearch(
        list(address.hosts),
        node_class=QuickNode,
        request_timeout=patience.read,
        max_retries=len(address.hosts) - 1,
        retry_on_timeout=False,
        retry_on_status=(),
        connections_per_node=20,
        **options,
    )


@contextmanager
def answering(doing: str) -> Iterator[None]:
    """Turn whatever goes wrong with the cluster into SearchUnavailable; the details go to the log only.

    doing: "search", "write": for the message.
    """
    try:
        yield
    except (KeyError, TypeError, AttributeError, IndexError) as problem:
        log.exception("an answer of Elasticsearch could not be read (%s)", doing)
        raise SearchUnavailable(f"the search engine answered strangely ({doing})") from problem
    except (es.ApiError, es.TransportError) as problem:
        log.warning("Elasticsearch could not %s: %s", doing, _described(problem))
        raise SearchUnavailable(f"the search engine did not answer ({doing})", _reason(problem)) from problem


def _reason(problem: Exception) -> str:
    """What an operator should look at: names of settings, never their values."""
    if isinstance(problem, es.ApiError):
        if problem.status_code == 401:
            return "it refused the account; see SEARCH_USER and SEARCH_PASSWORD"
        if problem.status_code == 403:
            return "the account SEARCH_USER may not do this; see docs/guides/operator-elasticsearch.md"
        return ""
    said = str(getattr(problem, "message", problem)).lower()
    if "wrong version" in said or "record layer" in said:
        return "it does not speak https; see SEARCH_URL"
    if isinstance(problem, es.TlsError) or "certificate" in said:
        return "its certificate is not trusted; see SEARCH_CA"
    if "resolve" in said or "name or service" in said:
        return "no machine has this name; see SEARCH_URL"
    if "refused" in said:
        return "nothing listens at this address; see SEARCH_URL, or start it"
    if isinstance(problem, es.ConnectionTimeout):
        return "no answer in time"
    return ""


def _described(problem: Exception) -> str:
    """What happened, for the log: kind of error, status, the server's reason."""
    if isinstance(problem, es.ApiError):
        body = problem.body if isinstance(problem.body, dict) else {}
        error = body.get("error")
        reason = error.get("type", "") if isinstance(error, dict) else ""
        return f"{type(problem).__name__} {problem.status_code} {reason}".strip()
    return type(problem).__name__
