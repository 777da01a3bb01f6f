"""Django's handle on the honours package."""

from django.apps import AppConfig


class HonoursConfig(AppConfig):
    name = "peygir.outlook.honours"
    label = "honours"
