"""`./run import-records` in a process of its own, on the database that the environment names."""

import argparse
import os
import sys

import django


def main() -> int:
    """Run the command as its own process would."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "peygir.settings"
    django.setup()
    from peygir.ops.commands import import_records

    parser = argparse.ArgumentParser()
    import_records.add_arguments(parser)
    return import_records.run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
