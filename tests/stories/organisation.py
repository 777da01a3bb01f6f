"""An organisation beside the demo of the stories: a directory and a sign-in page, both real, where installed."""

import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LDAP_PORT: Final = "PEYGIR_STORIES_LDAP_PORT"
"""Where the stories change the directory, as its administrator; not set where there is none."""
OIDC: Final = "PEYGIR_STORIES_OIDC"
OIDC_WISHES: Final = "PEYGIR_STORIES_OIDC_WISHES"
"""The port at which the stories change what the sign-in page's provider knows; not set where there is none."""
CLERKS: Final = "cn=clerks,ou=groups,dc=golgasht,dc=example"
WALL: Final = "wall"


@contextmanager
def organisation(folder: Path, home: str) -> Iterator[dict[str, str]]:
    """Both of them for the length of the block; yields the settings by which the demo finds them."""
    from tests.outside.systems import SYSTEMS

    settings = {"PEYGIR_JUST_IN_TIME": "1", "PEYGIR_LEAVERS_SECONDS": "5"}
    with contextlib.ExitStack() as running:
        if not SYSTEMS["ldap"].missing():
            settings |= running.enter_context(_directory(folder))
        if not SYSTEMS["oidc"].missing():
            settings |= running.enter_context(_provider(folder, home))
        yield settings


@contextmanager
def _directory(folder: Path) -> Iterator[dict[str, str]]:
    from tests.outside.slapd import group, person, slapd

    people = person("mina", full_name="مینا کریمی") + person("reza") + group("clerks", "mina", "reza")
    with slapd(folder, people) as running:
        running.settings()
        _open(folder)
        yield {"PEYGIR_LDAP": str(folder / "ldap.toml"), LDAP_PORT: str(running.plain_port)}


@contextmanager
def _provider(folder: Path, home: str) -> Iterator[dict[str, str]]:
    from tests.outside.npm import modules_with, node_program
    from tests.outside.slapd import free_port

    modules = modules_with("oidc-provider@9.13.3", folder / "npm", variable="PEYGIR_OIDC_MODULES")
    port, wishes = free_port(), free_port()
    given = {
        "OIDC_PORT": str(port),
        "OIDC_HOME": home,
        "OIDC_LOGOUT": f"{home}/staff/oidc/logout/",
        "OIDC_GROUPS": json.dumps({name: [WALL] for name in ("omid", "sima", "navid")}),
        "OIDC_WISHES": str(wishes),
        "NODE_NO_WARNINGS": "1",
    }
    script = Path(__file__).parents[1] / "outside" / "oidc_provider.js"
    with node_program(script, modules, settings=given) as running:
        issuer = running.next(seconds=60)["issuer"]
        (folder / "client.secret").write_text("a-secret-of-the-client-137\n", encoding="utf-8")
        (folder / "oidc.toml").write_text(
            f'issuer = "{issuer}"\nclient_id = "peygir"\nclient_secret_file = "client.secret"\n', encoding="utf-8"
        )
        _open(folder)
        yield {"PEYGIR_OIDC": str(folder / "oidc.toml"), OIDC: issuer, OIDC_WISHES: str(wishes)}


def _open(folder: Path) -> None:
    """Let the account of the demo's processes read the settings: they are made up, and so are the secrets."""
    for file in folder.iterdir():
        if file.is_file():
            file.chmod(0o644)
