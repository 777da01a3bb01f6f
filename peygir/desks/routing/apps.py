"""Django's handle on the routing package."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "peygir.desks.routing"
    label = "routing"
