"""The URLs of the pages for the mayor and the deputies, of alarms, and of what is estimated each week."""

from django.urls import path

from peygir.web.leaders.alarms import alarm, alarms
from peygir.web.leaders.city_page import city_brief, city_page
from peygir.web.leaders.demand import demand
from peygir.web.leaders.forecast import forecast
from peygir.web.leaders.orders import city_order, city_orders

urlpatterns = [
    path("desk/alarms/", alarms, name="alarms"),
    path("desk/alarms/<int:alarm_id>/", alarm, name="alarm"),
    path("desk/demand/", demand, name="demand"),
    path("desk/forecast/", forecast, name="next_weeks"),
    path("desk/city/", city_page, name="city_page"),
    path("desk/city/brief/", city_brief, name="city_brief"),
    path("desk/city/orders/", city_orders, name="city_orders"),
    path("desk/city/<str:code>/<str:kind>/", city_order, name="city_order"),
]
