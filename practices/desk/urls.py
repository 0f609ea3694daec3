"""Addresses of the city desk."""

from django.urls import path

from practices.desk import people_views, views

urlpatterns = [
    path("desk/", views.home, name="desk"),
    path("desk/cities/<int:city_pk>/new/", views.new, name="desk_new"),
    path("desk/cities/<int:city_pk>/people/", people_views.city_people, name="desk_people"),
    path("desk/roles/<int:pk>/end/", people_views.end_role, name="desk_end_role"),
    path("desk/join/<str:token>/", people_views.join, name="desk_join"),
    path("desk/practices/<int:pk>/", views.practice, name="desk_practice"),
    path("desk/practices/<int:pk>/steps/<slug:code>/", views.step, name="desk_step"),
    path("desk/questions/<int:pk>/", views.remark, name="desk_remark"),
    path("desk/practices/<int:pk>/<slug:verb>/", views.act, name="desk_act"),
]
