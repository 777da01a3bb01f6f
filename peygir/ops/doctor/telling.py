"""Prints what the doctor found, in words or as JSON, and says by the exit code whether anything is wrong."""

import argparse
import json
import sys
from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every, languages, ngettext_lazy, pgettext_lazy
from peygir.ops.doctor.examining import examined, installation_here
from peygir.ops.doctor.kinds import DoctorFinding

WELL: Final = 0
ILL: Final = 1
NOTHING_WRONG: Final = _("Nothing is wrong with this installation.")
NOTHING_CHANGED: Final = _("Nothing was changed, and no secret was shown.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the form, and whether to ask servers outside."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--outside", action="store_true", help="also ask mail, SMS, storage and the public address")


def tell(*, is_json: bool, is_outside: bool) -> int:
    """Examine the installation and print; 1 when something is wrong, 0 for advice alone or nothing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # also where the machine's language has no letters
    installation = installation_here(is_outside=is_outside)
    findings = examined(installation)
    faults = [finding for finding in findings if not finding.kind.is_advice]
    if is_json:
        data = {
            "home": str(installation.home),
            "is_well": not faults,
            "faults": [finding.as_data() for finding in faults],
            "advice": [finding.as_data() for finding in findings if finding.kind.is_advice],
        }
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        print(in_every(_("Home: {home}", home=installation.home), "\n"))
        for finding in findings:
            _print(finding)
        _print_sum(len(faults), len(findings) - len(faults))
    return ILL if faults else WELL


def _print(finding: DoctorFinding) -> None:
    sign = "•" if finding.kind.is_advice else "✗"
    print(f"\n{sign} {finding.kind.code}")
    for language in languages():
        what, remedy = finding.sentences(language)
        print(f"  {what}\n  → {remedy}")


def _print_sum(faults: int, advice: int) -> None:
    print()
    if not faults:
        print(f"✓ {in_every(NOTHING_WRONG)}")
    else:
        print(f"✗ {in_every(ngettext_lazy('{count} fault', '{count} faults', faults))}")
    if advice:
        print(f"• {in_every(ngettext_lazy('{count} piece of advice', '{count} pieces of advice', advice))}")
    print(f"{in_every(NOTHING_CHANGED, chr(10))}\n{in_every(pgettext_lazy('terminal', 'every code: docs/doctor.md'))}")
