"""Connections to a real Active Directory: TLS in each way, certificates, and the account that asks."""

from collections.abc import Iterator
from typing import Any

import pytest

from peygir.gateways.ldap import check_password
from peygir.gateways.ldap_connections import DirectoryIsAway, DirectoryRefusesUs
from tests import make
from tests.outside.active_directory import (
    GROUPS,
    PASSWORD,
    REALM,
    ActiveDirectory,
    active_directory,
)
from tests.outside.systems import needs
from tests.town import Town

pytestmark = [needs("ad"), pytest.mark.usefixtures("fresh_city", "town_clock")]
CLERKS = f"CN=clerks,{GROUPS}"


@pytest.fixture(scope="module")
def controller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ActiveDirectory]:
    with active_directory(tmp_path_factory.mktemp("ad")) as running:
        running.add_group("clerks")
        yield running


@pytest.fixture
def domain(town: Town, controller: ActiveDirectory, settings: Any) -> ActiveDirectory:
    settings.LDAP, settings.JUST_IN_TIME = controller.settings(), True
    return controller


def clerk(domain: ActiveDirectory, name: str) -> None:
    domain.put_in(CLERKS, domain.add_person(name))


def test_by_start_tls_and_by_the_global_catalogue(domain: ActiveDirectory) -> None:
    clerk(domain, "tls")
    for url in (f"ldap://{domain.address}", f"ldaps://{domain.address}:3269"):
        person = check_password(domain.settings(url=url), "tls", PASSWORD)
        assert person is not None
        assert person.groups == (CLERKS,)


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_an_unknown_certificate_or_another_name_is_refused(domain: ActiveDirectory, scheme: str) -> None:
    for changes in ({"url": f"{scheme}://{domain.address}", "ca_file": ""}, {"url": f"{scheme}://127.0.0.1"}):
        with make.refused(DirectoryIsAway):
            check_password(domain.settings(**changes), "tls", PASSWORD)


def test_the_domain_itself_takes_no_password_without_tls(domain: ActiveDirectory) -> None:
    plain = domain.connection(f"peygir@{REALM}", PASSWORD, has_tls=False)
    assert not plain.bind()
    assert plain.result["description"] == "strongerAuthRequired"
    plain.unbind()


def test_the_account_that_asks_may_be_named_as_windows_does(domain: ActiveDirectory) -> None:
    clerk(domain, "asked")
    assert check_password(domain.settings(bind_dn=f"peygir@{REALM}"), "asked", PASSWORD) is not None
    with make.refused(DirectoryRefusesUs):
        check_password(domain.settings(bind_dn=f"nobody@{REALM}"), "asked", PASSWORD)
