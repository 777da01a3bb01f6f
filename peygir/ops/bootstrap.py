"""Makes the environment that everything else runs in, once, and repairs an incomplete one.

Runs under the machine's own Python, so it uses the standard library alone. Each step leaves a stamp with the digest of
its inputs; a start that finds all stamps up to date does nothing.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops import assets, packages
from peygir.ops.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"
BUSY = VENV / "half-made"
LOCKS = ROOT / "requirements"

LOOKS_ONLY = "doctor"
"""The command that makes and mends nothing, not even its own environment."""
WITH_DEVELOPER_TOOLS = {"test", "check", "stories", "bench", "wheel"}
WITH_PAGES = {"check", "demo", "serve", "test", "stories", "bench", "wheel"}


def main() -> NoReturn:
    """Set up what the command needs, then exec the command."""
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    try:
        if command == LOOKS_ONLY:
            look_only()
        elif not is_ready(command):
            with only_one():
                set_up(command)
    except KeyboardInterrupt:
        sys.exit(130)
    except SetUpFailed as failure:
        print(failure, file=sys.stderr)
        sys.exit(1)
    except PermissionError as failure:
        print(
            in_every(
                _("This account may not write here: {folder}. Use a clone of your own.", folder=failure.filename), "\n"
            ),
            file=sys.stderr,
        )
        sys.exit(1)
    environment = {**os.environ, "PYTHONUTF8": os.environ.get("PYTHONUTF8", "1")}
    if command == LOOKS_ONLY:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), "-P", "-m", "peygir.ops", *sys.argv[1:]], environment)


def look_only() -> None:
    """Where there is no environment to run in, let this Python look at what is there; nothing is made."""
    if PYTHON.exists():
        return
    from peygir.ops.cli import main as run

    sys.exit(run(sys.argv[1:]))


class SetUpFailed(Exception):
    """A step of the set-up did not succeed; the message is for a person."""


def is_ready(command: str) -> bool:
    """Whether every stamp that the command needs is up to date."""
    if BUSY.exists() or read_stamp("environment") != environment_mark():
        return False
    if any(read_stamp(name) != current_stamp(name) for name in steps(command)):
        return False
    return command not in WITH_PAGES or assets.are_built(ROOT, stamp=read_stamp("assets"))


def set_up(command: str) -> None:
    """Run the steps whose stamp is missing or old, in order. Raises SetUpFailed."""
    if BUSY.exists() or read_stamp("environment") != environment_mark():
        make_environment()
    for name in steps(command):
        if read_stamp(name) == current_stamp(name):
            continue
        forget_stamp(name)
        with half_made():
            install_project() if name == "project" else install(name)
            write_stamp(name, current_stamp(name))
    if command in WITH_PAGES and not assets.are_built(ROOT, stamp=read_stamp("assets")):
        build_assets()


def steps(command: str) -> list[str]:
    """Return the lock files to install, and the project itself, for a command."""
    return ["base", "build", "project", *(["dev"] if command in WITH_DEVELOPER_TOOLS else [])]


def environment_mark() -> str:
    """Return a value that changes with the environment's Python version and the folder's path."""
    return f"{ROOT}\n{sys.version_info.major}.{sys.version_info.minor}\n"


def current_stamp(name: str) -> str:
    """Return the digest of a step's inputs."""
    if name == "project":
        content = (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    else:
        content = (LOCKS / f"{name}.txt").read_bytes()
    return hashlib.sha256(content).hexdigest()


def read_stamp(name: str) -> str | None:
    """Return the stamp of a finished step, or None."""
    try:
        return (STAMPS / name).read_text(encoding="utf-8")
    except OSError:
        return None


def write_stamp(name: str, content: str) -> None:
    """Mark a step as finished; the stamp appears complete or not at all."""
    STAMPS.mkdir(exist_ok=True)
    making = STAMPS / f"{name}.making"
    making.write_text(content, encoding="utf-8")
    making.replace(STAMPS / name)


def forget_stamp(name: str) -> None:
    """Mark a step as to be repeated."""
    (STAMPS / name).unlink(missing_ok=True)


@contextmanager
def half_made() -> Iterator[None]:
    """While packages are being written the environment counts as broken: a kill in this block makes it anew."""
    BUSY.touch()
    try:
        yield
    except SetUpFailed:
        BUSY.unlink()  # pip has restored everything itself
        raise
    BUSY.unlink()


@contextmanager
def only_one() -> Iterator[None]:
    """Hold a lock: of two concurrent starts the second waits until the first has set up."""
    with (ROOT / ".setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with Progress("waiting for another ./run"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make a fresh .venv with the Python that the current one was made with."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        # We run inside the environment to be deleted: let its base Python do it.
        base = getattr(sys, "_base_executable", "")
        if not base or Path(base) == PYTHON:
            raise SetUpFailed(f"The environment is damaged: remove the folder {VENV} and run this again.")
        shutil.rmtree(VENV, ignore_errors=True)
        os.execv(base, [base, "-I", "-c", BOOT, str(ROOT), *sys.argv[1:]])
    first = _("Peygir is making its environment; this happens only the first time.")
    print(in_every(first, "\n"), file=sys.stderr)
    if VENV.exists():
        shutil.rmtree(VENV)
    with Progress("environment"):
        try:
            venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
        except subprocess.CalledProcessError as failure:
            raise SetUpFailed(
                in_every(
                    _(
                        "Python could not make an environment: install its venv package "
                        "(on Debian and Ubuntu: apt-get install python3-venv)."
                    ),
                    "\n",
                )
            ) from failure
        write_stamp("environment", environment_mark())


BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from peygir.ops.bootstrap import main; main()"


def install(name: str) -> None:
    """Install one lock file, every download checked against its hash."""
    lock = LOCKS / f"{name}.txt"
    total = len(re.findall(r"^[a-z0-9]\S*==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    requirements = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock))
    with installing():
        if not packages.uv(PYTHON, f"packages: {name}", *requirements):
            packages.pip(PYTHON, f"packages: {name}", total, *requirements)


def install_project() -> None:
    """Put the project itself into the environment, in place."""
    with installing():
        packages.pip(PYTHON, "peygir", 0, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))


@contextmanager
def installing() -> Iterator[None]:
    """Say of a failed installation what a person can do. Raises SetUpFailed."""
    try:
        yield
    except packages.NotInstalled as failure:
        why = _(
            "This could not be installed ({label}); if the lines above speak of the network, check it and "
            "run this again.",
            label=failure.label,
        )
        raise SetUpFailed(failure.output + "\n" + in_every(why, "\n")) from failure


def build_assets() -> None:
    """Build the pages' assets; if that fails and an older build exists, print a warning and use it."""
    npm = assets.npm_of_machine() or assets.npm_of_wheel(site_packages())
    if npm is None:
        with half_made():
            install("node")
        npm = assets.npm_of_wheel(site_packages())
        if npm is None:
            raise SetUpFailed("Node was installed as a wheel but could not be found inside it.")
    forget_stamp("assets")
    try:
        with Progress("pages: packages"):
            assets.install_packages(ROOT, npm)
        with Progress("pages: styles and scripts"):
            write_stamp("assets", assets.build(ROOT, npm))
    except assets.AssetsNotBuilt as failure:
        if not (ROOT / assets.MANIFEST).exists():
            why = in_every(_("The pages' assets could not be built."), "\n")
            raise SetUpFailed(f"{failure}\n{why}") from failure
        print(f"{failure}\nThe pages' assets could not be built; the old ones are used.", file=sys.stderr)


def site_packages() -> Path:
    """Return the environment's folder of packages."""
    return VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


if __name__ == "__main__":
    main()
