"""A round of many cities on the workbench: the first run, a run again with a pin, and the pages a coordinator opens.

    python -m benchmarks.workbench --cities 60 300 [--write]

Works on a copy of the site's database (SQLite, after `make run` has loaded the content). The cities are invented for
the measurement: a few popular needs, many rare ones, a fifth offering nothing. Aims at 300 cities: again with a pin in
5 s, a page in 300 ms, and as many queries as at 60.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("workbench", "round", "proposal", "why not", "programme")
TIMES = 9


def world(cities: int) -> Any:
    """A programme with so many cities that have answered; returns its round, ready to be matched."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from cities.models import CityIndexPage, CityPage, Country
    from guidelines.models import Theme
    from network.choices import Purpose, ResponseState
    from network.models import Consent, Coordinator, Membership, Programme, Response, Round

    rng = random.Random(7)
    themes = list(Theme.objects.order_by("code").values_list("code", flat=True))[:24]
    countries = list(Country.objects.exclude(income_group="").order_by("code")[:40])
    programme = Programme.objects.create(code="measured", name="Measured", demonstration=True)
    who = get_user_model().objects.create_user("measured", "measured@mail.example")
    Coordinator.objects.create(programme=programme, user=who)
    today = timezone.localdate()
    round = Round.objects.create(
        programme=programme, code="one", title="One", state="eligible", survey_opens=today, survey_closes=today,
        answers_due=today, begins=today, ends=today + timedelta(days=120),
    )  # fmt: skip
    index = CityIndexPage.objects.get()
    for number in range(cities):
        name = f"Measured {number}"
        page = CityPage(
            title=name, slug=f"measured-{number}", code=f"measured-{number}", demonstration=True,
            country=rng.choice(countries), population=rng.randrange(20_000, 4_000_000), time_zone="Africa/Nairobi",
        )  # fmt: skip
        index.add_child(instance=page)
        place = Membership.objects.create(
            programme=programme, city=page, contact_name=name, contact_email=f"city{number}@mail.example"
        )
        Consent.objects.bulk_create([Consent(membership=place, purpose=p, granted=True) for p in Purpose.values])
        Response.objects.create(
            round=round, membership=place, state=ResponseState.SUBMITTED, submitted=timezone.now(),
            answers=json.dumps(answers(number, themes, rng)),
        )  # fmt: skip
    return round


def answers(number: int, themes: list[str], rng: random.Random) -> dict[str, Any]:
    """Answers with the spread of a real round."""
    weights = [1 / (n + 1) for n in range(len(themes))]
    needs = list(dict.fromkeys(rng.choices(themes, weights, k=5)))[:3]
    offers = [t for t in dict.fromkeys(rng.choices(themes, weights, k=4)) if t not in needs][:3] if number % 5 else []
    return {
        "challenges": [{"theme": code} for code in needs],
        "area": "The terminus",
        "offers": [{"theme": code, "rests_on": rng.choice(["practice", "experience"])} for code in offers],
        "stages": {},
        "aim": "Know what to try first",
        "format": "either",
        "capacity": 1,
        "languages": [{"code": rng.choice(["en", "es", "fr"]), "level": "working"}],
        "time_zone": "Africa/Nairobi",
        "public": False,
    }


