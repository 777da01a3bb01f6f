"""The pages of the public record: a head to keep, files for anybody, and a receipt for each report."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.core import clock
from peygir.core.transparency.checkpoints import checkpoint_of, read_proof
from peygir.core.transparency.notes import COSIGNATURE, cosign_note, read_note, unbase64, verifier_key
from peygir.core.transparency.proofs import is_consistent, is_included
from peygir.core.transparency.tiles import entries_in, hashes_in, places_of
from peygir.core.transparency.tree import leaf_hash, root_of
from peygir.history.record.actions import register_witness
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import RecordKeys, entry_of, kept_keys, origin_of, record_keys
from peygir.history.record.turning import NewLogReason, begin_log, change_key
from peygir.history.record.verifier.joining import one_file
from peygir.web.kit.built import entry
from tests import make
from tests.browsers import browser_of, proven
from tests.record_city import WITNESS
from tests.town import PHONES, Town

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


def test_a_receipt_is_a_slip_and_after_the_night_a_proof(keys: RecordKeys, tmp_path: Path) -> None:
    code, client = make.report().code, proven(Client(), PHONES[0])
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


def test_a_receipt_is_for_who_made_the_report(client: Client, keys: RecordKeys) -> None:
    code = make.report().code
    answer = client.get(f"/t/{code}/receipt/")
    assert (answer.status_code, answer["Location"]) == (302, f"/me/?next=%2Ft%2F{code}%2Freceipt%2F")
    assert proven(Client(), PHONES[1]).get(f"/t/{code}/receipt/").status_code == 403
    assert browser_of(code).get(f"/t/{code}/receipt/").status_code == 200


def test_an_unknown_code_has_no_receipt(client: Client, keys: RecordKeys) -> None:
    assert client.get("/t/0500000000/receipt/").status_code == 404


def test_heads_and_witnesses_are_shown_and_a_signature_is_handed_in(
    client: Client, keys: RecordKeys, tmp_path: Path
) -> None:
    make.report()
    checkpoint = extend_record(tmp_path, keys, clock.now()).checkpoint
    english = Client(headers={"accept-language": "en"})
    assert "Nobody but the city has signed" in english.get("/record/").content.decode()
    key = verifier_key(WITNESS, "panel.example", COSIGNATURE)
    now = clock.now()
    terms = {"name_fa": "هیئت", "name_en": "The panel", "key": str(key), "address": ""}
    register_witness(kind="panel", **terms, now=now)
    assert "No witness has signed a head" in english.get("/record/").content.decode()
    assert "Has signed no head yet" in english.get("/record/witness/").content.decode()
    note = client.get(f"/record/head/{checkpoint.size}").content.decode()
    signed = note + f"{cosign_note(checkpoint.text, WITNESS, 'panel.example', int(now.timestamp()))}\n"
    answer = english.post("/record/witness/", {"signature": "nonsense"})
    assert answer.status_code == 422
    assert "nonsense" in answer.content.decode()
    file = SimpleUploadedFile("signed.txt", signed.encode())
    assert english.post("/record/witness/", {"signature": "", "file": file}).status_code == 302
    assert english.post("/record/witness/", {"signature": signed}).status_code == 302
    assert client.get("/record/checkpoint").content.decode() == signed
    page = english.get("/record/").content.decode()
    assert "The panel" in page
    assert "No witness has signed a head" not in page
    assert "The panel" in english.get("/record/heads/").content.decode()
    pdf = client.get(f"/record/head/{checkpoint.size}/sheet.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"/record/head/{checkpoint.size + 1}").status_code == 404


def test_proofs_are_given_by_address(client: Client, keys: RecordKeys, tmp_path: Path) -> None:
    make.report()
    before = extend_record(tmp_path, keys, clock.now()).checkpoint
    make.report(text="one more")
    after = extend_record(tmp_path, keys, clock.now()).checkpoint

    def hashes(path: str) -> list[bytes]:
        return [unbase64(line) for line in client.get(path).content.decode().split()]

    grown = hashes(f"/record/consistency/{before.size}/{after.size}")
    assert is_consistent(before.size, after.size, before.root, after.root, grown)
    entry = entries_in(client.get(f"/record/tile/entries/000.p/{after.size}").content)[0]
    for size, root in ((before.size, before.root), (after.size, after.root)):
        assert is_included(leaf_hash(entry), 0, size, hashes(f"/record/inclusion/0/{size}"), root)
    for path in ("consistency/0/1", f"consistency/1/{after.size + 1}", f"inclusion/{after.size}/{after.size}"):
        assert client.get(f"/record/{path}").status_code == 404


def test_another_key_and_a_new_log_are_told(client: Client, keys: RecordKeys, tmp_path: Path) -> None:
    make.report()
    extend_record(tmp_path, keys, clock.now())
    change_key(tmp_path, clock.now())
    assert str(keys.public) in client.get("/record/keys/1").content.decode()
    begin_log(tmp_path, NewLogReason.RESTORED, clock.now(), note="The disk broke.")
    extend_record(tmp_path, kept_keys(tmp_path), clock.now())
    page = Client(headers={"accept-language": "en"}).get("/record/").content.decode()
    assert "This is a new log" in page
    assert "The disk broke." in page
    assert client.get("/record/beginning").status_code == 200
    assert checkpoint_of(read_note(client.get("/record/log/1/checkpoint").content.decode())).origin == keys.origin
    assert client.get("/record/log/1/keys/1").status_code == 200
    for path in ("1/growth.jsonl", "1/../../record_key", "x/checkpoint", "1/tile/../../lock"):
        assert client.get(f"/record/log/{path}").status_code == 404


def test_the_check_is_one_page_and_one_file(client: Client, keys: RecordKeys) -> None:
    page = client.get("/record/check/").content.decode()
    assert 'data-address="/record"' in page
    assert 'id="record-words"' in page
    answer = client.get("/record/check.html")
    if entry("public/record-check") is None:
        assert answer.status_code == 503
        return
    text = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "src=" not in text.replace("default-src", "").replace("script-src", "").replace("style-src", "")[:6000]
    assert "import" not in text.partition('<script type="module">')[2][:200]


def test_the_page_for_signing_knows_the_day_and_who_signed_what(
    client: Client, keys: RecordKeys, tmp_path: Path
) -> None:
    english = Client(headers={"accept-language": "en"})
    assert "Nothing is recorded yet" in english.get("/record/sign/").content.decode()
    make.report()
    checkpoint = extend_record(tmp_path, keys, clock.now()).checkpoint
    key = verifier_key(WITNESS, "panel.example", COSIGNATURE)
    terms = {"name_fa": "هیئت", "name_en": "The panel", "key": str(key), "address": ""}
    register_witness(kind="panel", **terms, now=clock.now())
    assert known_to(english) == {"days": [str(checkpoint.size)], "witnesses": {str(key): 0}}
    note = client.get(f"/record/head/{checkpoint.size}").content.decode()
    signature = cosign_note(checkpoint.text, WITNESS, "panel.example", int(clock.now().timestamp()))
    english.post("/record/witness/", {"signature": f"{note}{signature}\n"})
    assert known_to(english)["witnesses"] == {str(key): checkpoint.size}
    answer = english.get("/record/sign/")
    assert "no-store" in answer["Cache-Control"]
    assert "Chrome or Edge from version 137" in answer.content.decode()
    # A head alone, without a witness's signature, shows nothing new.
    assert "nothing contradicts it" in english.post("/record/witness/", {"signature": note}).content.decode()


def known_to(client: Client) -> dict[str, Any]:
    """What the page for signing tells its script, with the days by their sizes alone."""
    page = client.get("/record/sign/").content.decode()
    known = json.loads(page.partition('id="record-known" type="application/json">')[2].partition("</script>")[0])
    assert abs(known.pop("now") - clock.now().timestamp()) < 60
    return {**known, "days": list(known["days"])}


def test_a_record_without_its_key_says_so(client: Client, keys: RecordKeys, tmp_path: Path) -> None:
    make.report()
    extend_record(tmp_path, keys, clock.now())
    (tmp_path / "record_key").unlink()
    answer = Client(headers={"accept-language": "en"}).get("/record/")
    assert answer.status_code == 409
    assert "The key of the public record is missing" in answer.content.decode()
    assert not (tmp_path / "record_key").exists()
