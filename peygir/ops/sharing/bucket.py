"""The shared files in the bucket, in the folder `home` beside the uploads."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from peygir.media.bucket_storage import BucketStorage, answering
from peygir.media.storage_settings import bucket_options

FOLDER: Final = "home"


class SharedBucket:
    """The bucket of an environment. Every method raises StorageIsAway where it does not answer."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        prefix = environment.get("PEYGIR_S3_PREFIX", "")
        self._place = f"{prefix}/{FOLDER}/" if prefix else f"{FOLDER}/"
        self._storage = BucketStorage(**bucket_options(environment["PEYGIR_S3_BUCKET"], environment))

    def tags(self) -> dict[str, str]:
        """Return the name of each file with a tag that changes with its content."""
        with answering():
            found = self._storage.bucket.objects.filter(Prefix=self._place)
            return {entry.key.removeprefix(self._place): str(entry.e_tag) for entry in found}

    def read(self, name: str) -> bytes:
        """Return a small file's content."""
        with answering():
            return bytes(self._object(name).get()["Body"].read())

    def fetch(self, name: str, target: Path) -> str:
        """Write a file's content to `target`; returns its tag."""
        with answering(), target.open("wb") as file:
            found = self._object(name).get()
            shutil.copyfileobj(found["Body"], file)
            return str(found["ETag"])

    def put(self, name: str, source: Path) -> str:
        """Store a file; returns its tag."""
        with answering(), source.open("rb") as file:
            return str(self._object(name).put(Body=file)["ETag"])

    def delete(self, name: str) -> None:
        """Delete a file."""
        self._storage.delete(f"{self._place}{name}")

    def close(self) -> None:
        """Close the connections to the store."""
        self._storage.connection.meta.client.close()

    def _object(self, name: str) -> Any:
        return self._storage.bucket.Object(f"{self._place}{name}")
