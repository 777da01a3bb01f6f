"""Django's handle on the inquiries package."""

from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "peygir.desks.inquiries"
    label = "inquiries"
