"""Addresses of the city desk."""

from django.urls import path

from practices.desk import living_views, people_views, profile_views, review_views, views
from practices.exchange_files import views as file_views

urlpatterns = [
    path("desk/", views.home, name="desk"),
    path("desk/cities/<int:city_pk>/new/", views.new, name="desk_new"),
    path("desk/cities/<int:city_pk>/profile/", profile_views.profile, name="desk_profile"),
    path("desk/cities/<int:city_pk>/profile/<slug:verb>/do/", profile_views.act, name="desk_profile_act"),
    path("desk/cities/<int:city_pk>/profile/<slug:code>/", profile_views.step, name="desk_profile_step"),
    path("desk/profiles/<int:pk>/seen/", profile_views.seen, name="desk_profile_seen"),
    path("desk/cities/<int:city_pk>/people/", people_views.city_people, name="desk_people"),
    path("desk/cities/<int:city_pk>/take-over/<int:practice_pk>/", views.take_over, name="desk_take_over"),
    path("desk/import/<int:city_pk>/", file_views.import_file, name="desk_import"),
    path("desk/form.xlsx", file_views.offline, name="desk_form"),
    path("desk/imports/<int:pk>/apply/", file_views.apply_import, name="desk_import_apply"),
    path("desk/cities/<int:city_pk>/export.<str:extension>", file_views.export_city, name="desk_export"),
    path("practices/template/<slug:kind>.<str:extension>", file_views.template, name="template"),
    path("practices/export.<str:extension>", file_views.export_search, name="export"),
    path("practices/<slug:code>/fit.<str:extension>", file_views.fit_document, name="fit_document"),
    path("practices/<slug:code>.<str:extension>", file_views.document, name="document"),
    path("desk/roles/<int:pk>/end/", people_views.end_role, name="desk_end_role"),
    path("desk/join/<str:token>/", people_views.join, name="desk_join"),
    path("desk/reviews/", review_views.queue, name="reviews"),
    path("desk/reviews/<int:pk>/", review_views.review, name="review"),
    path("desk/reviews/<int:pk>/advice/", review_views.advise, name="review_advise"),
    path("desk/reviews/<int:pk>/conflict/", review_views.decline, name="review_decline"),
    path("desk/reviews/<int:pk>/question/", review_views.ask, name="review_ask"),
    path("desk/reviews/<int:pk>/assign/", review_views.assign, name="review_assign"),
    path("desk/reviews/<int:pk>/decision/", review_views.decide, name="review_decide"),
    path("desk/practices/<int:pk>/", views.practice, name="desk_practice"),
    path("desk/reviews/<int:pk>/grade/", review_views.grade, name="review_grade"),
    path("desk/reviews/<int:pk>/signing-link/", living_views.send_link, name="review_signing_link"),
    path("desk/disputes/<int:pk>/", living_views.answer_dispute, name="review_dispute"),
    path("desk/due/", living_views.stale, name="desk_due"),
    path("desk/write-for/", living_views.write_for, name="desk_write_for"),
    path("desk/still-true/<str:token>/", living_views.still_true, name="desk_still_true"),
    path("desk/sign/<str:token>/", living_views.sign_link, name="desk_sign_link"),
    path("desk/adopt/<slug:code>/", living_views.adopt, name="desk_adopt"),
    path("desk/practices/<int:pk>/still-true/", living_views.confirm, name="desk_confirm"),
    path("desk/practices/<int:pk>/dispute/", living_views.dispute, name="desk_dispute"),
    path("desk/practices/<int:pk>/read/", views.read, name="desk_read"),
    path("desk/practices/<int:pk>/steps/<slug:code>/", views.step, name="desk_step"),
    path("desk/questions/<int:pk>/", views.remark, name="desk_remark"),
    path("desk/practices/<int:pk>/<slug:verb>/", views.act, name="desk_act"),
]
