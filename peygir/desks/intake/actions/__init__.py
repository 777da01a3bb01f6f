"""The actions of the intake desk: receive a report, re-encode its photos, and erase what is due."""

from peygir.desks.intake.actions.erasing import (
    erase_inbound,
    erase_mails_behind,
    erase_messages_of,
    erase_photos,
    erase_words_beside,
)
from peygir.desks.intake.actions.photos import add_photos, drop_files, examine_files, fetch_media, prepare_photos
from peygir.desks.intake.actions.receiving import ReportReceipt, receipt_of, receive_report

__all__ = [
    "ReportReceipt",
    "add_photos",
    "drop_files",
    "erase_inbound",
    "erase_mails_behind",
    "erase_messages_of",
    "erase_photos",
    "erase_words_beside",
    "examine_files",
    "fetch_media",
    "prepare_photos",
    "receipt_of",
    "receive_report",
]
