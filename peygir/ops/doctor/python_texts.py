"""What can be wrong with Python, its packages and the built files."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

PYTHON_TOO_OLD: Final = FaultKind(
    "python-too-old",
    _("This Python is version {found}; Peygir needs {needed} or later."),
    _("Install a newer Python, remove the folder .venv and start ./run again."),
)
ENVIRONMENT_MISSING: Final = FaultKind(
    "environment-missing",
    _("There is no environment {folder} with the packages, so nothing can start."),
    _("Run ./run serve: the first start makes it."),
)
ENVIRONMENT_HALF_MADE: Final = FaultKind(
    "environment-half-made",
    _("The environment {folder} was left half made, by a kill or a full disk."),
    _("Run ./run serve: it makes the environment anew."),
)
ENVIRONMENT_OLD: Final = FaultKind(
    "environment-old",
    _("The environment {folder} was not renewed after an update of the program."),
    _("Run ./run migrate or ./run serve: it brings the environment up to date."),
)
WRONG_ENVIRONMENT: Final = FaultKind(
    "wrong-environment",
    _(
        "The doctor runs with {found}, not with the project's own environment {needed}; other commands started this way use other packages."
    ),
    _("Start every command by ./run in the project's folder."),
)
PACKAGES_MISSING: Final = FaultKind(
    "packages-missing",
    _("These packages are not installed: {names}."),
    _("Remove the folder .venv and start ./run again; for an installed wheel: pip install --force-reinstall peygir."),
)
PACKAGES_DIFFER: Final = FaultKind(
    "packages-differ",
    _("These packages have another version than Peygir was tested with: {names}."),
    _("Remove the folder .venv and start ./run again; for an installed wheel install the versions of its lock file."),
)
PACKAGES_DAMAGED: Final = FaultKind(
    "packages-damaged",
    _("Files of these packages are missing or were changed after the installation: {names}."),
    _("Install them again: remove the folder .venv and start ./run; or pip install --force-reinstall."),
)
PACKAGE_FOR_SETTING_MISSING: Final = FaultKind(
    "package-for-setting-missing",
    _("{setting} needs the package {name}, which is not installed."),
    _("Install it into the same environment: pip install “peygir[{extra}]”."),
)
PYTHON_OPTIMISED: Final = FaultKind(
    "python-optimised",
    _("Python runs optimised (-O or PYTHONOPTIMIZE) and skips assertions that guard the data."),
    _("Unset PYTHONOPTIMIZE and start everything again."),
)
PYTHON_PATH_SET: Final = FaultKind(
    "python-path-set",
    _("PYTHONPATH is set, so other modules can take the place of Peygir's."),
    _("Unset PYTHONPATH where Peygir is started."),
    is_advice=True,
)
ASSETS_MISSING: Final = FaultKind(
    "assets-missing",
    _("The pages' styles and scripts are not built: pages work, but without their looks, maps and offline forms."),
    _("Run ./run serve, which builds them; an installed wheel brings them, so install it again."),
)
ASSETS_OLD: Final = FaultKind(
    "assets-old",
    _("The pages' styles and scripts were built from an older version of the code."),
    _("Run ./run serve, which builds them anew."),
)
ASSETS_DAMAGED: Final = FaultKind(
    "assets-damaged",
    _("The list of the built styles and scripts cannot be read, or files that it names are missing: {names}."),
    _("Remove the folder peygir/web/static/built and run ./run serve; or install the wheel again."),
)
TRANSLATIONS_MISSING: Final = FaultKind(
    "translations-missing",
    _("The compiled translation is missing or cannot be read for: {names}. Everybody reads English instead."),
    _("Install Peygir again; in a checkout run ./run check --fix."),
)
FONTS_MISSING: Final = FaultKind(
    "fonts-missing",
    _("Fonts that PDF files need are missing: {names}. Letters, certificates and reports cannot be printed."),
    _("Install Peygir again."),
)
CHECK_FAILED: Final = FaultKind(
    "check-failed",
    _("The check “{check}” could not be finished: {why}"),
    _("What this check looks at was not looked at. Mend the other faults first and run the doctor again."),
)
CHECK_TOOK_TOO_LONG: Final = FaultKind(
    "check-took-too-long",
    _("The check “{check}” did not end within {seconds} s and was left."),
    _("A disk or a server that it looks at does not answer; look at the other faults, and at the machine's logs."),
)
