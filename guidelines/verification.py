"""Recomputes the hash chains of published texts."""

from __future__ import annotations

from guidelines.models import DocumentVersion, GuidelineDocument
from guidelines.stored_text import about, load_tree, stored_lineage
from guidelines.text.hashing import chain_hash, content_hash


def verify_chains() -> tuple[list[str], int]:
    """Faults in words, and the number of versions looked at."""
    faults: list[str] = []
    checked = 0
    for document in GuidelineDocument.objects.order_by("pk"):
        previous = ""
        for expected, version in enumerate(
            DocumentVersion.objects.filter(document=document).order_by("number"), start=1
        ):
            checked += 1
            name = f"{document.code} version {version.number}"
            if version.number != expected:
                faults.append(f"{name}: version {expected} is missing before it")
            content = content_hash(about(version, document.code, stored_lineage(version)), load_tree(version))
            if content != version.content_hash:
                faults.append(f"{name}: the text is not the one that was published")
            if version.previous_hash != previous or version.chain_hash != chain_hash(previous, version.content_hash):
                faults.append(f"{name}: the chain is broken")
            previous = version.chain_hash
    return faults, checked
