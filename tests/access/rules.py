"""The access matrix: for every route, an example address and which status each role gets for each method.

A route without a rule fails the test (goal S2). Rooms add theirs here when they add a route. Objects in example
addresses are made by the fixture `example_site` of test_access_matrix.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ROLES = ("anonymous", "practitioner", "contributor", "lead", "reviewer", "editor", "coordinator", "administrator")
METHODS = ("GET", "POST", "PATCH", "DELETE")
REFUSED = frozenset({302, 401, 403, 404, 405, 429})


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route answers.

    example: the address tried. read: statuses a GET may give to whoever may read. readers: roles that may read; all
    others must be refused (REFUSED). writers: roles whose POST may be accepted; others must be refused.
    write: statuses an accepted POST may give (400 for an empty form is acceptance). others: statuses PATCH and DELETE
    may give.
    """

    example: str
    read: frozenset[int] = frozenset({200})
    readers: tuple[str, ...] = ROLES
    writers: tuple[str, ...] = ()
    others: frozenset[int] = REFUSED
    write: frozenset[int] = field(default_factory=lambda: frozenset({200, 204, 302, 400, 409, 422}))


SIGNED_IN = ROLES[1:]
PUBLIC = frozenset({200})
MOVED = frozenset({301, 302})


def public(example: str, *statuses: int) -> Rule:
    """Everybody may read, nobody may write."""
    return Rule(example, read=frozenset(statuses) or PUBLIC)


CITY = ("contributor", "lead")
REVIEW = ("reviewer", "editor", "administrator")

# Addresses of Wagtail's admin are not listed one by one: test_admin_is_closed.py tries every one of them.
RULES: dict[str, Rule] = {
    # the site
    "healthz": public("/healthz"),
    "readyz": public("/readyz"),
    "robots.txt": public("/robots.txt"),
    "sitemap.xml": public("/sitemap.xml"),
    "language/": Rule("/language/", read=MOVED, writers=ROLES),
    "about/evidence/": public("/about/evidence/"),
    "about/data/": public("/about/data/"),
    "style-guide/": public("/style-guide/"),
    "^((?:[\\w\\-]+/)*)$": public("{practice_url}"),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": Rule(
        "/_util/authenticate_with_password/1/1/", readers=()
    ),
    "_util/login/": Rule("/_util/login/", read=MOVED),
    "documents/^(\\d+)/(.*)$": Rule("/documents/1/none.pdf", readers=()),
    "documents/authenticate_with_password/<int:restriction_id>/": Rule(
        "/documents/authenticate_with_password/1/", readers=()
    ),
    # search
    "search/": public("/search/"),
    "^search/\\.(?P<extension>json|csv|atom)$": public("/search/.json"),
    "^search\\.(?P<extension>json|csv|atom)$": public("/search.csv"),
    "search/suggest": public("/search/suggest?q=a"),
    "search/clicked": Rule("/search/clicked", readers=(), writers=ROLES),
    "search/save": Rule("/search/save", read=frozenset({200, 302, 405}), writers=SIGNED_IN),
    "search/saved/": Rule("/search/saved/", readers=SIGNED_IN),
    "search/saved/<int:key>/": Rule("/search/saved/999/", readers=(), writers=()),
    "search/calls/": public("/search/calls/"),
    "search/unsubscribe/<str:token>/": Rule(
        "/search/unsubscribe/wrong/",
        read=frozenset({200, 400, 404}),
        writers=ROLES,
        write=frozenset({200, 302, 400, 404}),
    ),
    # guidelines
    "themes/": public("/themes/"),
    "themes/<slug:code>/": public("/themes/public-space/"),
    "sdgs/": public("/sdgs/"),
    "sdgs/<str:goal>/": public("/sdgs/11/"),
    "sdgs/<str:goal>/<str:target>/": public("/sdgs/11/11.7/"),
    # cities, practices
    "organisations/": public("/organisations/"),
    "organisations/<slug:code>/": public("/organisations/{organisation}/"),
    "places/suggest": public("/places/suggest?q=bo"),
    "competencies/": public("/competencies/"),
    "practices/": public("/practices/", 302),
    "practices/<slug:code>/": public("/practices/{practice}/", 200, 301, 302),
    "practices/<slug:code>/fit/": public("/practices/{practice}/fit/"),
    "practices/undisclosed/<slug:public_id>/": Rule("/practices/undisclosed/nothing/", readers=()),
    # API
    "api/v1/": public("/api/v1/", 200, 404),
    "api/v1/openapi.json": public("/api/v1/openapi.json"),
    "api/v1/search": public("/api/v1/search"),
    "api/v1/practices": public("/api/v1/practices"),
    "api/v1/practices/<code>": public("/api/v1/practices/{practice}"),
    "api/v1/cities": public("/api/v1/cities"),
    "api/v1/cities/<code>": public("/api/v1/cities/{city}"),
    "api/v1/tools": public("/api/v1/tools"),
    "api/v1/tools/<code>": public("/api/v1/tools/{tool}"),
    "api/v1/organisations": public("/api/v1/organisations"),
    "api/v1/organisations/<code>": public("/api/v1/organisations/{organisation}"),
    # the city desk; {own} is the contributor's and lead's draft, which the reviewer was asked to read
    "desk/": Rule("/desk/", readers=SIGNED_IN),
    "desk/cities/<int:city_pk>/new/": Rule("/desk/cities/{city_pk}/new/", readers=CITY, writers=CITY),
    "desk/cities/<int:city_pk>/people/": Rule("/desk/cities/{city_pk}/people/", readers=CITY, writers=("lead",)),
    "desk/join/<str:token>/": Rule("/desk/join/wrong/", read=frozenset({400}), writers=ROLES),
    "desk/practices/<int:pk>/": Rule("/desk/practices/{own}/", readers=CITY),
    "desk/practices/<int:pk>/<slug:verb>/": Rule("/desk/practices/{own}/submit/", readers=(), writers=CITY),
    "desk/practices/<int:pk>/steps/<slug:code>/": Rule("/desk/practices/{own}/steps/what/", readers=CITY, writers=CITY),
    "desk/questions/<int:pk>/": Rule("/desk/questions/{question}/", readers=(), writers=CITY),
    "desk/reviews/": Rule("/desk/reviews/", readers=REVIEW),
    "desk/reviews/<int:pk>/": Rule("/desk/reviews/{own}/", readers=REVIEW),
    "desk/reviews/<int:pk>/advice/": Rule("/desk/reviews/{own}/advice/", readers=(), writers=("reviewer",)),
    "desk/reviews/<int:pk>/assign/": Rule("/desk/reviews/{own}/assign/", readers=(), writers=REVIEW),
    "desk/reviews/<int:pk>/conflict/": Rule("/desk/reviews/{own}/conflict/", readers=(), writers=REVIEW),
    "desk/reviews/<int:pk>/decision/": Rule("/desk/reviews/{own}/decision/", readers=(), writers=REVIEW),
    "desk/reviews/<int:pk>/question/": Rule("/desk/reviews/{own}/question/", readers=(), writers=REVIEW),
    "desk/roles/<int:pk>/end/": Rule("/desk/roles/{role}/end/", readers=(), writers=("lead",)),
}

