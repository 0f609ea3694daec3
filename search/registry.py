"""How private each field of this room is."""

from config.field_classes import PUBLIC, UNPUBLISHED, FieldRegistry

FIELDS: FieldRegistry = {
    "search.OutboxEntry": {
        "id": UNPUBLISHED,
        "kind": UNPUBLISHED,
        "key": UNPUBLISHED,
        "reason": UNPUBLISHED,
        "created_at": UNPUBLISHED,
        "attempts": UNPUBLISHED,
        "next_try": UNPUBLISHED,
        "claimed_until": UNPUBLISHED,
        "done_at": UNPUBLISHED,
        "failed_at": UNPUBLISHED,
        "version": UNPUBLISHED,
        "error": UNPUBLISHED,
    },
    "search.Clock": {"id": UNPUBLISHED, "value": PUBLIC},
    "search.IndexRun": {
        "id": UNPUBLISHED,
        "action": UNPUBLISHED,
        "state": UNPUBLISHED,
        "engine": UNPUBLISHED,
        "name": UNPUBLISHED,
        "kind": UNPUBLISHED,
        "last_key": UNPUBLISHED,
        "documents": UNPUBLISHED,
        "report": UNPUBLISHED,
        "started_at": UNPUBLISHED,
        "updated_at": UNPUBLISHED,
        "finished_at": UNPUBLISHED,
    },
}
