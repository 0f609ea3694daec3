"""Addresses of the room. A provision's slug is what is printed ("26.f.i"); named pages come before it."""

from django.urls import URLPattern, URLResolver, path, register_converter

from guidelines.views import reading, vocabulary


class SlugOfAddress:
    """ "26.f.i.3", "22~2.a", "annex-1.4": never one of the named pages, whose names are longer words without dots."""

    regex = r"[A-Za-z0-9]+(?:[.~-][A-Za-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SlugOfAddress, "address")

app_name = "guidelines"
urlpatterns: list[URLPattern | URLResolver] = [
    path("themes/", vocabulary.theme_index, name="themes"),
    path("themes/<slug:code>/", vocabulary.theme, name="theme"),
    path("sdgs/", vocabulary.sdg_index, name="sdgs"),
    path("sdgs/<str:goal>/", vocabulary.sdg_goal, name="sdg_goal"),
    path("sdgs/<str:goal>/<str:target>/", vocabulary.sdg_target, name="sdg_target"),
    path("guidelines/<slug:code>/", reading.document, name="document"),
    path("guidelines/<slug:code>/versions/", reading.versions, name="versions"),
    path("guidelines/<slug:code>/versions/<int:number>/", reading.version, name="version"),
    path("guidelines/<slug:code>/versions/<int:number>/<address:slug>/", reading.version_provision, name="version_provision"),
    path("guidelines/<slug:code>/on/<str:day>/", reading.as_of, name="as_of"),
    path("guidelines/<slug:code>/compare/", reading.compare, name="compare"),
    path("guidelines/<slug:code>/permanent/<address:key>/", reading.permanent, name="permanent"),
    path("guidelines/<slug:code>/<address:slug>/", reading.provision, name="provision"),
    path("guidelines/<slug:code>/<address:slug>/history/", reading.history, name="history"),
]