# allauth's own pages: what a visitor may see, and what needs an account.
_OPEN_ACCOUNTS = (
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "inactive/",
    "confirm-email/",
    "password/reset/key/done/",
    "logout/",
)
_OWN_ACCOUNTS = ("email/", "password/change/", "2fa/", "2fa/totp/activate/")
_RARE_ACCOUNTS = (
    "login/code/confirm/",
    "password/set/",
    "reauthenticate/",
    "2fa/authenticate/",
    "2fa/reauthenticate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/download/",
    "2fa/recovery-codes/generate/",
    "2fa/totp/deactivate/",
)
_ACCOUNT_ANSWERS = frozenset({200, 301, 302, 403, 404, 405, 429})
# The library decides which of its pages take a form in which state; none of these answers gives anything away.
_ACCOUNT_WRITES = frozenset({200, 204, 302, 400, 403, 404, 405, 409, 422, 429})
for _path in _OPEN_ACCOUNTS:
    RULES[f"accounts/{_path}"] = Rule(f"/accounts/{_path}", read=_ACCOUNT_ANSWERS, writers=ROLES, write=_ACCOUNT_WRITES)
for _path in _OWN_ACCOUNTS:
    RULES[f"accounts/{_path}"] = Rule(
        f"/accounts/{_path}", read=_ACCOUNT_ANSWERS, readers=SIGNED_IN, writers=SIGNED_IN, write=_ACCOUNT_WRITES
    )
for _path in _RARE_ACCOUNTS:
    RULES[f"accounts/{_path}"] = Rule(f"/accounts/{_path}", read=_ACCOUNT_ANSWERS, writers=ROLES, write=_ACCOUNT_WRITES)
RULES["accounts/^confirm-email/(?P<key>[-:\\w]+)/$"] = Rule(
    "/accounts/confirm-email/wrong/", read=frozenset({200, 302, 404}), writers=ROLES, write=frozenset({200, 302, 404})
)
RULES["accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"] = Rule(
    "/accounts/password/reset/key/1-wrong/",
    read=frozenset({200, 302, 429}),
    writers=ROLES,
    write=_ACCOUNT_WRITES,
    # The library shows "this link is wrong" whatever the method.
    others=frozenset({200, 302, 405, 429}),
)
