"""Name the locked packages that a known advisory concerns, by a database of advisories (docs/security.md).

The database is a folder or an archive (zip, tar) of files in the OSV format, such as a copy of
https://github.com/pypa/advisory-database or an archive of https://osv.dev. Nothing is fetched.
"""

import argparse
from pathlib import Path

NEEDS = "nothing"
CONCERNED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the database, and advisories that were judged already."""
    parser.add_argument("--advisories", type=Path, required=True, metavar="PLACE", help="a folder, a zip or a tar")
    parser.add_argument("--except", dest="judged", action="append", default=[], metavar="ID", help="one judged before")


def run(args: argparse.Namespace) -> int:
    """Print each concern and what was looked at; 1 if there is a concern."""
    from lab.advisories import audited, locked_packages
    from peygir.ops import paths

    packages = locked_packages(paths.ROOT)
    outcome = audited(packages, args.advisories)
    concerns = [one for one in outcome.concerns if not {one.advisory, *one.aliases} & set(args.judged)]
    for concern in concerns:
        print(f"{concern.package.name} {concern.package.version} ({', '.join(sorted(packages[concern.package]))})")
        print(f"  {' = '.join((concern.advisory, *concern.aliases))}  {concern.severity or 'severity not stated'}")
        print(f"  {concern.summary}\n  fixed in: {', '.join(concern.fixed) or '–'}")
    print(
        f"{len(packages)} packages; {outcome.read} advisories, the newest of {outcome.newest or '?'}; {outcome.of_ours}"
        f" name a package of ours; {len(concerns)} concern a locked version"
    )
    return CONCERNED if concerns else 0
