"""Addresses of the room "practices"."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "practices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("practices.desk.urls")),
]
