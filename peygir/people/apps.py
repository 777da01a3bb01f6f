"""Django's configuration of the people package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "peygir.people"
