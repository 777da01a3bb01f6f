"""A witness makes a key in the browser, signs heads with it, and refuses one that contradicts the last."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from peygir.core.transparency.checkpoints import Checkpoint, checkpoint_of
from peygir.core.transparency.notes import SignedNote, read_note, sign_note
from peygir.core.transparency.tree import leaf_hash
from peygir.history.record.keys import kept_keys
from tests.stories.axe import violations
from tests.stories.conftest import HOME, URL, OpenPage, shot, sideways
from tests.stories.second_person import confirmed_by_another
from tests.stories.staff import sign_in

PASSPHRASE: Final = "پنج واژه که کسی نمی‌داند"
ROOT: Final = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_contradiction() -> Iterator[None]:
    """Other stories find the record without what this one hands in."""
    yield
    (HOME / "record" / "contradiction").unlink(missing_ok=True)


def extended(*arguments: str) -> Any:
    """What `./run record` says after it brought the record up to date."""
    command = [sys.executable, "-P", "-m", "peygir.ops", "record", "--json", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=dict(os.environ), check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def made_key(page: Page, folder: Path) -> tuple[Path, str]:
    """Make a key on the page; gives its file and the line that the city registers."""
    page.goto("/record/sign/")
    looked_at(page, "record-sign-start")
    page.locator("details:has([data-witness=making]) summary").click()
    page.locator("#sign-name").fill("panel example")
    page.locator("#sign-new").fill(PASSPHRASE)
    page.locator("#sign-again").fill(PASSPHRASE)
    page.locator("[data-witness=making] button").click()
    expect(page.locator("#sign-new-fault")).not_to_be_empty()
    page.locator("#sign-name").fill("panel.example")
    with page.expect_download() as download:
        page.locator("[data-witness=making] button").click()
    assert download.value.suggested_filename == "witness-key-panel.example.json"
    file = folder / "key.json"
    download.value.save_as(file)
    expect(page.locator("[data-witness=unregistered]")).to_be_visible()
    expect(page.locator("[data-witness=head-part]")).to_be_hidden()
    looked_at(page, "record-sign-key")
    return file, page.locator("[data-witness=line]").inner_text()


def registered(open_page: OpenPage, key: str) -> None:
    """An administrator proposes the key, and another person confirms it."""
    admin = open_page("desk", "fa")
    sign_in(admin, "admin")
    admin.goto("/desk/admin/record/")
    form = admin.locator("form:has(input[name=deed][value=witness])")
    form.locator("[name=kind]").select_option("panel")
    form.locator("[name=name_fa]").fill("هیئت شهروندان")
    form.locator("[name=name_en]").fill("Citizens' panel")
    form.locator("[name=key]").fill(key)
    form.locator("[name=why]").fill("کلید را تلفنی مقایسه کردیم")
    form.locator("button").click()
    confirmed_by_another(open_page, admin)


def opened(page: Page, file: Path) -> None:
    """Open the page anew, and the key on it."""
    page.goto("/record/sign/")
    page.locator("#sign-file").set_input_files(file)
    page.locator("#sign-words").fill("نادرست")
    page.locator("[data-witness=opening] button").click()
    expect(page.locator("#sign-fault")).not_to_be_empty()
    page.locator("#sign-words").fill(PASSPHRASE)
    page.locator("[data-witness=opening] button").click()
    expect(page.locator("[data-witness=results] li").last).to_be_visible()


def signed(page: Page, file: Path) -> None:
    """Sign the head that is shown, keep the new key file, and hand the signature in."""
    with page.expect_download() as download:
        page.locator("[data-witness=sign]").click()
    download.value.save_as(file)
    looked_at(page, "record-sign-signed")
    page.locator("[data-witness=hand-in] button[type=submit]").click()
    page.wait_for_url("**/record/witness/")
    expect(page.locator("main")).to_contain_text("هیئت شهروندان")


def test_from_a_key_to_the_page_of_the_city(open_page: OpenPage, tmp_path: Path) -> None:
    """A journalist's check with the stand-alone file takes the signature, too."""
    first = extended()
    witness = open_page("phone", "fa")
    file, key = made_key(witness, tmp_path)
    registered(open_page, key)
    opened(witness, file)
    expect(witness.locator("[data-witness=size]")).not_to_be_empty()
    assert witness.locator("[data-witness=root]").inner_text() == first["root"]
    looked_at(witness, "record-sign-head")
    signed(witness, file)
    everybody = open_page("desk", "en")
    everybody.goto("/record/")
    expect(everybody.locator("#signed ~ .table-wrap, [aria-labelledby=signed]").first).to_contain_text(
        "Citizens' panel"
    )

    script = tmp_path / "verify_record.py"
    second = extended("--verifier", str(script))
    assert second["size"] > first["size"], "registering a witness is an event"
    opened(witness, file)
    expect(witness.locator("[data-witness=results] .tone-green")).to_have_count(2)
    signed(witness, file)
    command = [sys.executable, "-I", "-S", script, f"{URL}/record", "--key", second["key"], "--witness", key]
    checked = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr

    refused(witness, file)


def refused(page: Page, file: Path) -> None:
    """Somebody who holds the city's key shows this witness another history: it signs nothing, and everybody sees it."""
    keys = kept_keys(HOME)
    kept = file.read_text()
    true = checkpoint_of(read_note((HOME / "record" / "checkpoint").read_text()))
    other = Checkpoint(true.origin, true.size, leaf_hash(b"another history")).text
    head = str(SignedNote(other, (sign_note(other, keys.private, keys.origin),)))
    page.route("**/record/checkpoint", lambda route: route.fulfill(body=head, content_type="text/plain"))
    opened(page, file)
    expect(page.locator("[data-witness=results] .tone-red")).to_be_visible()
    expect(page.locator("[data-witness=sign]")).to_be_hidden()
    looked_at(page, "record-sign-refused")
    assert file.read_text() == kept
    page.locator("form:has([data-witness=shown]) button").click()
    page.unroute("**/record/checkpoint")
    expect(page.locator("main [role=alert], main .field-error").first).to_be_visible()
    page.goto("/record/")
    expect(page.locator("main .tone-red")).to_be_visible()
