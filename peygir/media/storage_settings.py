"""Django's setting STORAGES: uploads lie in the folder of the home or, by the environment, in a bucket."""

from collections.abc import Mapping
from typing import Any


def storages_of(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the setting; the variables PEYGIR_S3_… are described in docs/media.md."""
    bucket = environment.get("PEYGIR_S3_BUCKET", "")
    return {
        "default": _bucket(bucket, environment) if bucket else {"BACKEND": "peygir.media.folder_storage.FolderStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def _bucket(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    options = bucket_options(name, environment) | {"location": environment.get("PEYGIR_S3_PREFIX", "")}
    return {"BACKEND": "peygir.media.bucket_storage.BucketStorage", "OPTIONS": options}


def bucket_options(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what BucketStorage needs for a bucket at the city's store; the whole bucket, without a prefix."""
    return {
        "bucket_name": name,
        "endpoint_url": environment.get("PEYGIR_S3_ENDPOINT") or None,
        "access_key": environment.get("PEYGIR_S3_KEY") or None,
        "secret_key": environment.get("PEYGIR_S3_SECRET") or None,
        "region_name": environment.get("PEYGIR_S3_REGION") or "us-east-1",
        "path_style": environment.get("PEYGIR_S3_HOST_STYLE") != "1",
    }
