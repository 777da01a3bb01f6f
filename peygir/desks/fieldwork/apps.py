"""Django's handle on the fieldwork package."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "peygir.desks.fieldwork"
    label = "fieldwork"
