"""The actions of the intake desk: receive a report, and re-encode its photos."""

from peygir.desks.intake.actions.photos import add_photos, fetch_media, prepare_photos
from peygir.desks.intake.actions.receiving import ReportReceipt, receive_report

__all__ = ["ReportReceipt", "add_photos", "fetch_media", "prepare_photos", "receive_report"]
