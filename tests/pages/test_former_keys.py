"""A city changes its signing key: what was signed before stays good while the former key is kept beside it."""

import runpy
import stat
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

import peygir.settings
from peygir.desks.answers.links import LinkIsNotOurs, report_id_of, token_of
from peygir.desks.partners.signing import secret_of, secrets_of
from peygir.people.actions import make_one_time_code, use_one_time_code
from peygir.people.actions.phones import CodeIsWrong
from peygir.people.models import Staff
from peygir.web.staff.devices import COOKIE, STAFF_BROWSERS
from tests import make
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_a_former_key_signed(town: Town, settings: Any, rf: RequestFactory, is_kept: bool) -> None:
    number = make.report_row(make.report().code).pk
    token, code = token_of(number), make_one_time_code(PHONES[0])
    client, known = Client(), HttpResponse()
    client.force_login(Staff.objects.get(username="clerk"))
    STAFF_BROWSERS.remember(rf.get("/"), known, "clerk")
    former, salted = settings.SECRET_KEY, secret_of("salt")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [former] if is_kept else []
    assert (client.get("/desk/inbox/").status_code == 200) == is_kept
    request = rf.get("/")
    request.COOKIES[COOKIE] = known.cookies[COOKIE].value
    assert bool(STAFF_BROWSERS.mark_of(request, "clerk")) == is_kept
    assert secret_of("salt") != salted
    assert (salted in secrets_of("salt")) == is_kept
    if is_kept:
        assert report_id_of(token) == number
        assert use_one_time_code(PHONES[0], code=code) == PHONES[0]
        return
    with make.refused(LinkIsNotOurs):
        report_id_of(token)
    with make.refused(CodeIsWrong):
        use_one_time_code(PHONES[0], code=code)


def test_former_keys_come_from_the_environment_and_from_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PEYGIR_HOME", str(tmp_path))
    monkeypatch.delenv("PEYGIR_SECRET_KEY", raising=False)
    monkeypatch.delenv("PEYGIR_SECRET_KEY_FALLBACKS", raising=False)
    path = str(Path(peygir.settings.__file__))
    first = runpy.run_path(path)
    assert first["SECRET_KEY_FALLBACKS"] == []
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    (tmp_path / "secret_key_fallbacks").write_text("third\nfourth\n")
    monkeypatch.setenv("PEYGIR_SECRET_KEY_FALLBACKS", "first, second")
    found = runpy.run_path(path)
    assert found["SECRET_KEY"] == first["SECRET_KEY"]
    assert found["SECRET_KEY_FALLBACKS"] == ["first", "second", "third", "fourth"]
