"""Makes `python -m peygir.ops COMMAND` run a command."""

import sys

from peygir.ops.cli import main

if __name__ == "__main__":
    sys.exit(main())
