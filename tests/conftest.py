"""Fixtures of every test: the database server, and homes for tests that start one of their own."""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import rmtree
from types import SimpleNamespace
from typing import Any, Final

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from hypothesis import settings

from peygir.atlas.near_point import MAP_PRESENCE
from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.desks.routing.book import RULES
from peygir.history.actions import beat
from peygir.journey.vitals import CLOCK, WORKER
from peygir.ops.accounts import database_account
from peygir.ops.cluster import APP, LENT_PLACES, RECORD, SUPERUSER, cluster_of
from peygir.ops.database import running_database
from peygir.ops.roles import grant_if_needed
from peygir.outlook.scoring.models import ScoredMonth
from peygir.people.role_cache import ROLE_CACHE
from peygir.web.public.kept_pages import PAGES
from tests import base_state
from tests.homes import forget_durability, own_home, walk_migrations
from tests.schema import KeptSchema
from tests.scores import LivedMonth, close, decide_scheme, live_khordad
from tests.server import HOME
from tests.town import CODE, Town, TownClock, load_town
from tests.town import town as the_town

# Outside systems are tested where they are installed: ./run test --outside.
collect_ignore = [] if os.environ.get("PEYGIR_OUTSIDE") == "1" else ["outside"]

TESTS: Final = Path(__file__).parent
LONG: Final = ("test_permissions.py", "test_migrations.py", "test_hostile_forms.py", "test_architecture.py")

# A house that a test starts learns nothing by the way; who tests the reading brings phrases of their own.
os.environ["PEYGIR_READER"] = "off"
# Nobody is led to take up the second step first; who tests that demands it by the setting (see `_at_home`).
os.environ["PEYGIR_SECOND_STEP"] = "none"

# Quick and the same each time; with PEYGIR_THOROUGH=1 long and with fresh examples, for a night on a spare machine.
settings.register_profile("peygir", derandomize=True, deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("thorough" if os.environ.get("PEYGIR_THOROUGH") == "1" else "peygir")


def pytest_configure() -> None:
    """Let a test's client look a static file up when one is requested, not all of them when it is made."""
    django_settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_finish() -> None:
    """Keep what was imported and collected out of the garbage collector's rounds, and let there be fewer of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that start processes come first, and the longest one: at the end one worker would wait for the other."""
    items.sort(key=lambda item: not item.path.is_relative_to(TESTS / "ops") and item.path.name not in LONG)


@pytest.fixture(scope="session", autouse=True)
def ids_of_one_moment_differ() -> Iterator[None]:
    """No two ids are the same by chance: most tests stand at one moment, of which there are but four million."""
    drawn = count(secrets.randbits(22))
    with pytest.MonkeyPatch.context() as patched:
        # An odd factor: each number comes once in 2**bits, and they lie scattered as random ones do.
        scattered = SimpleNamespace(randbits=lambda bits: next(drawn) * 2_654_435_761 % 2**bits)
        patched.setattr("peygir.core.ids.secrets", scattered)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_database_is_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Delete the databases of homes in pytest's folders, which root's account lends a place outside of them."""
    yield
    for record in tmp_path_factory.getbasetemp().rglob(RECORD):
        place = Path(record.read_text(encoding="utf-8").partition("\n")[0])
        if place.is_relative_to(LENT_PLACES) and not (place / "data" / "postmaster.pid").exists():
            rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def kept_schema() -> Iterator[KeptSchema | None]:
    """The server of this run (see tests/server.py) is up until its end; None if it is one of somebody else's."""
    with running_database(HOME):
        if os.environ.get("DATABASE_URL"):
            yield None
        else:
            forget_durability(HOME)
            yield KeptSchema(cluster_of(HOME, database_account()))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(kept_schema: KeptSchema | None) -> None:
    """Before pytest-django makes the test database, the server is up and we are the role that may make one."""
    if kept_schema:
        connection.settings_dict["USER"] = SUPERUSER
        kept_schema.load()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, kept_schema: KeptSchema | None, django_db_blocker: Any) -> Iterator[None]:
    """The small town is loaded once, into the fresh test database, for all tests, which run as the web's role."""
    with django_db_blocker.unblock():
        maker = connection.settings_dict["USER"]
        if kept_schema:
            kept_schema.keep()
            grant_if_needed(APP)
            _become(APP)
        load_town()
        _become(maker)
        base_state.keep()
        _become(APP if kept_schema else maker)
    yield
    with django_db_blocker.unblock():
        _become(maker)


