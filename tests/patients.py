"""What the doctor's tests ask: the codes that a check finds."""

from importlib import import_module

from peygir.core.translation import languages
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding


def codes(installation: Installation, *names: str) -> set[str]:
    """The codes that some checks find, such as `home` or `home.look_at_keys`; each has its sentences."""
    findings: list[DoctorFinding] = []
    for name in names:
        module, _, function = name.partition(".")
        findings += getattr(import_module(f"peygir.ops.doctor.{module}"), function or "look")(installation)
    for finding in findings:
        for language in languages():
            assert all(finding.sentences(language))
    return {finding.kind.code for finding in findings}