def spent(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of this process's own work, and what the action returned."""
    begun = time.process_time()
    found = action()
    return time.process_time() - begun, found


def runs(round: Any) -> tuple[dict[str, float], Any]:
    """The first run, a rule, the run again; returns the figures and the last run."""
    from network.choices import RuleKind
    from network.models import Membership
    from network.services import matching, proposals, rules, running

    first_s, first = spent(lambda: running.execute(matching.queue_run(round=round, by=None)))
    require(first.state == "done", first.error)
    round = proposals.take_groups(run=first, by=None)
    places = list(Membership.objects.filter(programme=round.programme).order_by("pk"))
    pair = [places[3].pk, places[-7].pk]
    by = round.programme.coordinators.get().user
    rule_s, _ = spent(
        lambda: rules.add_rule(round=round, kind=RuleKind.PIN, membership_ids=pair, reason="asked for", by=by)
    )
    again_s, again = spent(lambda: running.execute(matching.queue_run(round=round, by=None, previous=first)))
    require(again.state == "done", again.error)
    plan = matching.plan_of(again)
    require(any({f"m{pk}" for pk in pair} <= set(g.members) for g in plan.groups), "the pin is not kept")
    return {"first run, s": first_s, "a pin set, s": rule_s, "run again with the pin, s": again_s}, again


def pages(run: Any) -> dict[str, float]:
    """Server time of the coordinator's pages, the median of several, and their queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    round = run.round
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(round.programme.coordinators.get().user)
    keys = sorted({m for g in json.loads(run.plan)["groups"] for m in g["members"]})
    bench = f"/network/rounds/{round.pk}/workbench/?run={run.pk}"
    addresses = (
        bench, f"/network/rounds/{round.pk}/", f"/network/proposals/{round.exchanges.first().pk}/",
        f"{bench}&a={keys[0]}&b={keys[-1]}", f"/network/programmes/{round.programme_id}/",
    )  # fmt: skip
    found: dict[str, float] = {}
    for name, address in zip(PAGES, addresses, strict=True):
        took, first = [], spent(lambda a=address: client.get(a))[0]
        for _ in range(TIMES):
            with CaptureQueriesContext(connection) as caught:
                seconds, page = spent(lambda a=address: client.get(a))
            require(page.status_code == 200, f"{name}: {page.status_code}")
            took.append(seconds * 1000)
        found |= {
            f"{name}: page, ms": statistics.median(took),
            f"{name}: first time, ms": first * 1000,
            f"{name}: SQL queries": len(caught),
            f"{name}: size, kB": len(page.content) / 1024,
        }
    return found


def require(holds: bool, what: str) -> None:
    if not holds:
        raise RuntimeError(f"the benchmark stands on sand: {what}")


def measure(cities: int, report: Path) -> None:
    """In the process that works on the copy."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    figures: dict[str, float] = {"cities": cities}
    found, again = runs(world(cities))
    figures |= found | pages(again)
    print("\n".join(f"{name}: {value:,.1f}" for name, value in figures.items()), "\n", flush=True)
    report.write_text(json.dumps(figures))


def measured(source: Path, cities: int) -> dict[str, float]:
    """The figures of one size, from a process that knows only a copy of the database."""
    with tempfile.TemporaryDirectory() as directory:
        copy, report = Path(directory) / "site.sqlite3", Path(directory) / "figures.json"
        shutil.copy(source, copy)
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{copy}", "SEARCH_URL": "memory://"}
        command = [sys.executable, "-m", "benchmarks.workbench", "--cities", str(cities), "--on-copy", str(report)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        figures: dict[str, float] = json.loads(report.read_text())
        return figures


def write(columns: list[dict[str, float]], asked: list[int]) -> None:
    """The table, a column a size, into benchmarks/results/workbench.md."""
    names = dict.fromkeys(name for column in columns for name in column)
    rows = "\n".join(
        f"| {name} | {' | '.join(f'{c[name]:,.1f}'.removesuffix('.0') for c in columns)} |" for name in names
    )
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite"
    (ROOT / "benchmarks" / "results" / "workbench.md").write_text(
        f"""# A large round on the workbench: measured

One run of `python -m benchmarks.workbench --cities {" ".join(map(str, asked))} --write`
({machine}). Times are CPU time of the process, so that other work on the machine does not count; pages are the median
of {TIMES}, "first time" is the first in a fresh process (templates and the stored result are read once, what a "no"
would cost is worked out once for all groups). "Why not" solves the round once more up to 60 cities and is a question,
not a page; above it answers with an estimate. The aims at 300 cities are a run again with a pin in 5 s, a page in
300 ms, and no more queries than a small round takes.

| figure |{" |" * len(columns)}
|---|{"---:|" * len(columns)}
{rows}
"""
    )


def main() -> None:
    """Measure each size on a copy of the database; ends with 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, nargs="+", default=[60, 300])
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/results/workbench.md")
    parser.add_argument("--on-copy", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.on_copy:
        measure(options.cities[0], options.on_copy)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.conf import settings

    source = Path(str(settings.DATABASES["default"]["NAME"]))
    require(source.exists(), f"no SQLite database at {source.name}; run `make run` first")
    columns = [measured(source, cities) for cities in options.cities]
    if options.write:
        write(columns, options.cities)
    missed = [
        f"{c['cities']:.0f} cities: {name} {c[name]:.0f}, aim {aim}"
        for c in columns
        for name, aim in (
            ("run again with the pin, s", 5),
            *((f"{page}: page, ms", 300) for page in PAGES if page != "why not"),
        )
        if c[name] > aim
    ]
    missed += [
        f"{name} differ: {sorted({c[name] for c in columns})}"
        for name in (f"{page}: SQL queries" for page in PAGES)
        if len({c[name] for c in columns}) > 1
    ]
    print("\n".join(missed) or "Every aim is met.")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
