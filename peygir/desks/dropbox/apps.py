"""Django's handle on the drop box."""

from django.apps import AppConfig


class DropBoxConfig(AppConfig):
    name = "peygir.desks.dropbox"
    label = "dropbox"
