"""No token of a draft, review, contact, answer or hidden failure is seen by a visitor (goal S3, T05, T06, T10)."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from config.logs import OneLine
from search import outbox
from search.service import get_engine
from tests.access.canaries import Garden, plant
from tests.pdf_text import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.trust("S3"), pytest.mark.trust("T05"), pytest.mark.trust("T06")]
LANGUAGES = ("", "/fr", "/ar")
TOKEN = re.compile(r"zqcanary\d+x")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def surfaces(objects: dict[str, Any]) -> Iterator[str]:
    """Addresses a visitor may open or guess."""
    public, anonymised, tool = objects["public"], objects["anonymised"], objects["tool"]
    undisclosed = f"/practices/undisclosed/{anonymised.public_id}/"
    yield from ("/robots.txt", "/sitemap.xml", "/healthz", "/readyz", "/api/v1/openapi.json")
    for language in LANGUAGES:
        for path in ("/", "/search/", "/search/?view=map", "/search/?view=table", "/search/?q=canary", "/cities/",
                     "/tools/", "/organisations/", "/indicators/", "/indicators/lit-streets/", "/themes/", "/sdgs/", "/guidelines/", "/search/calls/",
                     "/about/evidence/", "/about/data/", "/style-guide/", "/no-such-page/", "/accounts/login/",
                     "/accounts/signup/", "/network/stories/", "/network/how-matching-works/", "/desk/",
                     "/desk/reviews/", "/desk/join/x/", "/desk/sign/x/", "/desk/still-true/x/",
                     public.url, objects["city"].url, undisclosed, f"/practices/{public.code}/fit/"):  # fmt: skip
            yield f"{language}{path}"
    yield from (f"/search.{end}" for end in ("json", "csv", "atom"))
    yield from (f"/search.{end}?kind=practice&q=work" for end in ("json", "csv", "atom"))
    yield from (f"/practices/export.{end}" for end in ("csv", "xlsx", "json"))
    for end in ("docx", "pdf"):
        yield from (f"/practices/{public.code}.{end}", f"/practices/{anonymised.public_code}.{end}")
        yield from (f"{language}/practices/{public.code}/fit.{end}?city={objects['city'].code}"
                    for language in LANGUAGES)  # fmt: skip
        yield f"/practices/{anonymised.public_code}/fit.{end}?city={objects['city'].code}"
    yield from (f"/practices/template/{kind}.{end}" for kind in ("practice", "city", "tool", "organisation")
                for end in ("csv", "xlsx", "json"))  # fmt: skip
    city = objects["city"].pk
    yield from (
        f"/desk/cities/{city}/profile/",
        f"/desk/cities/{city}/profile/about/",
        f"/desk/cities/{city}/export.csv",
    )
    for kind in ("practices", "cities", "tools", "organisations"):
        yield from (f"/api/v1/{kind}", f"/api/v1/{kind}?fields=*&ordering=-problem&q=canary")
    yield from ("/api/v1/indicators", *(f"/api/v1/indicators/lit-streets{end}" for end in ("", "/cities", "/jsonld")))
    yield from (f"/api/v1/practices/{public.code}", f"/api/v1/practices/{anonymised.public_code}",
                f"/api/v1/cities/{objects['city'].code}", f"/api/v1/tools/{tool.code}")  # fmt: skip
    yield from (f"/search/suggest?q={words}" for words in ("zq", "zqcanary", "zqcanary0001x", "wo", "op"))
    for hidden in (*(submission.practice for submission in objects["drafts"]), objects["network_only"], anonymised):
        yield from (f"/practices/{hidden.code}{end}" for end in ("/", "/fit/", ".docx", ".pdf"))
        yield from (f"/api/v1/practices/{hidden.code}", hidden.url_path.replace("/home-test", "", 1))


def texts(answer: Any) -> str:
    """Everything of an answer a visitor gets: head, body, and what is packed in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    elif body.startswith(b"%PDF"):
        body += b"\n" + re.sub(r"[\s\u00ad-]+", "", text_of(body)).encode()  # a long word may be broken at a line's end
    return str(dict(answer.headers)) + body.decode("utf-8", "replace")


