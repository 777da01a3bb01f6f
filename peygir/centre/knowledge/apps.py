"""Django's handle on the knowledge package."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "peygir.centre.knowledge"
    label = "knowledge"
