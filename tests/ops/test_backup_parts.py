"""Parts of a backup: tables that stay out, entries of a dump that are refused, files that change while read."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from peygir.ops import dump
from peygir.ops.backups import archive
from peygir.ops.backups.restoring import check_backup


def test_what_stays_out_of_it_are_tables_of_ours() -> None:
    ours = {model._meta.db_table for model in apps.get_models()}
    assert set(dump.WITHOUT_ROWS) <= ours


@pytest.mark.parametrize("entry", ["EVENT TRIGGER", "FOREIGN TABLE", "PUBLICATION", "ACL", "PROCEDURAL LANGUAGE"])
def test_a_dump_that_holds_more_than_ours_is_refused(entry: str) -> None:
    ours = "; comment\n1; 2615 2200 EXTENSION - pg_trgm \n2; 1259 16400 TABLE public cases_case peygir_owner\n"
    assert dump.what_to_restore(ours) == "2; 1259 16400 TABLE public cases_case peygir_owner\n"
    with pytest.raises(dump.DumpHoldsMore):
        dump.what_to_restore(f"{ours}3; 1259 16401 {entry} public more peygir_owner\n")
    with pytest.raises(dump.DumpHoldsMore):
        dump.what_to_restore(f"{ours}3; 1259 16401 TABLE pg_catalog more peygir_owner\n")


class Growing(io.BytesIO):
    """A file that another process writes to while it is read."""

    def read(self, size: int | None = -1) -> bytes:
        place = self.tell()
        self.seek(0, io.SEEK_END)
        self.write(b"more\n")
        self.seek(place)
        return super().read(size)


@pytest.mark.parametrize("size", [10, archive.PART + 5])
@pytest.mark.parametrize("change", [Growing, lambda data: io.BytesIO(data[: len(data) // 2])])
def test_a_file_that_grows_or_shrinks_meanwhile_is_kept_as_it_was_read(
    tmp_path: Path, size: int, change: Callable[[bytes], Any]
) -> None:
    data = b"y" * size
    target = tmp_path / "city"
    with target.open("wb") as file:
        writer = archive.Writer(file, archive.Header("now", "1", (), {}))
        list(writer.add_dump(io.BytesIO(b"dump")))
        writer.add_file("outbox/sms.jsonl", change(data), size)
        writer.finish()
    [kept] = check_backup(target).files
    assert kept.kept == (size if change is Growing else size // 2)
