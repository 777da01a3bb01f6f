"""Django's handle on the partners package."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "peygir.desks.partners"
    label = "partners"
