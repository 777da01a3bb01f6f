"""The settings with which the tests start an Asterisk: what docs/calls.md asks for, a trunk and three phones."""

import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Final

USER: Final = "peygir"
SECRET: Final = "a:secret@137"  # noqa: S105 - of an exchange that lives for a test
PHONES: Final = ("101", "102", "103")
SOUNDS: Final = (
    "137-greeting",
    "137-survey",
    "137-survey-thanks",
    "vm-intro",
    "vm-theperson",
    "vm-isunavail",
    "auth-thankyou",
    "digits/1",
    "digits/3",
    "digits/7",
    "beep",
    "pbx-transfer",
)
SAMPLES: Final = {"137-greeting": 16_000, "137-survey": 16_000, "vm-intro": 16_000}
"""Length of a sound in samples, 8,000 a second; the others are a tenth of a second long."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports on the loopback: SIP, the manager interface, the trunk's far end, and the phones by their number."""

    sip: int
    manager: int
    trunk: int
    phones: dict[str, int]
    rtp: int  # the first of a hundred


_PJSIP: Final = """
[global]
type=global
endpoint_identifier_order=username,ip

[transport]
type=transport
protocol=udp
bind=127.0.0.1:{sip}

[trunk]
type=endpoint
context=from-trunk
disallow=all
allow=ulaw
aors=trunk
direct_media=no
dtmf_mode=info

[trunk]
type=aor
contact=sip:127.0.0.1:{trunk}

[trunk]
type=identify
endpoint=trunk
match=127.0.0.1
"""
_PHONE: Final = """
[{number}]
type=endpoint
context=from-internal
disallow=all
allow=ulaw
aors={number}
direct_media=no
dtmf_mode=info
device_state_busy_at=1

[{number}]
type=aor
contact=sip:{number}@127.0.0.1:{port}
"""
_MANAGER: Final = """
[general]
enabled = yes
port = {manager}
bindaddr = 127.0.0.1
timestampevents = yes
channelvars = MIXMONITOR_FILENAME

[peygir]
secret = {secret}
read = call,agent,cdr,user,dialplan
write = call,agent,originate,reporting
"""
_EXTENSIONS: Final = """
[from-trunk]
exten => 137,1,Queue(137,t)
 same => n,Hangup()
exten => 139,1,Answer()
 same => n,Queue(137,t)
 same => n,Hangup()
exten => 140,1,Answer()
 same => n,Queue(137,t,,,3)
 same => n,Hangup()
exten => 141,1,MixMonitor(peygir-${UNIQUEID}.wav)
 same => n,Queue(137,t)
 same => n,Hangup()
exten => 138,1,Goto(peygir-in,${EXTEN},1)
exten => _+X.,1,Goto(peygir-in,${EXTEN},1)

[from-internal]
exten => _1XX,1,Dial(PJSIP/${EXTEN},25,t)
 same => n,Hangup()
exten => _0X.,1,Dial(PJSIP/${EXTEN}@trunk,8,T)
 same => n,Hangup()

#include peygir.conf
"""
_FIXED: Final = {
    "cdr.conf": "[general]\nenable = yes\n[csv]\nloguniqueid = yes\nloguserfield = yes\nnewcdrcolumns = yes\n",
    "cdr_manager.conf": "[general]\nenabled = yes\n[mappings]\nlinkedid => Linkedid\n",
    "features.conf": "[general]\natxfernoanswertimeout = 30\natxferabort = *1\n[featuremap]\natxfer => *2\n",
    "logger.conf": "[general]\n[logfiles]\nfull => notice,warning,error,verbose\n",
    "modules.conf": "[modules]\nautoload = yes\n",
    "queues.conf": (
        "[general]\n[137]\nstrategy = ringall\ntimeout = 15\nretry = 1\nringinuse = no\njoinempty = yes\n"
        "member => PJSIP/101\nmember => PJSIP/102\n"
    ),
    "voicemail.conf": "[general]\nformat = wav\nminsecs = 1\nmaxsilence = 0\n[default]\n137 => 1234,Box\n",
    "indications.conf": "[general]\ncountry = us\n[us]\nringcadence = 2000,4000\ndial = 350+440\n",
}


def write_settings(folder: Path, ports: Ports, *, dialplan: str, shared: Path | None) -> Path:
    """Write everything into `folder`; returns the path of asterisk.conf.

    `dialplan` is what the product exports; `shared` the installation's own data (its documentation of the modules),
    which is linked, since sounds are looked for beside it.
    """
    etc, data = folder / "etc", folder / "data"
    for name in ("etc", "data", "db", "spool", "run", "log", "log/cdr-csv", "keys"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path in shared.iterdir() if shared is not None else []:
        if path.name != "sounds":
            (data / path.name).symlink_to(path)
    _write_sounds(data / "sounds" / "en")
    pjsip = _PJSIP.format(sip=ports.sip, trunk=ports.trunk)
    pjsip += "".join(_PHONE.format(number=number, port=port) for number, port in ports.phones.items())
    texts = _FIXED | {
        "pjsip.conf": pjsip,
        "manager.conf": _MANAGER.format(manager=ports.manager, secret=SECRET),
        "extensions.conf": _EXTENSIONS,
        "peygir.conf": dialplan,
        "rtp.conf": f"[general]\nrtpstart = {ports.rtp}\nrtpend = {ports.rtp + 99}\n",
    }
    for name, text in texts.items():
        (etc / name).write_text(text)
    places = {
        "astetcdir": etc,
        "astvarlibdir": data,
        "astdatadir": data,
        "astdbdir": folder / "db",
        "astkeydir": folder / "keys",
        "astspooldir": folder / "spool",
        "astrundir": folder / "run",
        "astlogdir": folder / "log",
    }
    directories = "".join(f"{name} => {path}\n" for name, path in places.items())
    main = etc / "asterisk.conf"
    main.write_text(f"[directories]\n{directories}[options]\nverbose = 3\n")
    return main


def _write_sounds(folder: Path) -> None:
    """Silence under every name that a dialplan of ours plays."""
    (folder / "digits").mkdir(parents=True)
    for name in SOUNDS:
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(b"\0\0" * SAMPLES.get(name, 800))
