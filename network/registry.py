"""Field classes of the exchange. Nothing here is public but a programme's name and what cities agreed to publish."""

from config.field_classes import CITY_PRIVATE, PERSONAL, PUBLIC, SECRET, UNPUBLISHED, FieldRegistry

FIELDS: FieldRegistry = {
    "network.Programme": {
        "id": PUBLIC,
        "code": PUBLIC,
        "name": PUBLIC,
        "kind": PUBLIC,
        "description": PUBLIC,
        "demonstration": PUBLIC,
        "created": PUBLIC,
    },
    "network.Coordinator": {"id": UNPUBLISHED, "programme": UNPUBLISHED, "user": PERSONAL, "since": UNPUBLISHED},
    "network.Membership": {
        "id": UNPUBLISHED,
        "programme": CITY_PRIVATE,
        "city": CITY_PRIVATE,
        "joined": CITY_PRIVATE,
        "left": CITY_PRIVATE,
        "contact_name": PERSONAL,
        "contact_email": PERSONAL,
        "deputy_name": PERSONAL,
        "deputy_email": PERSONAL,
        "contact_changed": CITY_PRIVATE,
        "sensitive_note": UNPUBLISHED,
        "waited_rounds": UNPUBLISHED,
    },
    "network.Consent": {
        "id": UNPUBLISHED,
        "membership": CITY_PRIVATE,
        "purpose": CITY_PRIVATE,
        "granted": CITY_PRIVATE,
        "wording": CITY_PRIVATE,
        "by": PERSONAL,
        "at": CITY_PRIVATE,
    },
    "network.Round": {
        **dict.fromkeys(
            (
                "id",
                "programme",
                "code",
                "title",
                "state",
                "state_since",
                "survey",
                "survey_opens",
                "survey_closes",
                "answers_due",
                "begins",
                "ends",
                "other_country",
            ),
            CITY_PRIVATE,
        ),
        **dict.fromkeys(("options", "chosen_run", "version"), UNPUBLISHED),
    },
    "network.Response": {
        **dict.fromkeys(
            (
                "id",
                "round",
                "membership",
                "state",
                "answers",
                "saved",
                "submitted",
                "reminders",
                "last_reminder",
                "version",
            ),
            CITY_PRIVATE,
        ),
        "filled_in_by": PERSONAL,
    },
    "network.Snapshot": dict.fromkeys(("id", "round", "taken", "problem", "digest"), UNPUBLISHED),
    "network.Run": {
        **dict.fromkeys(
            (
                "id",
                "round",
                "snapshot",
                "label",
                "options",
                "rules",
                "state",
                "stop_asked",
                "progress",
                "plan",
                "total",
                "bound",
                "error",
                "previous",
                "way",
                "beside",
                "asked",
                "seen",
                "finished",
            ),
            UNPUBLISHED,
        ),
        "asked_by": PERSONAL,
    },
    "network.Rule": {
        **dict.fromkeys(("id", "round", "kind", "memberships", "reason", "at", "undone"), UNPUBLISHED),
        "by": PERSONAL,
    },
    "network.Exchange": {
        **dict.fromkeys(
            (
                "id",
                "round",
                "run",
                "state",
                "state_since",
                "format",
                "questions",
                "reasons",
                "value",
                "closing_reason",
                "closing_note",
                "facilitator",
                "version",
            ),
            CITY_PRIVATE,
        ),
        "note": UNPUBLISHED,
        "story": PUBLIC,
        "story_published": PUBLIC,
    },
    "network.ExchangeMember": {
        **dict.fromkeys(
            (
                "id",
                "exchange",
                "membership",
                "round",
                "slot",
                "state",
                "invitation_text",
                "invited",
                "expires",
                "answered",
                "answer_reason",
                "predicted",
                "satisfaction",
            ),
            CITY_PRIVATE,
        ),
        "access_needs": PERSONAL,
    },
    "network.Meeting": dict.fromkeys(
        ("id", "exchange", "title", "begins", "minutes", "place", "agenda", "record", "held"), CITY_PRIVATE
    ),
    "network.Participant": {
        **dict.fromkeys(("id", "meeting", "member", "shared"), CITY_PRIVATE),
        **dict.fromkeys(("name", "function", "access_needs"), PERSONAL),
    },
    "network.Action": dict.fromkeys(
        ("id", "exchange", "member", "what", "due", "indicator", "state", "note", "updated", "version"), CITY_PRIVATE
    ),
    "network.Link": {
        **dict.fromkeys(("id", "exchange", "kind", "code", "note", "provision"), CITY_PRIVATE),
        **dict.fromkeys(("wording_hash", "state", "reason", "checked_at"), CITY_PRIVATE),
        "checked_by": PERSONAL,
    },
    "network.File": {
        **dict.fromkeys(("id", "exchange", "file", "name", "size", "at"), CITY_PRIVATE),
        "by": PERSONAL,
    },
    "network.Check": dict.fromkeys(
        ("id", "member", "day", "due", "answered", "change", "what", "evidence", "gain", "adoption"), CITY_PRIVATE
    ),
    "network.Assessment": {
        **dict.fromkeys(("id", "membership", "definition", "answers", "shared", "updated", "version"), CITY_PRIVATE),
        "by": PERSONAL,
    },
    "network.PeerReview": dict.fromkeys(
        (
            "id",
            "exchange",
            "host",
            "questions",
            "evidence",
            "visits",
            "recommendations",
            "response",
            "follow_up",
            "updated",
            "version",
        ),
        CITY_PRIVATE,
    ),
    "network.Market": dict.fromkeys(("id", "round", "frozen", "cards"), CITY_PRIVATE),
    "network.MarketMark": dict.fromkeys(
        ("id", "market", "membership", "practice", "word", "because", "at"), CITY_PRIVATE
    ),
    "network.AuditEntry": {
        **dict.fromkeys(
            ("id", "programme", "actor", "verb", "object", "detail", "at", "previous", "digest"), UNPUBLISHED
        ),
        "by": PERSONAL,
    },
    "network.Mail": {
        **dict.fromkeys(("id", "key", "subject", "programme", "queued", "claimed", "sent", "failure"), UNPUBLISHED),
        "to": PERSONAL,
        "body": SECRET,
    },
}
