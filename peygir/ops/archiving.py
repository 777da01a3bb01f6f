"""PostgreSQL's settings for archiving its log, if the city has a second place for it (PEYGIR_RECOVERY)."""

import os
from pathlib import Path
from typing import Final

SETTING: Final = "PEYGIR_RECOVERY"
SEGMENT_SECONDS: Final = 60
"""A segment of the log is closed and archived at the latest after so long, if anything was written in it."""


def archive_of(place: Path) -> Path:
    """Return the folder, beside a cluster's data, into which PostgreSQL archives."""
    return place / "recovery" / "archive"


def is_wanted() -> bool:
    """Whether the setting names a second place, and the embedded database is used."""
    return bool(os.environ.get(SETTING, "").strip()) and not os.environ.get("DATABASE_URL")


def archiving_lines(place: Path) -> str:
    """Return the lines of the configuration; without a second place none, since nobody would take the segments away.

    The library copies a segment, writes it to the disk and renames it, without a shell. Summaries of the log are what
    incremental base backups read.
    """
    if not is_wanted():
        return ""
    folder = str(archive_of(place)).replace("'", "''")
    return (
        f"archive_mode = on\narchive_library = 'basic_archive'\nbasic_archive.archive_directory = '{folder}'\n"
        f"archive_timeout = {SEGMENT_SECONDS}s\nsummarize_wal = on\n"
    )
