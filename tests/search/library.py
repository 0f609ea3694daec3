"""Small invented records for the tests of the search: every language, trees, missing values, close spellings."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from search.documents import Document, Text
from search.facets import Facet

FACETS: Mapping[str, Facet] = {
    f.name: f
    for f in (
        Facet("kind", "Kind"),
        Facet("theme", "Theme", tree=True),
        Facet("sdg", "SDG", tree=True),
        Facet("country", "Country"),
        Facet("grade", "Grade", order="code"),
        Facet("year", "Year", order="code-descending"),
    )
}


def practice(key: int, title: str, *, version: int = 1, kind: str = "practice", **values: object) -> Document:
    """A document with one English text. values: Document's fields, or summary, body, keywords, language of the text."""
    text = {name: values.pop(name) for name in ("summary", "body", "keywords", "language") if name in values}
    texts = (Text(**{"language": "en", "title": title, **text}),)  # type: ignore[arg-type]
    return Document(f"{kind}:{key}", kind, version, values.pop("texts", texts), **values)  # type: ignore[arg-type]


LIBRARY: tuple[Document, ...] = (
    practice(
        1,
        "Better lighting in a night market",
        summary="Street vendors and the city agreed on lamps.",
        body="Robberies fell by a third after the lamps came. The vendors look after them.",
        keywords=("Medellín", "Colombia"),
        codes={
            "theme": ("space/lighting", "space/markets"),
            "sdg": ("11/11.7",),
            "country": ("CO",),
            "grade": ("E2",),
            "year": ("2019",),
        },
        published=date(2021, 5, 1),
        place="Medellín, Colombia",
    ),
    practice(
        2,
        "School streets without cars",
        summary="Safe routes to school for children.",
        body="Parents, police and the schools closed four streets to cars each morning.",
        keywords=("Bogotá", "Colombia"),
        codes={
            "theme": ("mobility/walking",),
            "sdg": ("11/11.2", "3/3.6"),
            "country": ("CO",),
            "grade": ("E3",),
            "year": ("2020",),
        },
        published=date(2022, 1, 9),
        place="Bogotá, Colombia",
    ),
    practice(
        3,
        "Éclairage public et marches exploratoires",
        language="fr",
        summary="Les femmes ont choisi les rues à éclairer.",
        body="La sécurité des écoles et du marché a été discutée avec la police municipale.",
        keywords=("Montréal", "Canada"),
        codes={
            "theme": ("space/lighting", "governance/participation"),
            "sdg": ("5/5.2", "11/11.7"),
            "country": ("CA",),
            "grade": ("E2",),
            "year": ("2019",),
        },
        published=date(2020, 3, 3),
        place="Montréal, Canada",
    ),
    practice(
        4,
        "Transporte seguro para mujeres",
        language="es",
        summary="Vagones y paradas más seguras; iluminación nueva.",
        body="Las estaciones fueron revisadas con las usuarias.",
        keywords=("Ciudad de México", "México"),
        codes={
            "theme": ("mobility/transit",),
            "sdg": ("5/5.2", "11/11.2"),
            "country": ("MX",),
            "grade": ("E1",),
        },
        published=date(2018, 7, 2),
        place="Ciudad de México, México",
    ),
    practice(
        5,
        "Безопасные дворы",
        language="ru",
        summary="Жители города осветили дворы и школы.",
        body="Ёлки и скамейки; дети гуляют вечером.",
        keywords=("Казань",),
        codes={"theme": ("space/courtyards",), "country": ("RU",), "year": ("2020",)},
        published=date(2019, 2, 2),
        place="Казань",
    ),
    practice(
        6,
        "إضاءة الشوارع من أجل الأمان",
        language="ar",
        summary="اتفقت المدينة مع المدارس على إنارة الطرق.",
        codes={"theme": ("space/lighting",), "country": ("EG",), "grade": ("E0",)},
        published=date(2017, 2, 2),
        place="القاهرة",
    ),
    practice(
        7,
        "社区安全与儿童上学路线",
        language="zh",
        summary="城市与学校共同改善照明。",
        body="居民使用GIS地图记录危险地点。",
        codes={"theme": ("mobility/walking",), "country": ("CN",), "grade": ("E1",)},
        published=date(2023, 8, 1),
        place="成都",
    ),
    practice(
        8,
        "Violence interrupters at work",
        summary="Trusted neighbours calm disputes.",
        texts=(
            Text("en", "Violence interrupters at work", "Trusted neighbours calm disputes.", "", ("Chicago",)),
            Text(
                "fr",
                "Médiateurs de rue",
                "Des voisins de confiance apaisent les querelles.",
                "",
                ("Chicago",),
            ),
            Text("de", "Vermittler gegen Gewalt", "Nachbarn schlichten Streit."),
        ),
        codes={
            "theme": ("governance/partnerships",),
            "sdg": ("16/16.1",),
            "country": ("US",),
            "grade": ("E4",),
        },
        published=date(2016, 6, 6),
        place="Chicago, United States",
    ),
    practice(
        9,
        "Medellín",
        kind="city",
        summary="City of the eternal spring.",
        codes={"country": ("CO",)},
        place="Medellín, Colombia",
    ),
    practice(
        10,
        "Well-lit bus stops: target 11.7",
        summary="The women's safety audit, O'Higgins avenue.",
        body="Paragraph 23(b) of the guidelines.",
        codes={"theme": ("space",), "sdg": ("11",)},
    ),
)


def many(documents: int, seed: int = 7) -> list[Document]:
    """Generated records: the word "safety" in every one, others rare; codes of every facet; dates and places."""
    rng = random.Random(seed)
    rare = [a + b for a in ("bri", "lam", "mar", "sta", "tra", "vel") for b in ("dot", "kin", "nor", "pel", "sut")]
    places = ["Accra", "Bogotá", "Çorum", "Évora", "Zürich", ""]
    return [
        practice(
            1000 + n,
            f"Safety {rng.choice(rare)} {n}",
            summary=f"{rng.choice(rare)} and {rng.choice(rare)} for the city",
            body=" ".join(rng.choices(rare, k=12)),
            codes={
                "theme": tuple({f"g{rng.randrange(4)}/t{rng.randrange(6)}" for _ in range(rng.randrange(3))}),
                "sdg": tuple({f"{rng.randrange(1, 18)}/x{rng.randrange(3)}" for _ in range(2)}),
                "country": (f"c{rng.randrange(30)}",),
                "grade": (f"E{rng.randrange(6)}",),
            },
            published=date(2015, 1, 1) + timedelta(days=rng.randrange(3000)) if rng.random() < 0.9 else None,
            place=rng.choice(places),
        )
        for n in range(documents)
    ]
