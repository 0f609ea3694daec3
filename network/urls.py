"""Addresses of the exchange."""

from django.urls import URLPattern, URLResolver, path

from network.views import coordinator, links, rooms, survey, workbench

app_name = "network"
urlpatterns: list[URLPattern | URLResolver] = [
    path("network/", coordinator.home, name="home"),
    path("network/programmes/<int:programme_pk>/rounds/new/", coordinator.new_round, name="new_round"),
    path("network/rounds/<int:pk>/", coordinator.round_board, name="round"),
    path("network/rounds/<int:pk>/move/", coordinator.move, name="move"),
    path("network/rounds/<int:pk>/remind/", coordinator.remind, name="remind"),
    path("network/rounds/<int:pk>/exchanges.csv", coordinator.round_report, name="round_csv"),
    path("network/rounds/<int:pk>/workbench/", workbench.bench, name="workbench"),
    path("network/rounds/<int:pk>/workbench/run/", workbench.run, name="run"),
    path("network/rounds/<int:pk>/workbench/progress.json", workbench.progress, name="progress"),
    path("network/rounds/<int:pk>/workbench/stop/", workbench.stop, name="stop"),
    path("network/rounds/<int:pk>/workbench/choose/", workbench.choose, name="choose"),
    path("network/rounds/<int:pk>/workbench/rule/", workbench.rule, name="rule"),
    path("network/rules/<int:pk>/undo/", workbench.undo_rule, name="undo_rule"),
    path("network/proposals/<int:pk>/", workbench.group, name="group"),
    path("network/proposals/<int:pk>/invite/", workbench.invite, name="invite"),
    path("network/rounds/<int:round_pk>/answers/<int:membership_pk>/", survey.answer, name="survey"),
    path("network/rounds/<int:round_pk>/answers/<int:membership_pk>/consent/", survey.consent, name="consent"),
    path("network/rounds/<int:round_pk>/answers/<int:membership_pk>/<slug:page>/", survey.answer, name="survey_page"),
    path("network/exchanges/<int:pk>/", rooms.room, name="exchange"),
    path("network/exchanges/<int:pk>/scope/", rooms.scope, name="scope"),
    path("network/exchanges/<int:pk>/meet/", rooms.meet, name="meet"),
    path("network/exchanges/<int:pk>/promise/", rooms.promise, name="promise"),
    path("network/exchanges/<int:pk>/files/", rooms.upload, name="upload"),
    path("network/exchanges/<int:pk>/close/", rooms.close, name="close"),
    path("network/actions/<int:pk>/", rooms.update_action, name="update_action"),
    path("network/files/<int:pk>/", rooms.download, name="file"),
    path("network/meetings/<int:pk>.ics", rooms.meeting_ics, name="meeting_ics"),
    path("network/link/<slug:purpose>/<str:token>/", links.by_link, name="by_link"),
]
