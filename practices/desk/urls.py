"""Addresses of the city desk."""

from django.urls import path

from practices.desk import views

urlpatterns = [
    path("desk/", views.home, name="desk"),
    path("desk/cities/<int:city_pk>/new/", views.new, name="desk_new"),
    path("desk/practices/<int:pk>/", views.practice, name="desk_practice"),
    path("desk/practices/<int:pk>/steps/<slug:code>/", views.step, name="desk_step"),
    path("desk/questions/<int:pk>/", views.remark, name="desk_remark"),
    path("desk/practices/<int:pk>/<slug:verb>/", views.act, name="desk_act"),
]