@pytest.fixture(scope="module")
def tables_owner(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests of a module run as a role that may do anything: for what only the database's owner could do."""
    with django_db_blocker.unblock():
        before = str(connection.settings_dict["USER"])
        _become(SUPERUSER if before == APP else before)
    yield
    with django_db_blocker.unblock():
        _become(before)


def _become(role: str) -> None:
    connection.close()
    connection.settings_dict["USER"] = role


@pytest.fixture
def fresh_city() -> Iterator[None]:
    """The process looks at the city anew, before and after a test that changes it; name it before the database."""
    city.forget()
    yield
    city.forget()


@pytest.fixture
def town_clock() -> Iterator[TownClock]:
    """A clock that stands at tests.town.MORNING until the test moves it."""
    still = TownClock()
    with clock.simulated(still):
        yield still


@pytest.fixture
def standing_town(django_db_setup: None, django_db_blocker: Any) -> None:
    """The small town stands in the database, also after a test that emptied it; name it before the database."""
    with django_db_blocker.unblock():
        _restore_if_gone()


@pytest.fixture
def town(standing_town: None, db: None, settings: Any, tmp_path: Path) -> Town:
    """The small town as the current city, with uploads and outbox of its own; all is undone after the test."""
    return _at_home(settings, tmp_path)


@pytest.fixture(scope="module")
def shared_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], AbstractContextManager[Town]]]:
    """`with shared_town() as town:` in a fixture of a module: what is made there, at tests.town.MORNING, is committed,
    and undone after the last test of the module.
    """

    @contextmanager
    def opened() -> Iterator[Town]:
        with django_db_blocker.unblock(), clock.simulated(TownClock()), override_settings():
            _restore_if_gone()
            yield _at_home(django_settings, tmp_path_factory.mktemp("shared"))

    yield opened
    with django_db_blocker.unblock():
        connection.close()
        base_state.restore()


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test that commits; afterwards the database is as the run began, with the small town (see tests/base_state.py).

    In place of pytest-django's fixture of this name, which empties the tables.
    """
    with django_db_blocker.unblock():
        yield
        connection.close()
        base_state.restore()
        connection.close()


@pytest.fixture
def live_town(transactional_db: None, settings: Any, tmp_path: Path) -> Town:
    """The small town for tests with several connections: everything is committed, and undone afterwards."""
    _restore_if_gone()
    return _at_home(settings, tmp_path)


def _restore_if_gone() -> None:
    if not City.objects.filter(code=CODE).exists():
        base_state.restore()


def _at_home(settings: Any, folder: Path) -> Town:
    settings.CITY, settings.HOME, settings.UPLOADS = CODE, folder, folder / "uploads"
    settings.SMS_ADAPTER, settings.EMAIL_URL = "file", ""
    settings.PASSWORD_HASHERS = ["tests.quick_passwords.QuickArgon2"]
    settings.FIGURES_SECONDS, settings.HEALTH_SECONDS = 0, 0.0
    for process in (WORKER, CLOCK):  # none runs beside a test; whoever asks finds them well
        beat(process, datetime(2100, 1, 1, tzinfo=UTC))
    settings.SECOND_STEP_ROLES = frozenset()
    RULES.forget()  # rules and roles of the test before are undone with it
    MAP_PRESENCE.forget()
    ROLE_CACHE.forget()
    PAGES.forget()
    ROLE_CACHE.look()
    return the_town()


@pytest.fixture
def home() -> Iterator[Path]:
    """A home for a test with a server of its own."""
    with own_home() as folder:
        yield folder


@pytest.fixture
def furnished_home(home: Path, django_db_setup: None, kept_schema: KeptSchema | None) -> Path:
    """A home with the tables in its database, for a test that starts the house and is not about a first start."""
    if kept_schema:
        kept_schema.furnish(home)
    return home


@pytest.fixture(scope="session")
def walked_home() -> Iterator[Path]:
    """A home whose tables the migrations made one by one, to compare other ways of making them with."""
    with own_home() as folder:
        walk_migrations(folder)
        yield folder


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, for which a scheme was decided."""
    decide_scheme(town)
    return live_khordad(town, town_clock)


@pytest.fixture
def month(town: Town, lived: LivedMonth) -> ScoredMonth:
    """Khordad, closed."""
    return close(town)
