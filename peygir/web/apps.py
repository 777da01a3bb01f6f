"""Django's handle on the web package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "peygir.web"
