"""Addresses of the city desk."""

from django.urls import path

from practices.desk import people_views, review_views, views

urlpatterns = [
    path("desk/", views.home, name="desk"),
    path("desk/cities/<int:city_pk>/new/", views.new, name="desk_new"),
    path("desk/cities/<int:city_pk>/people/", people_views.city_people, name="desk_people"),
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
    path("desk/practices/<int:pk>/steps/<slug:code>/", views.step, name="desk_step"),
    path("desk/questions/<int:pk>/", views.remark, name="desk_remark"),
    path("desk/practices/<int:pk>/<slug:verb>/", views.act, name="desk_act"),
]
