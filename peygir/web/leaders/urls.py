"""The URLs of the pages for the mayor and the deputies."""

from django.urls import path

from peygir.web.leaders.city_page import city_brief, city_page
from peygir.web.leaders.orders import city_order, city_orders

urlpatterns = [
    path("desk/city/", city_page, name="city_page"),
    path("desk/city/brief/", city_brief, name="city_brief"),
    path("desk/city/orders/", city_orders, name="city_orders"),
    path("desk/city/<str:code>/<str:kind>/", city_order, name="city_order"),
]
