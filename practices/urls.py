"""Addresses of the room "practices"."""

from django.urls import URLPattern, URLResolver, include, path

from practices import views

app_name = "practices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("practices.desk.urls")),
    path("competencies/", views.competencies, name="competencies"),
    path("practices/", views.everything, name="all"),
    path("practices/undisclosed/<slug:public_id>/", views.undisclosed, name="undisclosed"),
    path("practices/<slug:code>/", views.by_code, name="practice"),
    path("practices/<slug:code>/fit/", views.fit, name="fit"),
]
