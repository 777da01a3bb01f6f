"""Django's handle on the pages of the citizens' panel, whose label differs from that of its tables."""

from django.apps import AppConfig


class PanelPagesConfig(AppConfig):
    name = "peygir.web.panel"
    label = "panel_pages"
