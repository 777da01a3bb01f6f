"""A real OpenLDAP server on loopback with a small organisation in it: by TLS, and by StartTLS on its plain port."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peygir.core import clock
from peygir.gateways.directory_settings import LdapSettings, read_ldap
from tests.outside.certificates import write_certificates
from tests.outside.systems import program

BASE: Final = "dc=golgasht,dc=example"
PASSWORD: Final = "lanterns-of-golgasht-7"
SERVICE: Final = "service-of-peygir-9"
CLERKS: Final = f"cn=clerks,ou=groups,{BASE}"
OPERATORS: Final = f"cn=operators,ou=groups,{BASE}"
READY_SECONDS: Final = 60

# Attributes of Active Directory that decide who may enter, so that its shape can be tried as well.
CONFIG: Final = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch
    SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.159 NAME 'accountExpires' EQUALITY integerMatch
    SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch
    SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch
    SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
objectclass ( 1.2.840.113556.1.5.9 NAME 'windowsUser' SUP top AUXILIARY
    MAY ( userAccountControl $ accountExpires $ objectGUID $ sAMAccountName ) )
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
argsfile {folder}/slapd.args
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
maxsize 16777216
suffix "{base}"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=peygir,{base}" read by * none
rootdn "cn=root,{base}"
rootpw {password}
"""


@dataclass
class Slapd:
    """A running server; `settings` as a city's file would give them."""

    folder: Path
    tls_port: int
    plain_port: int
    process: "subprocess.Popen[bytes]"

    def settings(self, **changes: str | bool) -> LdapSettings:
        """The settings, read from a file; `changes` replace its values."""
        values: dict[str, str | bool] = {
            "url": f"ldaps://127.0.0.1:{self.tls_port}",
            "base": BASE,
            "bind_dn": f"cn=peygir,{BASE}",
            "password_file": "service.password",
            "ca_file": "ca.pem",
            **changes,
        }
        path = self.folder / "ldap.toml"
        lines = [f"{name} = {json.dumps(value)}\n" for name, value in values.items() if value]
        path.write_text("".join(lines), encoding="utf-8")
        settings = read_ldap(str(path))
        assert settings is not None
        return settings

    def change(self, ldif: str) -> None:
        """Change entries, as an administrator of the directory does."""
        import ldap3

        server = ldap3.Server("127.0.0.1", port=self.plain_port, get_info=ldap3.NONE)
        connection = ldap3.Connection(server, f"cn=root,{BASE}", PASSWORD, auto_bind=True)
        try:
            verb, dn, *rest = ldif.split("\n")
            if verb == "delete":
                assert connection.delete(dn), connection.result
            elif verb == "add":
                assert connection.modify(dn, {_name(rest[0]): [(ldap3.MODIFY_ADD, [_value(rest[0])])]})
            elif verb == "remove":
                assert connection.modify(dn, {_name(rest[0]): [(ldap3.MODIFY_DELETE, [_value(rest[0])])]})
            else:
                assert connection.modify(dn, {_name(rest[0]): [(ldap3.MODIFY_REPLACE, [_value(rest[0])])]})
        finally:
            connection.unbind()  # `with` would leave open what was bound before it

    def stop(self) -> None:
        """End it, as a directory that fails does."""
        self.process.terminate()
        self.process.wait(30)


def person(name: str, *more: str, full_name: str = "", ou: str = "people") -> str:
    """The entry of a person with the password of all."""
    lines = [
        f"dn: uid={name},ou={ou},{BASE}",
        "objectClass: inetOrgPerson",
        "objectClass: shadowAccount",
        "objectClass: windowsUser",
        f"uid: {name}",
        f"sAMAccountName: {name}",
        f"cn: {full_name or name}",
        f"sn: {name}",
        f"mail: {name}@golgasht.example",
        f"userPassword: {PASSWORD}",
        *more,
    ]
    return "\n".join(lines) + "\n\n"


def group(name: str, *members: str) -> str:
    """The entry of a group of people."""
    lines = [f"dn: cn={name},ou=groups,{BASE}", "objectClass: groupOfNames", f"cn: {name}"]
    return "\n".join([*lines, *(f"member: uid={one},ou=people,{BASE}" for one in members)]) + "\n\n"


@contextmanager
def slapd(folder: Path, people: str) -> Iterator[Slapd]:
    """A server with these entries, for the length of the block."""
    write_certificates(folder, "127.0.0.1")
    (folder / "data").mkdir()
    (folder / "service.password").write_text(SERVICE + "\n", encoding="utf-8")
    config = folder / "slapd.conf"
    config.write_text(CONFIG.format(folder=folder, base=BASE, password=PASSWORD), encoding="utf-8")
    ground = f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Golgasht\ndc: golgasht\n\n"
    ground += "".join(
        f"dn: ou={ou},{BASE}\nobjectClass: organizationalUnit\nou: {ou}\n\n" for ou in ("people", "groups")
    )
    ground += (
        f"dn: cn=peygir,{BASE}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\n"
        f"cn: peygir\nuserPassword: {SERVICE}\n\n"
    )
    entries = folder / "people.ldif"
    entries.write_text(ground + people, encoding="utf-8")
    subprocess.run([program("slapadd"), "-f", config, "-l", entries], check=True, capture_output=True)
    ports = free_port(), free_port()
    addresses = f"ldaps://127.0.0.1:{ports[0]} ldap://127.0.0.1:{ports[1]}"
    process = subprocess.Popen(
        [program("slapd"), "-d", "0", "-f", config, "-h", addresses],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LDAPNOINIT": "1"},
    )
    running = Slapd(folder, *ports, process)
    try:
        _wait(running)
        yield running
    finally:
        running.stop()


def _wait(running: Slapd) -> None:
    until = clock.monotonic() + READY_SECONDS
    for port in (running.tls_port, running.plain_port):
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert running.process.poll() is None, "slapd ended"
                assert clock.monotonic() < until, "slapd does not answer"
                time.sleep(0.05)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        return int(wire.getsockname()[1])


def _name(line: str) -> str:
    return line.split(": ", 1)[0]


def _value(line: str) -> str:
    return line.split(": ", 1)[1]
