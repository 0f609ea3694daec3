"""Addresses of the exchange."""

from django.urls import URLPattern, URLResolver, path

from network.views import (
    changes,
    contents,
    coordinator,
    importing,
    links,
    market,
    places,
    public,
    reports,
    rooms,
    survey,
    workbench,
)

app_name = "network"
EVERYBODY: list[URLPattern | URLResolver] = [
    path("network/how-matching-works/", public.how, name="how"),
    path("network/stories/", public.stories, name="stories"),
    path("network/stories/<int:pk>/", public.story, name="story"),
    path("network/link/<slug:purpose>/<str:token>/", links.by_link, name="by_link"),
]
PLACES: list[URLPattern | URLResolver] = [
    path("network/", coordinator.home, name="home"),
    path("network/programmes/<int:pk>/", places.programme, name="programme"),
    path("network/programmes/<int:pk>/join/", places.join, name="join"),
    path("network/programmes/<int:programme_pk>/rounds/new/", coordinator.new_round, name="new_round"),
    path("network/memberships/<int:pk>/", places.membership, name="membership"),
    path("network/memberships/<int:pk>/consent/", places.membership_consent, name="membership_consent"),
    path("network/memberships/<int:pk>/note/", places.note_place, name="note_place"),
    path("network/memberships/<int:pk>/leave/", places.leave, name="leave"),
    path("network/memberships/<int:pk>/monitor/", places.monitor, name="monitor"),
]
ROUNDS: list[URLPattern | URLResolver] = [
    path("network/rounds/<int:pk>/", coordinator.round_board, name="round"),
    path("network/rounds/<int:pk>/move/", coordinator.move, name="move"),
    path("network/rounds/<int:pk>/remind/", coordinator.remind, name="remind"),
    path("network/rounds/<int:pk>/exchanges.csv", coordinator.round_table, name="round_csv"),
    path("network/rounds/<int:pk>/report/", reports.round_report, name="round_report"),
    path("network/rounds/<int:pk>/trail/", reports.audit, name="audit"),
    path("network/rounds/<int:pk>/import/", importing.import_answers, name="import_answers"),
    path("network/rounds/<int:pk>/import/template.xlsx", importing.template, name="import_template"),
    path("network/rounds/<int:pk>/market/", market.market, name="market"),
    path("network/rounds/<int:pk>/market/cards/", market.cards, name="market_cards"),
    path("network/rounds/<int:pk>/market/bundle.zip", market.bundle, name="market_bundle"),
    path("network/rounds/<int:pk>/market/mark/", market.mark, name="market_mark"),
    path("network/rounds/<int:round_pk>/answers/<int:membership_pk>/", survey.answer, name="survey"),
    path("network/rounds/<int:round_pk>/answers/<int:membership_pk>/consent/", survey.consent, name="consent"),
    path("network/rounds/<int:round_pk>/answers/<int:membership_pk>/<slug:page>/", survey.answer, name="survey_page"),
]
WORKBENCH: list[URLPattern | URLResolver] = [
    path("network/rounds/<int:pk>/workbench/", workbench.bench, name="workbench"),
    path("network/rounds/<int:pk>/workbench/run/", workbench.run, name="run"),
    path("network/rounds/<int:pk>/workbench/progress.json", workbench.progress, name="progress"),
    path("network/rounds/<int:pk>/workbench/stop/", workbench.stop, name="stop"),
    path("network/rounds/<int:pk>/workbench/choose/", workbench.choose, name="choose"),
    path("network/rounds/<int:pk>/workbench/rule/", workbench.rule, name="rule"),
    path("network/rounds/<int:pk>/workbench/try/", changes.try_out, name="try"),
    path("network/rounds/<int:pk>/workbench/repair/", changes.repair, name="repair"),
    path("network/rounds/<int:pk>/workbench/change/", changes.change, name="change"),
    path("network/rules/<int:pk>/undo/", workbench.undo_rule, name="undo_rule"),
    path("network/rules/<int:pk>/redo/", changes.redo_rule, name="redo_rule"),
    path("network/proposals/<int:pk>/", workbench.group, name="group"),
    path("network/proposals/<int:pk>/invite/", workbench.invite, name="invite"),
    path("network/proposals/<int:pk>/note/", contents.note, name="note"),
]
ROOMS: list[URLPattern | URLResolver] = [
    path("network/exchanges/<int:pk>/", rooms.room, name="exchange"),
    path("network/exchanges/<int:pk>/scope/", rooms.scope, name="scope"),
    path("network/exchanges/<int:pk>/meet/", rooms.meet, name="meet"),
    path("network/exchanges/<int:pk>/promise/", rooms.promise, name="promise"),
    path("network/exchanges/<int:pk>/files/", rooms.upload, name="upload"),
    path("network/exchanges/<int:pk>/close/", rooms.close, name="close"),
    path("network/exchanges/<int:pk>/link/", contents.link, name="link"),
    path("network/exchanges/<int:pk>/pulse/", contents.pulse, name="pulse"),
    path("network/exchanges/<int:pk>/facilitator/", contents.facilitate, name="facilitate"),
    path("network/exchanges/<int:pk>/story/", contents.write_story, name="write_story"),
    path("network/exchanges/<int:pk>/review/", contents.review, name="review"),
    path("network/exchanges/<int:pk>/report/", reports.exchange_report, name="exchange_report"),
    path("network/links/<int:pk>/remove/", contents.unlink, name="unlink"),
    path("network/actions/<int:pk>/", rooms.update_action, name="update_action"),
    path("network/checks/<int:pk>/", contents.report_check, name="report_check"),
    path("network/files/<int:pk>/", rooms.download, name="file"),
    path("network/files/<int:pk>/remove/", contents.remove_file, name="remove_file"),
    path("network/meetings/<int:pk>.ics", rooms.meeting_ics, name="meeting_ics"),
    path("network/meetings/<int:pk>/minutes/", contents.minutes, name="minutes"),
]
urlpatterns = [*EVERYBODY, *PLACES, *ROUNDS, *WORKBENCH, *ROOMS]
