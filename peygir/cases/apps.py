"""Django's handle on the cases package."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "peygir.cases"
