"""A real Active Directory on loopback: Samba's domain controller with its LDAP service alone."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from peygir.core import clock
from peygir.gateways.directory_settings import LdapSettings, read_ldap
from peygir.gateways.ldap_connections import SILENT_HOSTS
from tests.outside.certificates import write_certificates
from tests.outside.systems import program

ROOT: Final = "DC=golgasht,DC=example"
STAFF: Final = f"OU=Staff,{ROOT}"
GROUPS: Final = f"OU=Groups,{ROOT}"
CLERKS: Final = f"CN=clerks,{GROUPS}"
OPERATORS: Final = f"CN=اپراتورهای ۱۳۷ (تلفن)\\, شیراز,{GROUPS}"
LINES: Final = f"{CLERKS} ; clerk ; D-01\n{OPERATORS} ; operator"
REALM: Final = "golgasht.example"
PASSWORD: Final = "lanterns-of-golgasht-7"
ADMINISTRATOR: Final = f"Administrator@{REALM}"
PORTS: Final = (389, 636, 3268, 3269)
"""Of LDAP, by TLS, and the same of the global catalogue: Samba knows no others."""
PROVISION_SECONDS: Final = 180
READY_SECONDS: Final = 60
NEVER: Final = -0x8000000000000000
SYSTEM_PYTHON: Final = "/usr/bin/python3"
"""For which Samba's own modules are installed."""


@dataclass
class ActiveDirectory:
    """A running domain controller; `settings` as a city's file would give them."""

    folder: Path
    address: str
    process: "subprocess.Popen[bytes]"
    _connection: Any = field(default=None, repr=False)

    def settings(self, **changes: str | bool) -> LdapSettings:
        """The settings, read from a file; `changes` replace its values."""
        values: dict[str, str | bool] = {
            "kind": "ad",
            "url": f"ldaps://{self.address}",
            "base": STAFF,
            "group_base": GROUPS,
            "bind_dn": f"CN=peygir,OU=Services,{ROOT}",
            "password_file": "service.password",
            "ca_file": "ca.pem",
            **changes,
        }
        path = self.folder / "ldap.toml"
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if value != ""]
        path.write_text("".join(lines), encoding="utf-8")
        settings = read_ldap(str(path))
        assert settings is not None
        SILENT_HOSTS.forget()  # whom a test before left without an answer
        return settings

    def add_person(self, name: str, *, cn: str = "", ou: str = STAFF, **more: Any) -> str:
        """A person with the password of all; `more` are attributes. Returns the distinguished name."""
        values = {
            "objectClass": "user",
            "sAMAccountName": name,
            "userPrincipalName": f"{name}@{REALM}",
            "displayName": f"{name.title()} of Golgasht",
            "unicodePwd": _as_windows_keeps_it(PASSWORD),
            "userAccountControl": 512,
        }
        return self.add(f"CN={_escaped(cn or name)},{ou}", values | more)

    def add_group(self, name: str, *members: str) -> str:
        """A group of people and groups by their distinguished names. Returns its own."""
        values: dict[str, Any] = {"objectClass": "group"}
        return self.add(f"CN={_escaped(name)},{GROUPS}", values | ({"member": list(members)} if members else {}))

    def add(self, dn: str, values: Mapping[str, Any]) -> str:
        """An entry. Returns its distinguished name."""
        self._done(self.administrator.add(dn, attributes=dict(values)))
        return dn

    def add_many(self, ou: str, *, number: int, group: str) -> None:
        """People without a password in a place and a group of their own: all in one transaction, beside the server."""
        self.add(ou, {"objectClass": "organizationalUnit"})
        script = Path(__file__).with_name("samba_people.py")
        config = self.folder / "domain" / "etc" / "smb.conf"
        command = [SYSTEM_PYTHON, str(script), str(config), ou, str(number), group]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PROVISION_SECONDS)
        assert not done.returncode, done.stderr[-2000:]

    def ids(self, ou: str) -> list[str]:
        """The ids of all people in a place, page by page."""
        people = self.administrator.extend.standard.paged_search(
            ou, "(objectClass=user)", attributes=["objectGUID"], paged_size=500
        )
        return [str(UUID(bytes_le=entry["raw_attributes"]["objectGUID"][0])) for entry in people]

    def has(self, name: str) -> bool:
        """Whether somebody has this name."""
        self.administrator.search(STAFF, f"(sAMAccountName={name})")
        return bool(self.administrator.response)

    def replace(self, dn: str, **values: Any) -> None:
        """Give attributes of an entry other values."""
        from ldap3 import MODIFY_REPLACE

        changes = {name: [(MODIFY_REPLACE, [value])] for name, value in values.items()}
        self._done(self.administrator.modify(dn, changes))

    def put_in(self, group: str, dn: str) -> None:
        """Add a person or group to a group."""
        from ldap3 import MODIFY_ADD

        self._done(self.administrator.modify(group, {"member": [(MODIFY_ADD, [dn])]}))

    def take_out(self, group: str, dn: str) -> None:
        """Remove a person or group from a group."""
        from ldap3 import MODIFY_DELETE

        self._done(self.administrator.modify(group, {"member": [(MODIFY_DELETE, [dn])]}))

    def move(self, dn: str, cn: str, *, ou: str = STAFF) -> str:
        """Give a person another name or place. Returns the new distinguished name."""
        self._done(self.administrator.modify_dn(dn, f"CN={_escaped(cn)}", new_superior=ou))
        return f"CN={_escaped(cn)},{ou}"

    def delete(self, dn: str) -> None:
        """Delete an entry."""
        self._done(self.administrator.delete(dn))

    def policy(self, dn: str, *, max_age: int = NEVER, wrong_passwords: int = 0) -> None:
        """A policy of passwords for one person: when they expire, in ticks of 100 ns below 0, and what locks."""
        half_an_hour = -18_000_000_000
        values = {
            "objectClass": "msDS-PasswordSettings",
            "msDS-PasswordSettingsPrecedence": 10,
            "msDS-PasswordReversibleEncryptionEnabled": "FALSE",
            "msDS-PasswordHistoryLength": 0,
            "msDS-PasswordComplexityEnabled": "FALSE",
            "msDS-MinimumPasswordLength": 0,
            "msDS-MinimumPasswordAge": 0,
            "msDS-MaximumPasswordAge": max_age,
            "msDS-LockoutThreshold": wrong_passwords,
            "msDS-LockoutObservationWindow": half_an_hour,
            "msDS-LockoutDuration": half_an_hour,
            "msDS-PSOAppliesTo": dn,
        }
        self.add(f"CN=of {dn.split(',')[0][3:]},CN=Password Settings Container,CN=System,{ROOT}", values)

    @property
    def administrator(self) -> Any:
        """A connection as the administrator of the domain."""
        if self._connection is None:
            self._connection = self.connection(ADMINISTRATOR, PASSWORD)
            assert self._connection.bind(), self._connection.result
        return self._connection

    def connection(self, user: str, password: str, *, has_tls: bool = True) -> Any:
        """A connection of ldap3, not bound yet; it looks at no certificate."""
        from ldap3 import NONE, Connection, Server

        server = Server(self.address, port=636 if has_tls else 389, use_ssl=has_tls, get_info=NONE)
        return Connection(server, user=user, password=password, receive_timeout=READY_SECONDS)

    def stop(self) -> None:
        """End it."""
        if self._connection is not None:
            self._connection.unbind()
            self._connection = None
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(30)

    def _done(self, is_done: bool) -> None:
        assert is_done, self.administrator.result


