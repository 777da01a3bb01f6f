"""Serve the pages on this machine alone; live stream, worker and clock run on others."""

import argparse

from peygir.ops.commands import serve

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen, as for `serve`."""
    serve.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from peygir.ops.alone import serve_alone, told

    announce = told("pages", args.host, args.port)
    return serve_alone("web", host=args.host, port=args.port, workers=args.workers, announce=announce)
