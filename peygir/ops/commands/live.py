"""Serve the live stream on this machine alone; pages, worker and clock run on others."""

import argparse

NEEDS = "nothing"
PORT = 8138


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on ({PORT})")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from peygir.ops.alone import serve_alone, told

    return serve_alone("live", host=args.host, port=args.port, announce=told("the live stream", args.host, args.port))
