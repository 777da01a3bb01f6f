"""Django's handle on the earlier package."""

from django.apps import AppConfig


class EarlierConfig(AppConfig):
    name = "peygir.desks.earlier"
    label = "earlier"
