"""Django's handle on the package of the citizens' panel."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    name = "peygir.outlook.panel"
    label = "panel"
