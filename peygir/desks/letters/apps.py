"""Django's handle on the letters package."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "peygir.desks.letters"
    label = "letters"
