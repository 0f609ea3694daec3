"""Rules of the city desk's later routes: files, the living record, adoptions, disputes, grades."""

from __future__ import annotations

from tests.access.rules import CITY, REVIEW, ROLES, SIGNED_IN, Rule, public

EDITORS = ("editor", "administrator")
ALL = ROLES
RULES: dict[str, Rule] = {
    "desk/practices/<int:pk>/read/": Rule("/desk/practices/{own}/read/", readers=CITY),
    "desk/cities/<int:city_pk>/take-over/<int:practice_pk>/": Rule(
        "/desk/cities/{city_pk}/take-over/999999/", readers=(), writers=()),
    "desk/cities/<int:city_pk>/profile/": Rule("/desk/cities/{city_pk}/profile/", readers=CITY),
    "desk/cities/<int:city_pk>/profile/<slug:code>/": Rule(
        "/desk/cities/{city_pk}/profile/about/", readers=CITY, writers=CITY),
    "desk/cities/<int:city_pk>/profile/<slug:verb>/do/": Rule(
        "/desk/cities/{city_pk}/profile/drop/do/", readers=(), writers=CITY),
    "desk/profiles/<int:pk>/seen/": Rule("/desk/profiles/999999/seen/", readers=(), writers=()),
    "desk/import/<int:city_pk>/": Rule("/desk/import/{city_pk}/", readers=CITY, writers=CITY),
    "desk/imports/<int:pk>/apply/": Rule("/desk/imports/999999/apply/", readers=(), writers=()),
    "desk/cities/<int:city_pk>/export.<str:extension>": Rule("/desk/cities/{city_pk}/export.csv", readers=CITY),
    "practices/template/<slug:kind>.<str:extension>": public("/practices/template/practice.csv"),
    "practices/export.<str:extension>": public("/practices/export.csv"),
    "practices/<slug:code>/fit.<str:extension>": public("/practices/{practice}/fit.pdf?city={city}"),
    "practices/<slug:code>.<str:extension>": public("/practices/{practice}.docx"),
    "desk/reviews/<int:pk>/grade/": Rule("/desk/reviews/{own}/grade/", readers=(), writers=REVIEW),
    "desk/reviews/<int:pk>/signing-link/": Rule("/desk/reviews/{own}/signing-link/", readers=(), writers=REVIEW,
                                                write=frozenset({302, 403})),
    "desk/disputes/<int:pk>/": Rule("/desk/disputes/999999/", readers=(), writers=()),
    "desk/form.xlsx": Rule("/desk/form.xlsx", readers=SIGNED_IN),
    "desk/due/": Rule("/desk/due/", readers=EDITORS),
    "desk/write-for/": Rule("/desk/write-for/", readers=EDITORS, writers=EDITORS),
    "desk/still-true/<str:token>/": Rule("/desk/still-true/wrong/", read=frozenset({400}), writers=ALL),
    "desk/sign/<str:token>/": Rule("/desk/sign/wrong/", read=frozenset({400}), writers=ALL),
    "desk/adopt/<slug:code>/": Rule("/desk/adopt/{practice}/", readers=SIGNED_IN, writers=()),
    "desk/practices/<int:pk>/still-true/": Rule("/desk/practices/{own}/still-true/", readers=(), writers=CITY),
    "desk/practices/<int:pk>/dispute/": Rule("/desk/practices/{own}/dispute/", readers=(), writers=CITY),
}
