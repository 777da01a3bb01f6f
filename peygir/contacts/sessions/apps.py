"""Django's handle on the live sessions, an app of its own inside the contacts' desk."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "peygir.contacts.sessions"
    label = "livesessions"
