"""The examples of packaging/: each is read by the program that it is for, where that is installed."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse

from lab import metrics_page
from peygir.ops.cli import command_modules
from peygir.ops.settings_catalogue.known import SETTINGS
from peygir.web.kit.health_words import FIGURES, WORDS
from tests.town import Town

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
METRIC = re.compile(r"\bpeygir_[a-z_]+")
UNITS = sorted((PACKAGING / "systemd").glob("*.service"))


def run(*words: str | Path) -> str:
    """What a program says; it must be content."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def known_metrics() -> set[str]:
    return {"peygir_well", "peygir_info", *(f"peygir_{name}" for name in FIGURES)}


def alerts() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((PACKAGING / "monitoring" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def expressions() -> Iterator[str]:
    dashboard = json.loads((PACKAGING / "monitoring" / "grafana-dashboard.json").read_text(encoding="utf-8"))
    for panel in dashboard["panels"]:
        assert panel["targets"], panel["title"]
        yield from (target["expr"] for target in panel["targets"])


def test_what_metrics_gives_is_what_the_page_lists(town: Town, settings: Any) -> None:
    settings.HEALTH_TOKEN = "a-token-of-a-watchman"
    headers = {"Authorization": "Bearer a-token-of-a-watchman"}
    text = Client().get(reverse("metrics"), headers=headers).content.decode()
    given = set(re.findall(r"^(peygir_[a-z_]+)", text, re.MULTILINE))
    listed = set(re.findall(r"^\| `(peygir_[a-z_]+)` \|", (ROOT / metrics_page.PAGE).read_text(), re.MULTILINE))
    assert given <= listed | {"peygir_well"}
    # What does not apply to a fresh city without a second place, a second machine or a replica is left out.
    ages = {"peygir_backup_age", "peygir_log_age", "peygir_drill_age", "peygir_replica_lag"}
    assert listed - given <= ages | {"peygir_is_unprotected", "peygir_unprotected_for", "peygir_standby_lag"}
    assert listed == known_metrics() - {"peygir_well"}
    checks = set(re.findall(r'^peygir_well\{check="([a-z_]+)"\}', text, re.MULTILINE))
    assert checks <= set(WORDS)
    assert metrics_page.check(ROOT) == []


def test_dashboard_and_alerts_use_metrics_that_there_are() -> None:
    queries = [*expressions(), *(rule["expr"] for rule in alerts())]
    used = {name for text in queries for name in METRIC.findall(text)}
    assert used <= known_metrics(), used - known_metrics()
    assert used == known_metrics() - {"peygir_info"}, "each metric is in a panel or an alert"
    checks = {name for text in queries for name in re.findall(r'check="([a-z_]+)"', text)}
    assert checks <= set(WORDS)


def test_each_alert_says_what_is_wrong_and_where_to_look() -> None:
    for rule in alerts():
        assert rule["labels"]["severity"] in ("page", "ticket"), rule
        assert rule["annotations"]["summary"].endswith("."), rule
        for page, heading in re.findall(r"docs/([a-z-]+\.md)#?([a-z-]*)", rule["annotations"]["description"]):
            text = (ROOT / "docs" / page).read_text(encoding="utf-8")
            titles = [
                re.sub(r"[^a-z -]", "", line.lower()).strip() for line in text.splitlines() if line.startswith("#")
            ]
            assert not heading or heading in [title.replace(" ", "-") for title in titles], (page, heading)


def test_prometheus_reads_rules_and_configuration() -> None:
    needs("promtool")
    folder = PACKAGING / "monitoring"
    assert f"{len(alerts())} rules found" in run("promtool", "check", "rules", folder / "alerts.yml")
    run("promtool", "check", "config", "--syntax-only", folder / "prometheus.yml")


def test_an_alert_fires_when_it_should(tmp_path: Path) -> None:
    needs("promtool")
    case = {
        "rule_files": [str(PACKAGING / "monitoring" / "alerts.yml")],
        "evaluation_interval": "30s",
        "tests": [
            {
                "interval": "30s",
                "input_series": [
                    {"series": "peygir_worker_age", "values": "5x10 300x20"},
                    {"series": 'peygir_well{check="keys"}', "values": "1x30"},
                ],
                "alert_rule_test": [
                    {"eval_time": "4m", "alertname": "PeygirWorkerIsSilent", "exp_alerts": []},
                    {
                        "eval_time": "10m",
                        "alertname": "PeygirWorkerIsSilent",
                        "exp_alerts": [
                            {
                                "exp_labels": {"severity": "page"},
                                "exp_annotations": next(
                                    rule["annotations"] for rule in alerts() if rule["alert"] == "PeygirWorkerIsSilent"
                                ),
                            }
                        ],
                    },
                    {"eval_time": "10m", "alertname": "PeygirKeysDiffer", "exp_alerts": []},
                ],
            }
        ],
    }
    (tmp_path / "alerts_test.yml").write_text(yaml.safe_dump(case))
    run("promtool", "test", "rules", tmp_path / "alerts_test.yml")


@pytest.mark.parametrize("name", ["Caddyfile", "Caddyfile.several"])
def test_caddy_reads_its_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("caddy")
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    said = run("caddy", "validate", "--adapter", "caddyfile", "--config", PACKAGING / "proxy" / name)
    assert "Valid configuration" in said


def test_nginx_reads_its_file(tmp_path: Path) -> None:
    needs("nginx")
    certificate(tmp_path)
    text = (PACKAGING / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/peygir/", f"{tmp_path}/")
    # The check opens the ports, and these two may be taken.
    text = re.sub(r"listen (\[::\]:)?(80|443)", lambda found: f"listen 127.0.0.1:{found[2]}9", text)
    text = "\n".join(
        dict.fromkeys(line if "listen" in line else f"{line}\0{number}" for number, line in enumerate(text.split("\n")))
    )
    text = re.sub(r"\0\d+", "", text)
    (tmp_path / "site.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\nhttp {{ access_log off; include {tmp_path}/site.conf; }}\n"
    )
    assert "test is successful" in run("nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf")


def certificate(folder: Path) -> None:
    """A self-signed one, as the file names it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
    now = datetime.now(UTC)  # noqa: TID251 - the certificate of a moment
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    ).sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_its_units(unit: Path, tmp_path: Path) -> None:
    needs("systemd-analyze")
    # It asks whether the program is there and the account is known.
    text = unit.read_text(encoding="utf-8").replace("/opt/peygir/bin/peygir", "/bin/true")
    text = text.replace("User=peygir", "User=daemon").replace("Group=peygir", "Group=daemon")
    (tmp_path / unit.name).write_text(text)
    said = run("systemd-analyze", "verify", "--man=no", tmp_path / unit.name.replace("@.", "@web."))
    assert unit.name.partition(".")[0] not in said, said


def test_units_and_containers_run_commands_that_there_are_without_root() -> None:
    known = dict(command_modules())
    kinds = {"web", "live", "work", "clock", "pbx"}
    assert kinds <= set(known)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        assert "User=peygir" in text
        assert "ProtectSystem=strict" in text
        (called,) = re.findall(r"^ExecStart=/opt/peygir/bin/peygir (\S+)", text, re.MULTILINE)
        assert called in {"%i", *known}
    services = yaml.safe_load((PACKAGING / "container" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ours = {name: one for name, one in services.items() if one["image"] == "peygir"}
    assert [name for name in ours if name.startswith("web")] == ["web1", "web2"]
    for name, service in ours.items():
        assert service["command"][0] in known, name
        assert service["read_only"], name
        assert not service["user"].startswith("0"), name
        assert service["cap_drop"] == ["ALL"], name
        assert "healthcheck" in service, name
    homes = [one["volumes"][0] for one in ours.values()]
    assert len(set(homes)) == len(homes), "each has a home of its own"


def test_the_settings_of_the_examples_are_settings() -> None:
    names = {one.name for settings in SETTINGS.values() for one in settings}
    text = (PACKAGING / "systemd" / "peygir.env").read_text(encoding="utf-8")
    used = set(re.findall(r"^#?([A-Z0-9_]+)=", text, re.MULTILINE))
    assert {"PEYGIR_SECRET_KEY", "PEYGIR_RECORD_KEY", "PEYGIR_S3_BUCKET", "DATABASE_URL"} <= used <= names


def test_the_containers_file_copies_what_there_is_and_runs_what_a_shell_can_read() -> None:
    text = (PACKAGING / "container" / "Containerfile").read_text(encoding="utf-8")
    steps = re.sub(r"\\\n", " ", text).splitlines()
    steps = [step for step in steps if step.strip() and not step.startswith("#")]
    assert {step.split()[0] for step in steps} == {
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "ENV",
        "USER",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }
    copied = set()
    for step in steps:
        kind, _, rest = step.partition(" ")
        if kind == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert source.startswith("dist/") or (ROOT / source).exists(), source
                copied.add(source)
        if kind == "RUN":
            run("sh", "-n", "-c", rest)
        if kind in ("CMD", "ENTRYPOINT"):
            words = json.loads(rest)
            assert kind != "CMD" or words[0] in dict(command_modules())
    (user,) = [step.split()[1] for step in steps if step.startswith("USER")]
    assert not user.startswith("0")
    sent = (PACKAGING / "container" / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()[1:]
    assert sent == ["*", *(f"!{source}" for source in sorted(copied, key=lambda one: (one.startswith("dist"), one)))]