@contextmanager
def active_directory(folder: Path) -> Iterator[ActiveDirectory]:
    """A new domain with the account by which it is asked and places for people and groups, for the length of the block.

    Needs root, for the ports.
    """
    address = _free_address()
    write_certificates(folder, address)
    _provision(folder, address)
    command = [program("samba"), "--interactive", "--no-process-group", "--model=single"]
    with (folder / "samba.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--configfile={folder / 'domain' / 'etc' / 'smb.conf'}"],
            stdin=subprocess.PIPE,  # it ends with it, and so with this process
            stdout=log,
            stderr=log,
        )
    running = ActiveDirectory(folder, address, process)
    try:
        _wait(running)
        for ou in ("Staff", "Groups", "Services", "Leavers"):
            running.add(f"OU={ou},{ROOT}", {"objectClass": "organizationalUnit"})
        running.add_person("peygir", ou=f"OU=Services,{ROOT}")
        (folder / "service.password").write_text(PASSWORD + "\n", encoding="utf-8")
        yield running
    finally:
        running.stop()
        assert process.stdin is not None
        process.stdin.close()


def _provision(folder: Path, address: str) -> None:
    """Make the domain in the folder; it leaves nothing anywhere else."""
    (folder / "run").mkdir()
    (folder / "empty.conf").touch()
    options = {
        "interfaces": f"{address}/8",
        "bind interfaces only": "yes",
        "server services": "ldap",
        "tls certfile": f"{folder}/server.pem",
        "tls keyfile": f"{folder}/server.key",
        "tls cafile": f"{folder}/ca.pem",
        "pid directory": f"{folder}/run",
        "ncalrpc dir": f"{folder}/run/ncalrpc",
        "log file": f"{folder}/samba.log",
    }
    command = [program("samba-tool"), "domain", "provision", f"--configfile={folder}/empty.conf"]
    command += [f"--targetdir={folder}/domain", "--server-role=dc", "--use-rfc2307", "--dns-backend=NONE"]
    command += [f"--realm={REALM.upper()}", "--domain=GOLGASHT", "--host-name=dc1", f"--host-ip={address}"]
    command += [f"--adminpass={PASSWORD}", *(f"--option={name}={value}" for name, value in options.items())]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=PROVISION_SECONDS, stdin=subprocess.DEVNULL
    )
    assert not done.returncode, done.stderr[-2000:]


def _wait(running: ActiveDirectory) -> None:
    until = clock.monotonic() + READY_SECONDS
    while True:
        try:
            socket.create_connection((running.address, 636), timeout=1).close()
            return
        except OSError:
            said = (running.folder / "samba.log").read_text("utf-8", "replace")[-2000:]
            assert running.process.poll() is None, said
            assert clock.monotonic() < until, said
            time.sleep(0.1)


def _free_address() -> str:
    """An address of loopback where nobody has the ports of LDAP; several runs have one each."""
    for number in range(250):
        address = f"127.0.0.{5 + (os.getpid() + number) % 250}"
        try:
            for port in PORTS:
                with socket.socket() as wire:
                    wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    wire.bind((address, port))
        except OSError:
            continue
        return address
    raise AssertionError("no address of loopback has the ports of LDAP free")


def _as_windows_keeps_it(password: str) -> bytes:
    return f'"{password}"'.encode("utf-16-le")


def _escaped(name: str) -> str:
    return "".join(f"\\{letter}" if letter in ',+"\\<>;=' else letter for letter in name)
