"""Hashes stored pictures anew after the method has changed, some hundreds in each job."""

from typing import Final

from peygir.media import actions as media
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

RENEW_LOOKS: Final = "renew_looks"
"""The name of `renew_looks` in jobs; they have no file."""
_BATCH: Final = 300


def plan_looks() -> None:
    """Leave a job for pictures whose hash was made by an earlier method."""
    add_jobs(RENEW_LOOKS, [0], queue=OUTSIDE_QUEUE)


def renew_looks() -> None:
    """Hash a batch of them anew, and leave a job for the rest."""
    if media.renew_looks(_BATCH):
        plan_looks()
