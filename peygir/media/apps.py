"""Django's configuration of the media package."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "peygir.media"
