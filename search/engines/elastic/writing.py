"""Batches of changes, each with its version, so that late and repeated writes do no harm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from search.documents import Document, Tombstone
from search.engines.elastic import library as es
from search.engines.elastic.client import DocumentRefused
from search.engines.elastic.records import source
from search.facets import Facet
from search.queries import SearchUnavailable

CHUNK = 500  # documents a request
CHUNK_BYTES = 10 * 1024 * 1024


def additions(
    documents: Iterable[Document], aliases: Sequence[str], facets: Mapping[str, Facet]
) -> Iterator[dict[str, Any]]:
    """Write each document to each index unless a newer version is there."""
    for document in documents:
        body = source(document, facets)
        for alias in aliases:
            yield {**_target("index", alias, document.id, document.version), "_source": body}


def removals(tombstones: Iterable[Tombstone], aliases: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Delete from each index unless a newer version is there."""
    for tombstone in tombstones:
        for alias in aliases:
            yield _target("delete", alias, tombstone.id, tombstone.version)


def _target(action: str, alias: str, document_id: str, version: int) -> dict[str, Any]:
    return {
        "_op_type": action,
        "_index": alias,
        "_id": document_id,
        "version": version,
        "version_type": "external_gte",
    }


def send(
    client: es.Elasticsearch,
    actions: Iterable[Mapping[str, Any]],
    *,
    needed: Sequence[str] = (),
    seconds: float = 5.0,
) -> None:
    """Send everything, then say what was wrong.

    seconds: how long the cluster may wait for a shard that is away. needed: aliases whose absence is an error; another
    index may be deleted by a rebuild at any moment.
    Raises SearchUnavailable when the cluster could not take a change now (it must be sent again), DocumentRefused
    when it never will.
    """
    refused: DocumentRefused | None = None
    failed = 0
    sent = es.helpers.streaming_bulk(
        client,
        (dict(action) for action in actions),
        chunk_size=CHUNK,
        max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False,
        require_alias=True,
        timeout=f"{int(seconds * 1000)}ms",
    )
    for done, item in sent:
        result = next(iter(item.values()))
        status = result.get("status", 500)
        # 409: a newer version is there. 404 without an error: deleted what was not there.
        if done or status == 409 or (status == 404 and "error" not in result):
            continue
        if status == 404 and result.get("_index") not in needed:
            continue
        if status == 400:
            refused = refused or DocumentRefused(result.get("_id", "?"), _reason(result))
        else:
            failed += 1
    if failed:
        raise SearchUnavailable(f"the search engine did not take {failed} changes")
    if refused:
        raise refused


def _reason(result: Mapping[str, Any]) -> str:
    error = result.get("error")
    return str(error.get("type", "unknown")) if isinstance(error, Mapping) else "unknown"
