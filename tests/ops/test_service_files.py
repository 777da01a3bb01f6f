"""The examples of packaging/ for systemd and containers: what they run, as whom, and when."""

import json
import re
import shutil
from ipaddress import IPv4Network, ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from peygir.core.addresses import believe_proxies, read_networks
from peygir.ops.cli import command_modules, make_parser
from peygir.ops.settings_catalogue.known import SETTINGS
from tests.programs import needs, run

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
UNITS = sorted((PACKAGING / "systemd").glob("*.service"))
TIMERS = sorted((PACKAGING / "systemd").glob("*.timer"))


@pytest.mark.parametrize("unit", [*UNITS, *TIMERS], ids=lambda unit: unit.name)
def test_systemd_reads_its_units(unit: Path, tmp_path: Path) -> None:
    needs("systemd-analyze")
    for path in {unit, unit.with_suffix(".service")}:  # a timer names its service
        # It asks whether the program is there and the account is known.
        text = path.read_text(encoding="utf-8").replace("/opt/peygir/bin/peygir", "/bin/true")
        text = text.replace("User=peygir", "User=daemon").replace("Group=peygir", "Group=daemon")
        (tmp_path / path.name).write_text(text)
    said = run("systemd-analyze", "verify", "--man=no", tmp_path / unit.name.replace("@.", "@web."))
    assert unit.name.partition(".")[0] not in said, said


def test_units_and_containers_run_commands_that_there_are_without_root() -> None:
    known = dict(command_modules())
    kinds = {"web", "live", "work", "clock", "pbx"}
    assert kinds <= set(known)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        assert "User=peygir" in text
        assert _hardening(text) == _hardening(UNITS[-1].read_text(encoding="utf-8"))
        assert "ProtectSystem=strict" in _hardening(text)
        (called,) = re.findall(r"^ExecStart=/opt/peygir/bin/peygir (\S+)", text, re.MULTILINE)
        assert called in {"%i", *known}
    services = compose()["services"]
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


def _hardening(unit: str) -> list[str]:
    names = ("Protect", "Private", "Restrict", "NoNew", "Lock", "Capability", "Ambient", "SystemCall", "UMask", "User=")
    return [line for line in unit.splitlines() if line.startswith(names)]


def test_what_is_done_each_night_has_a_timer_and_a_service_of_the_containers() -> None:
    assert [timer.stem for timer in TIMERS] == ["peygir-backup", "peygir-leavers"]
    services = compose()["services"]
    for timer in TIMERS:
        text = timer.read_text(encoding="utf-8")
        assert "Persistent=true" in text
        assert re.search(r"^RandomizedDelaySec=\d+min$", text, re.MULTILINE)
        assert "WantedBy=timers.target" in text
        (moment,) = re.findall(r"^OnCalendar=(.+)$", text, re.MULTILINE)
        if shutil.which("systemd-analyze"):
            run("systemd-analyze", "calendar", moment)
        unit = timer.with_suffix(".service").read_text(encoding="utf-8")
        assert "Type=oneshot" in unit
        assert "[Install]" not in unit, "its timer starts it"
        (command,) = re.findall(r"^ExecStart=/opt/peygir/bin/peygir (.+)$", unit, re.MULTILINE)
        service = services[timer.stem.removeprefix("peygir-")]
        assert service["profiles"] == ["nightly"]
        assert service["restart"] == "no"
        for given in (command.split(), service["command"]):
            arguments = make_parser(dict(command_modules())).parse_args(given)
            assert arguments.module.__name__.rpartition(".")[2].replace("_", "-") == service["command"][0]
    assert "ReadWritePaths=/var/backups/peygir" in (PACKAGING / "systemd" / "peygir-backup.service").read_text()


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((PACKAGING / "container" / "compose.yaml").read_text(encoding="utf-8"))
    return read


def test_containers_know_each_caller_by_the_proxy_alone() -> None:
    services = compose()["services"]
    (pool,) = compose()["networks"]["default"]["ipam"]["config"]
    proxy = services["proxy"]["networks"]["default"]["ipv4_address"]
    assert ip_address(proxy) in ip_network(pool["subnet"])
    assert ip_address(proxy) not in ip_network(pool["ip_range"]), "no other container is given the proxy's address"
    assert IPv4Network(pool["ip_range"]).subnet_of(IPv4Network(pool["subnet"]))
    for name, service in services.items():
        if service["image"] != "peygir":
            continue
        assert "networks" not in service, name
        proxies = read_networks(service["environment"]["PEYGIR_PROXIES"])
        assert proxies == (ip_network(proxy),), name
        environ = {
            "REMOTE_ADDR": proxy,
            "HTTP_X_FORWARDED_FOR": "198.51.100.7",
            "HTTP_X_FORWARDED_PROTO": "https",
            "wsgi.url_scheme": "http",
        }
        believe_proxies(environ, proxies)
        assert environ == {"REMOTE_ADDR": "198.51.100.7", "wsgi.url_scheme": "https"}


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
