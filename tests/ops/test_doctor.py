"""The doctor: faults that are planted in files, settings and processes are each named by their code."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from lab import doctor_page
from peygir.ops.doctor.examining import every_kind
from peygir.ops.doctor.installation import Installation, read_only
from peygir.ops.doctor.setting_names import known_settings, unknown_settings
from peygir.ops.doctor.setting_values import wrong_values
from peygir.ops.paths import ROOT
from peygir.ops.processes import open_door
from tests.patients import NOT_PLANTED, codes


def test_a_whole_home_has_no_fault(whole: Installation) -> None:
    assert codes(whole, "home", "home.look_at_keys", "settings") == set()
    assert codes(whole, "home.look_at_disks") <= {"home-in-memory"}


SETTINGS: dict[str, dict[str, str]] = {
    "setting-misspelt": {"PEYGIR_PUBLIC_ULR": "https://137.example"},
    "setting-unknown": {"PEYGIR_QWERTYUIOP": "1"},
    "setting-unreadable": {"PEYGIR_BACKUP_DAYS": "two"},
    "public-url-http": {"PEYGIR_PUBLIC_URL": "http://137.example"},
    "public-url-has-path": {"PEYGIR_PUBLIC_URL": "https://137.example/home"},
    "hosts-lack-public-name": {"PEYGIR_HOSTS": "other.example"},
    "hosts-unreadable": {"PEYGIR_HOSTS": "https://137.example"},
    "hosts-any": {"PEYGIR_HOSTS": "*"},
    "debug-on": {"PEYGIR_DEBUG": "1"},
    "proxies-missing": {"PEYGIR_PROXIES": ""},
    "proxies-everybody": {"PEYGIR_PROXIES": "0.0.0.0/0"},
    "live-url-missing": {"PEYGIR_LIVE_URL": ":8138"},
    "backup-key-private": {"PEYGIR_BACKUP_KEY": "AGE-SECRET-KEY-1QQQ"},
    "own-server-and-recovery": {"DATABASE_URL": "postgresql://a@localhost/p", "PEYGIR_RECOVERY": "/tmp"},
    "owner-url-missing": {"DATABASE_URL": "postgresql://a@localhost/p"},
    "owner-url-elsewhere": {
        "DATABASE_URL": "postgresql://a@localhost/p",
        "PEYGIR_OWNER_DATABASE_URL": "postgresql://b@localhost/q",
    },
    "database-not-private": {"DATABASE_URL": "postgresql://a@db.example/p"},
    "s3-incomplete": {"PEYGIR_S3_BUCKET": "b", "PEYGIR_S3_KEY": "k"},
    "named-file-missing": {"PEYGIR_PBX_CDR": "/nowhere/Master.csv"},
}


@pytest.mark.parametrize("code", SETTINGS)
def test_a_fault_of_the_settings_is_named(whole: Installation, code: str) -> None:
    whole.environment = {**whole.environment, **SETTINGS[code]}
    assert code in codes(whole, "settings")


REAL: dict[str, dict[str, str]] = {
    "public-url-missing": {"PEYGIR_PUBLIC_URL": ""},
    "second-step-off": {"PEYGIR_SECOND_STEP": "none"},
    "sms-nowhere": {},
    "sms-provider-wrong": {"PEYGIR_SMS": "kavenegar"},
    "email-nowhere": {},
    "backup-key-missing": {},
    "no-second-place": {},
    "private-hosts-allowed": {"PEYGIR_FETCH_PRIVATE_HOSTS": "1"},
}


@pytest.mark.parametrize("code", REAL)
def test_what_a_real_city_lacks_is_named_and_a_sample_city_may_lack_it(whole: Installation, code: str) -> None:
    whole.environment = {**whole.environment, **REAL[code]}
    assert code in codes(whole, "settings.look_at_real_city")
    whole.is_sample = True
    assert codes(whole, "settings.look_at_real_city") == set()


def test_values_are_read_as_the_product_reads_them() -> None:
    wrong = {
        "PEYGIR_PROXIES": "10.0.0.300",
        "PEYGIR_SECOND_STEP": "admn",
        "PEYGIR_LIVE_PORT": "99999",
        "PEYGIR_EMAIL_URL": "smtp://u:secret@mail.example:587",
        "PEYGIR_IMAP_URL": "imap://host",
        "PEYGIR_PBX_URL": "http://x",
        "PEYGIR_BACKUP_KEY": "age1nonsense",
        "PEYGIR_READER": "'both'",
        "DATABASE_URL": "mysql://x/y",
    }
    said = dict(wrong_values(wrong))
    assert said.keys() == wrong.keys()
    assert "secret" not in " ".join(str(why) for why in said.values())
    right = {"PEYGIR_PROXIES": "127.0.0.1,10.0.0.0/8", "PEYGIR_SECOND_STEP": "inspectorate,mayor,admin"}
    right |= {"PEYGIR_EMAIL_URL": "smtp://u:p@mail.example:587?tls=1", "PEYGIR_BACKUP_DAYS": "2.5"}
    assert list(wrong_values(right)) == []


def test_settings_are_known_by_the_files_that_read_them() -> None:
    known = known_settings(ROOT)
    assert {"PEYGIR_HOME", "PEYGIR_PUBLIC_URL", "PEYGIR_S3_BUCKET", "PEYGIR_RECOVERY_DAYS"} <= known
    given = ["PEYGIR_PUBLIC_UR", "PEYGIR_PROXYS", "PEIGIR_HOSTS", "DATABSE_URL", "PEYGIR_CHAT_SOROUSH", "PATH"]
    assert unknown_settings(given, known) == [
        ("DATABSE_URL", "DATABASE_URL"),
        ("PEIGIR_HOSTS", "PEYGIR_HOSTS"),
        ("PEYGIR_PROXYS", "PEYGIR_PROXIES"),
        ("PEYGIR_PUBLIC_UR", "PEYGIR_PUBLIC_URL"),
    ]


def test_a_backup_that_is_old_or_was_never_made_is_named(whole: Installation) -> None:
    assert "backup-never" in codes(whole, "keeping")
    note = whole.home / "last-backup.json"
    note.write_text(json.dumps({"made_at": "2026-01-01T00:00:00+00:00", "is_encrypted": False}))
    assert codes(whole, "keeping") >= {"backup-old", "backup-not-encrypted"}
    note.write_text("{")
    assert "backup-note-unreadable" in codes(whole, "keeping")
    (whole.home / "roots.jsonl").write_text(json.dumps({"night": "2026-01-01"}) + "\n")
    assert "roots-not-written" in codes(whole, "keeping")


def test_what_lies_outside_is_asked_only_when_wanted_and_shown_without_secrets(whole: Installation) -> None:
    with open_door("127.0.0.1", 0, tries=1) as door:
        port = door.getsockname()[1]
    whole.environment = {
        "PEYGIR_SMS_MAGFA": f"https://u:hunter2@127.0.0.1:{port}/x",
        "PEYGIR_EMAIL_URL": f"smtp://127.0.0.1:{port}?from=137@city.example",
        "PEYGIR_IMAP_URL": f"imaps://u:hunter2@127.0.0.1:{port}/INBOX",
    }
    assert codes(whole, "outside") == set()
    whole.is_outside = True
    sentences = [finding.sentences("en")[0] for finding in import_module("peygir.ops.doctor.outside").look(whole)]
    assert {sentence.partition(":")[0] for sentence in sentences} == whole.environment.keys()
    assert all(f"127.0.0.1:{port} does not answer" in sentence for sentence in sentences)
    assert "hunter2" not in str(sentences)


def test_sessions_are_read_only_whatever_the_address_says() -> None:
    url = read_only("postgresql://u:p@h/d?sslmode=require&options=-c%20x%3D1")
    assert "default_transaction_read_only%3Don" in url
    assert "x%3D1" in url
    assert "sslmode=require" in url


def test_every_code_is_told_once_and_in_the_docs() -> None:
    kinds = [kind for _, group in every_kind() for kind in group]
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.what.in_language("fa") != kind.what.in_language("en"), kind.code
        is_statement = str(kind.remedy).startswith(("ALTER ", "ROLLBACK ", "./run "))
        assert is_statement or kind.remedy.in_language("fa") != kind.remedy.in_language("en"), kind.code
    assert doctor_page.check(ROOT) == [], "./run check --fix"


def test_every_fault_is_planted_by_a_test_or_has_a_reason_why_not() -> None:
    tests = "".join(file.read_text() for file in Path(__file__).parent.glob("test_doctor*.py"))
    kinds = {kind.code for _, group in every_kind() for kind in group}
    planted = {kind for kind in kinds if f'"{kind}"' in tests}
    assert kinds - planted - NOT_PLANTED.keys() == set(), "plant it for real, or say why nobody can"
    assert kinds > NOT_PLANTED.keys()
