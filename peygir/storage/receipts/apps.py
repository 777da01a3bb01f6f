"""The Django app configuration of the receipts package."""

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "peygir.storage.receipts"
    label = "receipts"
