"""The pages of the public record: a head to keep, files for anybody, and a receipt for each report."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from peygir.core import clock
from peygir.core.transparency.checkpoints import checkpoint_of, read_proof
from peygir.core.transparency.notes import read_note
from peygir.core.transparency.tiles import hashes_in, places_of
from peygir.core.transparency.tree import leaf_hash, root_of
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import RecordKeys, entry_of, origin_of, record_keys
from peygir.history.record.verifier.joining import one_file
from tests import make
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]


@pytest.fixture
def keys(town: Town, tmp_path: Path, settings: LazySettings) -> RecordKeys:
    settings.HOME = tmp_path
    return record_keys(tmp_path, origin_of(settings.PUBLIC_URL))


def test_before_the_first_night_the_page_says_so(client: Client, keys: RecordKeys) -> None:
    assert "Nothing is recorded yet" in client.get("/record/", headers={"accept-language": "en"}).content.decode()
    assert client.get("/record/checkpoint").status_code == 404


def test_the_page_and_the_files_are_one_record(client: Client, keys: RecordKeys, tmp_path: Path) -> None:
    make.report()
    extend_record(tmp_path, keys, clock.now())
    checkpoint = checkpoint_of(read_note(client.get("/record/checkpoint").content.decode()))
    page = client.get("/record/").content.decode()
    assert checkpoint.root.hex() in page
    assert str(keys.public).replace("+", "&#x2B;") in page or str(keys.public) in page
    [place] = places_of(checkpoint.size)
    answer = client.get(f"/record/{place.path}")
    assert root_of(hashes_in(answer.content)) == checkpoint.root
    assert "immutable" in answer["Cache-Control"]
    assert client.get("/record/verify_record.py").content.decode() == one_file()


@pytest.mark.parametrize(
    "path", ["../growth.jsonl", "0/0", "0/000.p/", "64/000", "entries/../../lock", "0/" + "x000/" * 20 + "000"]
)
def test_no_other_file_is_given_out(client: Client, keys: RecordKeys, tmp_path: Path, path: str) -> None:
    make.report()
    extend_record(tmp_path, keys, clock.now())
    assert client.get(f"/record/tile/{path}").status_code == 404


def test_a_receipt_is_a_slip_and_after_the_night_a_proof(client: Client, keys: RecordKeys, tmp_path: Path) -> None:
    code = make.report().code
    answer = client.get(f"/t/{code}/receipt/")
    slip = read_note(answer.content.decode())
    assert slip.signed_by([keys.public]) == [keys.public]
    assert f"{code}.slip" in answer["Content-Disposition"]
    parts = dict(line.split(" ") for line in slip.text.split("\n") if " " in line)
    entry = entry_of(bytes.fromhex(parts["blind"]), bytes.fromhex(parts["hash"]))
    extend_record(tmp_path, keys, clock.now())
    answer = client.get(f"/t/{code}/receipt/")
    assert f"{code}.tlog-proof" in answer["Content-Disposition"]
    assert read_proof(answer.content.decode()).proves(leaf_hash(entry), [keys.public])


def test_an_unknown_code_has_no_receipt(client: Client, keys: RecordKeys) -> None:
    assert client.get("/t/0500000000/receipt/").status_code == 404
