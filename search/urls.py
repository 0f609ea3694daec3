"""Addresses of the room "search"."""

from django.urls import URLPattern, URLResolver, path, re_path

from search import saved_views, views

app_name = "search"
urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", views.page, name="page"),
    path("search/suggest", views.suggest, name="suggest"),
    path("search/clicked", views.clicked, name="clicked"),
    path("search/calls/", views.calls, name="calls"),
    path("search/saved/", saved_views.saved, name="saved"),
    path("search/save", saved_views.save, name="save"),
    path("search/saved/<int:key>/", saved_views.change, name="change_saved"),
    path("search/unsubscribe/<str:token>/", saved_views.unsubscribe, name="unsubscribe"),
    re_path(r"^search\.(?P<extension>json|csv|atom)$", views.results, name="results"),
    re_path(r"^search/\.(?P<extension>json|csv|atom)$", views.results, name="results_below"),
]
