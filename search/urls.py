"""Addresses of the room "search"."""

from django.urls import URLPattern, URLResolver, path, re_path

from search import views

app_name = "search"
urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", views.page, name="page"),
    path("search/suggest", views.suggest, name="suggest"),
    re_path(r"^search\.(?P<extension>json|csv|atom)$", views.results, name="results"),
    re_path(r"^search/\.(?P<extension>json|csv|atom)$", views.results, name="results_below"),
]
