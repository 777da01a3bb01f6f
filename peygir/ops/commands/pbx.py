"""Listen to the PBX (PEYGIR_PBX_URL) and store its calls as contacts, until stopped."""

import argparse
import asyncio
import signal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the environment names the PBX."""


def run(args: argparse.Namespace) -> int:
    """Listen; exit code 1 when the database connection was lost, so that a supervisor restarts it."""
    from django.conf import settings
    from django.db import InterfaceError, OperationalError

    from peygir.city import queries as city
    from peygir.gateways.ami.address import pbx_of_environment
    from peygir.ops import logs
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.schema_age import require_tables
    from peygir.telephony.bridge import Bridge
    from peygir.telephony.keeping import Keeper

    die_with_parent()
    logs.configure("pbx")
    require_tables()
    city_facts = city.current_city(settings.CITY)
    pbx = pbx_of_environment(city_facts.time_zone)
    keeper = Keeper(pbx, Bridge(city_facts.id, recordings=pbx.recordings))
    try:
        asyncio.run(_until_stopped(keeper))
    except (OperationalError, InterfaceError) as failure:
        logs.logger(__name__).warning("database_went_away", words=str(failure).strip())
        return 1
    return 0


async def _until_stopped(keeper: "object") -> None:
    from peygir.telephony.keeping import Keeper

    assert isinstance(keeper, Keeper)
    stopped = asyncio.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(what, stopped.set)
    await keeper.run(stopped)
