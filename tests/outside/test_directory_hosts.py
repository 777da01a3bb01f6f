"""How a real directory (OpenLDAP) is reached: by TLS alone, by the next host, as an account that may ask; its ids."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from peygir.gateways.ldap import check_password, people_by_id
from peygir.gateways.ldap_connections import SILENT_HOSTS, DirectoryIsAway, DirectoryRefusesUs
from peygir.people.models import DirectoryLink
from tests import make
from tests.outside.slapd import BASE, CLERKS, PASSWORD, Slapd, group, person, slapd
from tests.outside.systems import needs

pytestmark = [needs("ldap"), pytest.mark.django_db]  # a refusal is tried in a transaction


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Slapd]:
    SILENT_HOSTS.forget()
    with slapd(tmp_path, person("mina", full_name="Mina of Golgasht") + group("clerks", "mina")) as running:
        yield running


def test_by_start_tls_too(directory: Slapd) -> None:
    by_start_tls = directory.settings(url=f"ldap://127.0.0.1:{directory.plain_port}")
    found = check_password(by_start_tls, "mina", PASSWORD)
    assert found is not None
    assert CLERKS in found.groups


def test_the_next_host_is_asked_when_one_is_away(directory: Slapd) -> None:
    two = directory.settings(url=f"ldaps://127.0.0.1:1,ldaps://127.0.0.1:{directory.tls_port}")
    assert check_password(two, "mina", PASSWORD) is not None


@pytest.mark.parametrize("is_later", [False, True])
def test_an_unknown_certificate_is_refused(directory: Slapd, is_later: bool) -> None:
    url = f"ldap://127.0.0.1:{directory.plain_port}" if is_later else f"ldaps://127.0.0.1:{directory.tls_port}"
    with make.refused(DirectoryIsAway):
        check_password(directory.settings(url=url, ca_file=""), "mina", PASSWORD)


def test_a_certificate_for_another_name_is_refused(directory: Slapd) -> None:
    with make.refused(DirectoryIsAway):
        check_password(directory.settings(url=f"ldaps://localhost:{directory.tls_port}"), "mina", PASSWORD)


def test_a_wrong_account_of_ours_is_said(directory: Slapd) -> None:
    with make.refused(DirectoryRefusesUs):
        check_password(directory.settings(bind_dn=f"cn=somebody,{BASE}"), "mina", PASSWORD)


def test_ids_of_active_directory(directory: Slapd) -> None:
    as_windows = directory.settings(
        kind="ad", filter="(objectClass=windowsUser)", group_filter="(member={dn})", id_attribute="entryUUID"
    )
    found = check_password(as_windows, "mina", PASSWORD)
    assert found is not None
    assert people_by_id(as_windows, [found.subject, "00000000-0000-0000-0000-000000000000"]).keys() == {found.subject}
    assert DirectoryLink.objects.count() == 0