class Heard(logging.Handler):
    """Every line the application would write, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("django.db.backends"):  # statements, never logged outside a debugger
            self.lines.append(self.format(record))


@pytest.fixture
def heard() -> Iterator[Heard]:
    """The output of every logger of the site while the test runs."""
    handler = Heard()
    names = [
        "",
        *(name for name in logging.root.manager.loggerDict if name.startswith(("safer_cities", "django", "wagtail"))),
    ]
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        if not logger.propagate or not logger.name or logger is logging.root:
            logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield handler
    for logger, level in before:
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_nothing_planted_is_seen(memory_search: None, heard: Heard) -> None:
    garden = Garden()
    objects = plant(garden)
    outbox.drain()
    assert len(garden.tokens) >= 300
    client = Client(raise_request_exception=False)
    opened, seen, kinds = 0, [], set()
    heard.lines.clear()  # planting is no public surface; what it writes is looked at by itself below
    for address in surfaces(objects):
        answer = client.get(address)
        asked = set(re.findall(r"zqcanary\d+x", address))  # what the visitor typed may be repeated to the visitor
        opened += answer.status_code == 200
        kinds |= {answer["Content-Type"].partition(";")[0]} if answer.status_code == 200 else set()
        found = set(re.findall(r"zqcanary\d+x", texts(answer).lower())) - asked
        seen += [(address, garden.tokens[token]) for token in found]
        assert answer.status_code < 500, address
    assert opened >= 60
    assert not seen
    assert {"application/pdf", DOCX, XLSX, "text/csv", "application/json"} <= kinds, "every kind of download was read"
    logging.getLogger("safer_cities.search").warning("the handler hears")
    assert "the handler hears" in heard.lines[-1]
    typed = {token for address in surfaces(objects) for token in TOKEN.findall(address)}
    logged = {token for line in heard.lines for token in TOKEN.findall(line.lower())}
    assert not {garden.tokens[token] for token in logged - typed if token in garden.tokens}


def test_the_index_holds_nothing_planted(memory_search: None) -> None:
    garden = Garden()
    plant(garden)
    outbox.drain()
    entries = get_engine()._shelf.entries  # type: ignore[attr-defined]  # the engine of the tests keeps plain documents
    assert len(entries) >= 4
    held = "\n".join(repr(entry.document) for entry in entries.values())
    assert not {garden.tokens[token] for token in re.findall(r"zqcanary\d+x", held.lower()) if token in garden.tokens}


def test_an_anonymised_failure_betrays_its_city_nowhere(memory_search: None) -> None:
    garden = Garden()
    objects = plant(garden)
    outbox.drain()
    shy, page = objects["shy"], objects["anonymised"]
    client = Client(raise_request_exception=False)
    own = [f"{language}/practices/undisclosed/{page.public_id}/" for language in LANGUAGES]
    own += [f"/practices/{page.public_code}.docx", f"/api/v1/practices/{page.public_code}"]
    for address in own:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = texts(answer).lower()
        assert not {word for word in (shy.title.lower(), page.code, page.slug, "48151623") if word in text}, address
    for address in surfaces(objects):
        if page.code not in address and page.slug not in address:  # what the visitor typed may be repeated
            text = texts(client.get(address)).lower()
            assert not {word for word in (page.code, page.slug, "48151623") if word in text}, address
    assert page.public_id not in texts(client.get(shy.url))
    documents = [repr(entry.document) for entry in get_engine()._shelf.entries.values()]  # type: ignore[attr-defined]
    assert not [text for text in documents if page.public_id in text and "shyville" in text.lower()]
    place = page.url_path.replace("/home-test", "", 1)
    for guess in (f"/practices/{page.code}/", place, f"/api/v1/practices/{page.code}"):
        assert client.get(guess).status_code == 404
