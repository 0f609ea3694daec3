"""Addresses of the room. A provision's slug is what is printed ("26.f.i"); named pages come before it."""

from django.urls import URLPattern, URLResolver, path, register_converter

from guidelines.views import (
    aligning,
    answers,
    asking,
    calls,
    contributors,
    coverage,
    deciding,
    docket,
    docket_lists,
    editions,
    editor,
    indicators,
    letters,
    local,
    reading,
    reviews,
    vocabulary,
    whole,
)


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
    path("indicators/", indicators.indicator_index, name="indicators"),
    path("indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("indicators/<str:code>/provisions/", indicators.attach, name="attach_indicator"),
    path("indicators/<str:code>/provisions/<int:pk>/", indicators.detach, name="detach_indicator"),
    path("guidelines/work/", editor.editor, name="editor"),
    path("guidelines/work/links/", editor.check_link, name="check_link"),
    path("guidelines/work/terms/", editor.check_terms, name="check_terms"),
    path("guidelines/calls/", calls.calls, name="calls"),
    path("guidelines/calls/<int:pk>/close/", calls.close, name="close_call"),
    path("guidelines/answers/<str:token>/", answers.answers, name="answers"),
    path("guidelines/answers/<str:token>/<address:key>/", answers.answer, name="answer"),
    path("guidelines/letters/<str:token>/", letters.no_letters, name="no_letters"),
    path("guidelines/letters/proposals/<str:token>/", letters.no_docket_letters, name="no_docket_letters"),
    path("guidelines/amendments/", docket_lists.every_docket, name="every_docket"),
    path("guidelines/<slug:code>/", reading.document, name="document"),
    path("guidelines/<slug:code>/amendments/", docket_lists.docket, name="docket"),
    path("guidelines/<slug:code>/amendments/publish/", docket.publish, name="publish_accepted"),
    path("guidelines/<slug:code>/amendments/<int:pk>/", docket.amendment, name="amendment"),
    path("guidelines/<slug:code>/amendments/<int:pk>/decision/", deciding.decide, name="decide"),
    path("guidelines/<slug:code>/amendments/<int:pk>/record/", deciding.prepare, name="prepare_decision"),
    path("guidelines/<slug:code>/amendments/<int:pk>/comments/", deciding.comment, name="comment"),
    path("guidelines/<slug:code>/text/published/", whole.whole_text, {"form": "published"}, name="published"),
    path("guidelines/<slug:code>/text/clean/", whole.whole_text, {"form": "clean"}, name="clean"),
    path("guidelines/<slug:code>/text/bracketed/", whole.whole_text, {"form": "bracketed"}, name="bracketed"),
    path("guidelines/<slug:code>/coverage/", coverage.coverage, name="coverage"),
    path("guidelines/<slug:code>/coverage.csv", coverage.coverage_csv, name="coverage_csv"),
    path("guidelines/<slug:code>/call/<address:key>/", calls.call, name="call"),
    path("guidelines/<slug:code>/reviews/", reviews.rounds, name="rounds"),
    path("guidelines/<slug:code>/reviews/new/", reviews.new_round, name="new_round"),
    path("guidelines/<slug:code>/reviews/<int:pk>/", reviews.review_round, name="round"),
    path("guidelines/<slug:code>/reviews/<int:pk>/conclude/", reviews.conclude, name="conclude"),
    path("guidelines/<slug:code>/reviews/<int:pk>/change/", reviews.change, name="change_round"),
    path("guidelines/<slug:code>/reviews/<int:pk>/reports/", reviews.answers, name="answers_of"),
    path("guidelines/<slug:code>/reviews/<int:pk>/ask/", asking.ask, name="ask"),
    path("guidelines/<slug:code>/reviews/<int:pk>/ask/summary/", asking.summary, name="ask_summary"),
    path("guidelines/<slug:code>/reviews/<int:pk>/by/<str:who>/", contributors.contributor, name="contributor"),
    path("guidelines/<slug:code>/reviews/<int:pk>/correct/", editions.correct, name="correct_report"),
    path("guidelines/<slug:code>/reviews/<int:pk>/editions/<int:number>/", editions.edition, name="edition"),
    path("guidelines/<slug:code>/reviews/<int:pk>/<address:key>/", reviews.report_on, name="report_on"),
    path("guidelines/<slug:code>/work/", editor.work, name="work"),
    path("guidelines/<slug:code>/work/upload/", aligning.upload, name="upload"),
    path("guidelines/<slug:code>/work/imports/<int:pk>/", aligning.align, name="align"),
    path(
        "guidelines/<slug:code>/work/imports/<int:pk>/corrections.json",
        aligning.corrections,
        name="corrections",
    ),
    path("guidelines/<slug:code>/work/edit/<address:key>/", editor.edit, name="edit"),
    path("guidelines/<slug:code>/localizes/", local.correspondence, name="correspondence"),
    path("guidelines/<slug:code>/versions/", reading.versions, name="versions"),
    path("guidelines/<slug:code>/versions/<int:number>/", reading.version, name="version"),
    path(
        "guidelines/<slug:code>/versions/<int:number>/<address:slug>/",
        reading.version_provision,
        name="version_provision",
    ),
    path("guidelines/<slug:code>/on/", reading.as_of, name="on_a_day"),
    path("guidelines/<slug:code>/on/<str:day>/", reading.as_of, name="as_of"),
    path("guidelines/<slug:code>/compare/", reading.compare, name="compare"),
    path("guidelines/<slug:code>/permanent/<address:key>/", reading.permanent, name="permanent"),
    path("guidelines/<slug:code>/<address:slug>/", reading.provision, name="provision"),
    path("guidelines/<slug:code>/<address:slug>/propose/", docket.propose, name="propose"),
    path("guidelines/<slug:code>/<address:slug>/history/", reading.history, name="history"),
    path(
        "guidelines/<slug:code>/<address:slug>/indicators/",
        indicators.attach_here,
        name="attach_here",
    ),
]
