"""Django's handle on the people package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "peygir.people"
