"""The orders in which a list of cases may stand, by name."""

from typing import Any, Final

from django.db.models import F

ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "due": ("due_at", "id"),
    "due_last": (F("due_at").desc(nulls_last=True), "-id"),
    "new": ("-opened_at", "-id"),
    "old": ("opened_at", "id"),
    "topic": (F("topic__code").asc(nulls_last=True), "due_at", "id"),
    "place": (F("neighbourhood__name_fa").asc(nulls_last=True), "due_at", "id"),
    "state": ("state", "due_at", "id"),
    "with": (F("assignee__name_fa").asc(nulls_last=True), "unit_id", "due_at", "id"),
}
"""Those by a column keep the soonest due first among equals."""
