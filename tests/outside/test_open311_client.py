"""FixMyStreet's own Perl client (`perllib/Open311.pm`) reads and writes requests at our Open311 server."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.outside.systems import needs, program

pytestmark = needs("open311")


def test_the_client_loads() -> None:
    perllib = Path(os.environ["PEYGIR_FIXMYSTREET"]) / "perllib"
    done = subprocess.run(
        [program("perl"), f"-I{perllib}", "-MOpen311", "-e", "print Open311->can('get_service_list') ? 1 : 0"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "Can't locate" in done.stderr:
        pytest.skip(f"a Perl module is missing: {done.stderr.splitlines()[0][:120]}")
    assert done.stdout == "1", done.stderr
