"""Turns an ASGI scope and a body into the environ that a WSGI application reads."""

import sys
from collections.abc import Mapping
from typing import IO, Any, BinaryIO, Final
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

Environ = dict[str, Any]

_LONGEST_NAME: Final = 100
_OF_THE_BODY: Final = frozenset({"CONTENT_LENGTH", "TRANSFER_ENCODING", "EXPECT"})
_CONSTANT: Final[Environ] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
    "wsgi.file_wrapper": FileWrapper,
}


def environ_of(scope: Mapping[str, Any]) -> Environ:
    """Return the environ of a request without its body.

    Headers with an underscore in the name are dropped: in an environ they could not be told from those with a hyphen,
    and `X_Forwarded_For` would pass for a proxy's header.
    """
    environ = dict(_CONSTANT)
    path = unquote_to_bytes(scope["raw_path"]) if scope.get("raw_path") else str(scope["path"]).encode()
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ |= {
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": str(client[0]),
        "wsgi.url_scheme": scope["scheme"],
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper(), raw_value.decode("latin-1")
        if "_" in name or len(name) > _LONGEST_NAME:
            continue
        key = name.replace("-", "_")
        if key in _OF_THE_BODY:
            continue
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{';' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ


def with_body(environ: Environ, body: BinaryIO | IO[bytes], size: int) -> Environ:
    """Return the environ with a body of `size` bytes, from the current position of `body`."""
    environ["wsgi.input"] = body
    if size:
        environ["CONTENT_LENGTH"] = str(size)
    return environ
