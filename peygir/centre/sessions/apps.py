"""Django's handle on the sessions package."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "peygir.centre.sessions"
    label = "livesessions"
