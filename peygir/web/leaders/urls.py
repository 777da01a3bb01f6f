"""The URLs of the pages for the mayor and the deputies, and of alarms."""

from django.urls import path

from peygir.web.leaders.alarms import alarm, alarms
from peygir.web.leaders.city_page import city_brief, city_page
from peygir.web.leaders.orders import city_order, city_orders

urlpatterns = [
    path("desk/alarms/", alarms, name="alarms"),
    path("desk/alarms/<int:alarm_id>/", alarm, name="alarm"),
    path("desk/city/", city_page, name="city_page"),
    path("desk/city/brief/", city_brief, name="city_brief"),
    path("desk/city/orders/", city_orders, name="city_orders"),
    path("desk/city/<str:code>/<str:kind>/", city_order, name="city_order"),
]
