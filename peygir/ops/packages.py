"""Installs packages into the environment of a checkout, by uv where the machine has it and by pip otherwise.

Runs under the machine's own Python, before any library is installed.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from peygir.ops.progress import Progress

UV_SOURCES: Final = (
    "UV_DEFAULT_INDEX",
    "UV_INDEX_URL",
    "UV_INDEX",
    "UV_EXTRA_INDEX_URL",
    "UV_FIND_LINKS",
    "UV_CONFIG_FILE",
)
"""What tells uv, in the environment, where packages come from."""
_PIP_SOURCES: Final = re.compile(r"^\S*\.(index-url|extra-index-url|find-links|no-index|proxy)=", re.MULTILINE)


class NotInstalled(Exception):
    """pip failed; `output` is the end of what it printed."""

    def __init__(self, label: str, output: str) -> None:
        self.label, self.output = label, output
        super().__init__(label)


def uv(python: Path, label: str, *arguments: str) -> bool:
    """Install by the machine's uv, which takes a tenth of pip's processor time; returns whether it did.

    It is not asked where pip was told of a mirror and uv was not, since it does not read pip's settings.
    """
    program = shutil.which("uv")
    if program is None or not knows_the_sources(python):
        return False
    command = [program, "pip", "install", "--quiet", "--no-progress", "--python", str(python), *arguments]
    with Progress(f"{label} (uv)"):
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def knows_the_sources(python: Path) -> bool:
    """Whether uv takes packages from where pip would."""
    if any(os.environ.get(name) for name in UV_SOURCES):
        return True
    asked = [str(python), "-I", "-m", "pip", "config", "list"]
    told = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return told.returncode == 0 and not _PIP_SOURCES.search(told.stdout)


def pip(python: Path, label: str, total: int, *arguments: str) -> None:
    """Run pip with a progress line; its output is shown only if it fails. Raises NotInstalled."""
    command = [str(python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    # Modules are compiled when first imported; most of the packages (holidays of all countries) never are.
    command.append("--no-compile")
    output_lines: list[str] = []
    with (
        Progress(label, total) as progress,
        subprocess.Popen(
            [*command, "--progress-bar", "off", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        for output_line in process.stdout:
            output_lines.append(output_line)
            if output_line.startswith(("Collecting ", "Requirement already satisfied", "Ignoring ")):
                progress.step()
            elif output_line.startswith("Installing collected"):
                progress.label = f"{label}, unpacking"
    if process.returncode != 0:
        raise NotInstalled(label, "".join(output_lines[-25:]))
