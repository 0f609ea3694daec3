"""Addresses of the room "guidelines"."""

from django.urls import URLPattern, URLResolver

app_name = "guidelines"
urlpatterns: list[URLPattern | URLResolver] = []
