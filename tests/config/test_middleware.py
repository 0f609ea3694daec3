"""The site's middleware: honest input, the two policies, private pages, one transaction a write."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from config.logs import OneLine
from config.middleware import QUERY_STRING_BYTES, AtomicWrites


def test_a_nul_in_the_address_is_refused_with_a_reason(client: Client) -> None:
    answer = client.get("/healthz?q=a%00b")
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


@pytest.mark.trust("T29")
def test_an_endless_address_is_refused_with_the_limit(client: Client) -> None:
    answer = client.get("/healthz", {"q": "x" * (QUERY_STRING_BYTES + 1)})
    assert answer.status_code == 400
    assert str(QUERY_STRING_BYTES) in answer.content.decode()


@pytest.mark.django_db
def test_public_pages_allow_nothing_inline_or_from_outside(client: Client) -> None:
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_the_looser_policy_is_the_admins_alone(client: Client) -> None:
    assert "unsafe-inline" in client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/accounts/login/")["Content-Security-Policy"]


@pytest.mark.trust("T32")
@pytest.mark.django_db
def test_pages_of_signed_in_people_are_not_kept_by_caches(client: Client, django_user_model: type) -> None:
    client.force_login(django_user_model.objects.create_user("anna", "anna@city.example"))
    assert "no-store" in client.get("/healthz")["Cache-Control"]


@pytest.mark.parametrize(("method", "inside"), [("get", False), ("post", True), ("delete", True)])
@pytest.mark.django_db(transaction=True)
def test_only_writing_methods_get_a_transaction(method: str, inside: bool) -> None:
    seen: list[bool] = []

    def view(request: object) -> HttpResponse:
        seen.append(connection.in_atomic_block)
        return HttpResponse()

    AtomicWrites(view)(getattr(RequestFactory(), method)("/"))
    assert seen == [inside]


@pytest.mark.parametrize("error", [RuntimeError("later trouble"), Http404("polite")])
@pytest.mark.django_db(transaction=True)
def test_a_failing_write_leaves_nothing_behind(error: Exception, django_user_model: type) -> None:
    def view(request: object) -> HttpResponse:
        django_user_model.objects.create_user("half", "half@city.example")
        middleware.process_exception(request, error)  # what the handler does when a view raises
        return HttpResponse(status=500 if isinstance(error, RuntimeError) else 404)

    middleware = AtomicWrites(view)
    middleware(RequestFactory().post("/"))
    assert not django_user_model.objects.filter(username="half").exists()


@pytest.mark.django_db
def test_other_middleware_still_hears_of_a_views_exception(client: Client) -> None:
    """The account library answers "sign in again" by an exception; a transaction around the view must not hide it."""
    answer = client.post("/accounts/2fa/recovery-codes/generate/")
    assert answer.status_code == 302


@pytest.mark.trust("T34")
def test_what_a_visitor_typed_stays_on_one_log_line() -> None:
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "q=%s", ("a\r\n2026 INFO forged\x1b[31m",), None)
    line = OneLine("%(message)s").format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    assert "forged" in line


@pytest.mark.trust("S14")
@pytest.mark.django_db
def test_staff_without_a_second_factor_are_sent_to_set_one_up(
    client: Client, django_user_model: type, settings: object
) -> None:
    settings.STAFF_SECOND_FACTOR = True  # type: ignore[attr-defined]
    client.force_login(django_user_model.objects.create_superuser("root", "root@site.example"))
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


@pytest.mark.trust("T17")
@pytest.mark.django_db
def test_the_admins_own_login_page_is_closed(client: Client) -> None:
    answer = client.get("/admin/login/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_a_page_of_the_site_keeps_its_own_refusal(client: Client) -> None:
    answer = client.post("/guidelines/")
    assert (answer.status_code, answer.headers["Content-Type"]) != (405, "application/problem+json")
    assert client.head("/api/v1/openapi.json").status_code == 200
