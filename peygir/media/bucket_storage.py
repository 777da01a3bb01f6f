"""Django's storage of an S3-compatible bucket, for installations with the extra `s3`."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.media.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.files.base import File


class StorageIsAway(Unavailable):
    """The bucket does not answer, or refuses what it was asked."""

    message = _("The storage of photos and files does not answer. Nothing was saved; please try again in a minute.")
    retry_after: ClassVar[int] = 60


class BucketStorage(S3Storage):  # type: ignore[misc] # the package carries no types
    """A private bucket. Its files are served by the application alone, so none has a public address."""

    def __init__(self, *, path_style: bool = True, **options: Any) -> None:
        # Checksums beyond S3's original ones are unknown to several servers that speak its protocol.
        config = Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 3, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path" if path_style else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(
            client_config=config, default_acl=None, file_overwrite=True, max_memory_size=1024 * 1024, **options
        )

    def exists(self, name: str) -> bool:
        """Whether the bucket has this name. Raises StorageIsAway."""
        with answering():
            return bool(super().exists(name))

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        with answering():
            file: File[Any] = super()._open(name, mode)
            file.file  # noqa: B018 - downloads now, so that a failure is raised here
            return file

    def _save(self, name: str, content: File[Any]) -> str:
        with answering():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Delete a file; a missing one is no error. Raises StorageIsAway."""
        with answering():
            super().delete(name)

    @contextmanager
    def local_copy(self, name: str) -> Iterator[Path]:
        """Yield the path of a temporary copy. Raises FileNotFoundError, StorageIsAway."""
        suffix = Path(name).suffix
        with self.open(name) as source, tempfile.NamedTemporaryFile(suffix=suffix, dir=scratch()) as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield Path(copy.name)

    def names_before(self, moment: datetime, *, suffix: str) -> list[str]:
        """Names with this suffix stored before a moment. Raises StorageIsAway."""
        prefix = f"{self.location}/" if self.location else ""
        with answering():
            listed = [(entry.key, entry.last_modified) for entry in self.bucket.objects.filter(Prefix=prefix)]
        return sorted(key.removeprefix(prefix) for key, at in listed if key.endswith(suffix) and at < moment)

    def sizes_below(self, folder: str) -> list[tuple[str, int]]:
        """Names in a folder, as the storage takes them, with their bytes, sorted. Raises StorageIsAway."""
        place = f"{self.location}/" if self.location else ""
        return [(name.removeprefix(place), size) for name, size in self.names_and_sizes(f"{place}{folder}/")]

    def names_and_sizes(self, prefix: str) -> list[tuple[str, int]]:
        """Names that begin with a prefix, with their bytes, sorted. Raises StorageIsAway."""
        with answering():
            return sorted((entry.key, entry.size) for entry in self.bucket.objects.filter(Prefix=prefix))


@contextmanager
def answering() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as failure:
        raise StorageIsAway() from failure
