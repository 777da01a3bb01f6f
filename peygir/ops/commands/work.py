"""Work off the jobs that events and messages leave behind, until stopped."""

import argparse
import asyncio


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many at once, and when to end."""
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (2)")
    parser.add_argument("--once", action="store_true", help="end when no job is left")


def run(args: argparse.Namespace) -> int:
    """Work; exit code 1 when the database went away, so that a supervisor starts it again."""
    import psycopg
    from procrastinate.exceptions import ConnectorException

    from peygir.ops import logs
    from peygir.ops.lifelines import die_with_parent
    from peygir.ops.worker import work

    die_with_parent()
    logs.configure("worker")
    try:
        asyncio.run(work(concurrency=args.concurrency, wait=not args.once))
    except (ConnectorException, psycopg.OperationalError) as failure:
        logs.logger(__name__).warning("database_went_away", words=str(failure).strip())
        return 1
    return 0
