"""Chooses a test run's database before Django reads its settings: DATABASE_URL, or an embedded server.

Loaded early by pytest (`-p tests.server`). The server starts with the first test that asks for a database.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from peygir.ops.accounts import database_account
from peygir.ops.cluster import APP, cluster_of
from peygir.ops.database import NAME
from peygir.ops.paths import make_home

HOME = Path(tempfile.mkdtemp(prefix="peygir-test-"))
HOME.chmod(0o711)  # the unprivileged account that root lends to the server passes through
make_home(HOME)

os.environ["PEYGIR_HOME"] = str(HOME)
os.environ["PEYGIR_SECRET_KEY"] = "only-for-tests"
if not (url := os.environ.get("DATABASE_URL")):
    # The tests run as the role that web and worker have; tests/conftest.py makes their tables as another.
    url = cluster_of(HOME, database_account()).url(NAME, role=APP)
os.environ["PEYGIR_DATABASE_URL"] = url

atexit.register(shutil.rmtree, HOME, ignore_errors=True)
