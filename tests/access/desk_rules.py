"""Rules of the city desk's later routes: files, the living record, adoptions, disputes, grades."""

from __future__ import annotations

from tests.access.rules import CITY, REVIEW, SIGNED_IN, Rule, public

EDITORS = ("editor", "administrator")
RULES: dict[str, Rule] = {
    "desk/practices/<int:pk>/read/": Rule("/desk/practices/{own}/read/", readers=CITY),
    "desk/cities/<int:city_pk>/take-over/<int:practice_pk>/": Rule(
        "/desk/cities/{city_pk}/take-over/999999/", readers=(), writers=()),
    "desk/import/<int:city_pk>/": Rule("/desk/import/{city_pk}/", readers=CITY, writers=CITY),
    "desk/imports/<int:pk>/apply/": Rule("/desk/imports/999999/apply/", readers=(), writers=()),
    "desk/cities/<int:city_pk>/export.<str:extension>": Rule("/desk/cities/{city_pk}/export.csv", readers=CITY),
    "practices/template/<slug:kind>.<str:extension>": public("/practices/template/practice.csv"),
    "practices/export.<str:extension>": public("/practices/export.csv"),
    "practices/<slug:code>.<str:extension>": public("/practices/{practice}.docx"),
}
