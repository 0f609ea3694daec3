"""Addresses of the room "cities"."""

from django.urls import URLPattern, URLResolver, path

from cities import views

app_name = "cities"
urlpatterns: list[URLPattern | URLResolver] = [
    path("places/suggest", views.suggest_places, name="suggest_places"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
]
