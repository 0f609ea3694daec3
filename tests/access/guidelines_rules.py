"""Rules for guideline texts: read by everybody, written by nobody here (a text that does not exist is refused)."""

from __future__ import annotations

from tests.access.rules import Rule

_PATHS = (
    "guidelines/<slug:code>/",
    "guidelines/<slug:code>/<address:slug>/",
    "guidelines/<slug:code>/<address:slug>/history/",
    "guidelines/<slug:code>/compare/",
    "guidelines/<slug:code>/on/",
    "guidelines/<slug:code>/on/<str:day>/",
    "guidelines/<slug:code>/permanent/<address:key>/",
    "guidelines/<slug:code>/versions/",
    "guidelines/<slug:code>/versions/<int:number>/",
    "guidelines/<slug:code>/versions/<int:number>/<address:slug>/",
    "api/v1/guidelines/<code>",
    "api/v1/guidelines/<code>/compare",
    "api/v1/guidelines/<code>/coverage",
    "api/v1/guidelines/<code>/jsonld",
    "api/v1/guidelines/<code>/on/<day>",
    "api/v1/guidelines/<code>/permanent/<key>",
    "api/v1/guidelines/<code>/provisions",
    "api/v1/guidelines/<code>/provisions/<slug>",
    "api/v1/guidelines/<code>/provisions/<slug>/jsonld",
    "api/v1/guidelines/<code>/versions",
    "api/v1/guidelines/<code>/versions/<number>",
    "api/v1/guidelines/<code>/versions/<number>/jsonld",
    "api/v1/guidelines/<code>/versions/<number>/provisions/<slug>",
    "api/v1/guidelines/<code>/versions/<number>/provisions/<slug>/jsonld",
)
_VALUES = {"code": "none", "slug": "25-d", "day": "2026-01-01", "key": "abc", "number": "1"}


def _example(route: str) -> str:
    for name, value in _VALUES.items():
        for kind in ("slug:", "address:", "str:", "int:", ""):
            route = route.replace(f"<{kind}{name}>", value)
    return f"/{route}"


RULES = {route: Rule(_example(route), readers=()) for route in _PATHS}
RULES["api/v1/guidelines"] = Rule("/api/v1/guidelines")

# The docket, reviews and the work towards the next version. Of a text that does not exist nobody sees or changes
# anything; what each role may do on one that does is tested in tests/guidelines/test_amendments.py.
_LIVING = (
    "guidelines/<slug:code>/<address:slug>/propose/",
    "guidelines/<slug:code>/amendments/",
    "guidelines/<slug:code>/amendments/<int:pk>/",
    "guidelines/<slug:code>/amendments/<int:pk>/comments/",
    "guidelines/<slug:code>/amendments/<int:pk>/decision/",
    "guidelines/<slug:code>/amendments/<int:pk>/record/",
    "guidelines/<slug:code>/amendments/publish/",
    "guidelines/<slug:code>/call/<address:key>/",
    "guidelines/<slug:code>/coverage/",
    "guidelines/<slug:code>/coverage.csv",
    "guidelines/<slug:code>/localizes/",
    "guidelines/<slug:code>/reviews/",
    "guidelines/<slug:code>/reviews/<int:pk>/",
    "guidelines/<slug:code>/reviews/<int:pk>/<address:key>/",
    "guidelines/<slug:code>/reviews/<int:pk>/ask/",
    "guidelines/<slug:code>/reviews/<int:pk>/ask/summary/",
    "guidelines/<slug:code>/reviews/<int:pk>/by/<str:who>/",
    "guidelines/<slug:code>/reviews/<int:pk>/change/",
    "guidelines/<slug:code>/reviews/<int:pk>/conclude/",
    "guidelines/<slug:code>/reviews/<int:pk>/correct/",
    "guidelines/<slug:code>/reviews/<int:pk>/editions/<int:number>/",
    "guidelines/<slug:code>/reviews/<int:pk>/reports/",
    "guidelines/<slug:code>/reviews/new/",
    "guidelines/<slug:code>/text/bracketed/",
    "guidelines/<slug:code>/text/clean/",
    "guidelines/<slug:code>/text/published/",
    "guidelines/<slug:code>/work/",
    "guidelines/<slug:code>/work/edit/<address:key>/",
    "guidelines/<slug:code>/work/imports/<int:pk>/",
    "guidelines/<slug:code>/work/imports/<int:pk>/corrections.json",
    "guidelines/<slug:code>/work/upload/",
    "guidelines/work/links/",
    "guidelines/work/terms/",
)
_VALUES |= {"pk": "1", "who": "lampton", "goal": "99", "target": "99.9"}
RULES |= {route: Rule(_example(route), readers=()) for route in _LIVING}
RULES["guidelines/letters/<str:token>/"] = Rule("/guidelines/letters/wrong/", readers=())
RULES["guidelines/letters/proposals/<str:token>/"] = Rule("/guidelines/letters/proposals/wrong/", readers=())
RULES["guidelines/amendments/"] = Rule("/guidelines/amendments/")
RULES["guidelines/answers/<str:token>/"] = Rule("/guidelines/answers/wrong/", readers=())
RULES["guidelines/answers/<str:token>/<address:key>/"] = Rule("/guidelines/answers/wrong/1/", readers=())
RULES["guidelines/calls/<int:pk>/close/"] = Rule("/guidelines/calls/999/close/", readers=())
RULES["guidelines/calls/"] = Rule("/guidelines/calls/")
RULES["guidelines/work/"] = Rule("/guidelines/work/", readers=("administrator",))

# Indicators: read by everybody; attached to provisions by editors of texts (here of an indicator that does not exist).
RULES |= {
    "indicators/": Rule("/indicators/"),
    "indicators/<str:code>/": Rule("/indicators/{indicator}/"),
    "indicators/<str:code>/provisions/": Rule(
        "/indicators/{indicator}/provisions/", readers=(), writers=("administrator",)
    ),
    "indicators/<str:code>/provisions/<int:pk>/": Rule("/indicators/{indicator}/provisions/999/", readers=()),
    "guidelines/<slug:code>/<address:slug>/indicators/": Rule("/guidelines/none/25-d/indicators/", readers=()),
    "api/v1/indicators": Rule("/api/v1/indicators"),
    "api/v1/indicators/<code>": Rule("/api/v1/indicators/{indicator}"),
    "api/v1/indicators/<code>/cities": Rule("/api/v1/indicators/{indicator}/cities"),
    "api/v1/indicators/<code>/jsonld": Rule("/api/v1/indicators/{indicator}/jsonld"),
}
