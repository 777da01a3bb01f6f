"""A backup that a former version made, which this one does not read."""

import io
import tarfile
from pathlib import Path

import pytest

from peygir.ops.backups.archive import MadeByAFormerVersion
from peygir.ops.backups.restoring import check_backup


def test_a_backup_of_a_former_version_is_not_called_damaged(tmp_path: Path) -> None:
    file = tmp_path / "old.peygir"
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in (("manifest.json", b'{"format": 1, "members": []}'), ("database.dump", b"PGDMP")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with pytest.raises(MadeByAFormerVersion, match="with that version"):
        check_backup(file)
