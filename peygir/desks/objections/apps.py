"""Django's handle on the objections package."""

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    name = "peygir.desks.objections"
    label = "objections"
