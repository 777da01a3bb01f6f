"""Connect to other servers that speak Open311: cities whose reports are imported, and agencies that get theirs."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`take CODE URL --map 001=ASP-01` · `tell AGENCY URL --map '*=001'` · `stop CODE` · `ask`."""
    parser.add_argument("action", choices=["take", "tell", "stop", "ask"])
    parser.add_argument("code", nargs="?", default="", help="a source's own code, or an agency's code")
    parser.add_argument("url", nargs="?", default="", help="the endpoint, as its discovery names it")
    parser.add_argument("--jurisdiction", default="")
    parser.add_argument("--format", choices=["json", "xml"], default="json")
    parser.add_argument("--map", action="append", default=[], help="take: their service=our topic; tell: topic=service")
    parser.add_argument("--key-variable", default="", help="the variable of the environment that holds the api_key")
    parser.add_argument("--every", type=int, default=15, help="minutes between questions")


def run(args: argparse.Namespace) -> int:
    """Set, stop, or query everything that is due now."""
    from django.conf import settings

    from peygir.city.queries import agencies, current_city
    from peygir.core import clock
    from peygir.desks.intake.open311_import.actions import set_source, switch_source
    from peygir.desks.routing.actions import set_agency_endpoint
    from peygir.journey.clock import call_peers
    from peygir.people.rules import SYSTEM

    pairs = dict(pair.split("=", 1) for pair in args.map if "=" in pair)
    if args.action == "ask":
        print(call_peers(clock.now()))
    elif args.action == "stop":
        switch_source(args.code, is_on=False, by=SYSTEM)
    elif args.action == "take":
        set_source(
            settings.CITY,
            args.code,
            base_url=args.url,
            topics=pairs,
            jurisdiction=args.jurisdiction,
            media_type=args.format,
            every_minutes=args.every,
            by=SYSTEM,
        )
    else:
        found = [one.id for one in agencies(current_city(settings.CITY).id) if one.code == args.code]
        set_agency_endpoint(
            found[0] if found else 0,
            base_url=args.url,
            services=pairs,
            jurisdiction=args.jurisdiction,
            media_type=args.format,
            key_variable=args.key_variable,
            ask_minutes=args.every,
            by=SYSTEM,
        )
    return 0
