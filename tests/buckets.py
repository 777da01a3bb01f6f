"""A bucket as the storage of uploads: in moto's S3 server on a loopback socket, or in a real one by its address."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from peygir.media.storage_settings import storages_of

KEY, SECRET = "peygir-test", "peygir-test-secret"


@contextmanager
def s3_server() -> Iterator[tuple[str, ThreadedMotoServer]]:
    """A server with nothing in it; yields its address, and itself to be stopped early."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}", server
    finally:
        server.stop()


def storage_of(address: str, *, prefix: str = "city") -> dict[str, dict[str, Any]]:
    """Make a bucket, and return the setting STORAGES that keeps uploads in it."""
    name = f"uploads-{secrets.token_hex(6)}"  # moto keeps what it has for as long as the process lives
    client = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
    )
    client.create_bucket(Bucket=name)
    client.close()
    return storages_of(
        {
            "PEYGIR_S3_BUCKET": name,
            "PEYGIR_S3_ENDPOINT": address,
            "PEYGIR_S3_KEY": KEY,
            "PEYGIR_S3_SECRET": SECRET,
            "PEYGIR_S3_PREFIX": prefix,
        }
    )
