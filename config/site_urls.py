"""Addresses of pages that compose several rooms and live in no page tree."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
