"""Addresses of pages that compose several rooms and live in no page tree."""

from django.urls import URLPattern, path

from config import site_views

urlpatterns: list[URLPattern] = [
    path("about/evidence/", site_views.about_evidence, name="about_evidence"),
    path("about/data/", site_views.about_data, name="about_data"),
    path("style-guide/", site_views.style_guide, name="style_guide"),
]
