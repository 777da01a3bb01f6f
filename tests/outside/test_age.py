"""The program `age` opens our backups, and we open what it encrypts."""

import io
import os
import subprocess
from pathlib import Path

import pytest

from peygir.ops.backups import age, keys
from tests.outside.systems import needs, program

pytestmark = needs("age")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, str]:
    """The file of a private key, and its public line."""
    private, public = keys.new_key()
    file = tmp_path / "key.txt"
    file.write_text(f"# public key: {public}\n{private}\n")
    return file, public


def run(*words: str | Path, data: bytes = b"") -> bytes:
    done = subprocess.run([str(word) for word in words], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_it_knows_our_keys_and_we_know_its(pair: tuple[Path, str], tmp_path: Path) -> None:
    file, public = pair
    assert run(program("age-keygen"), "-y", file).decode().strip() == public
    made = tmp_path / "made.txt"
    made.write_bytes(run(program("age-keygen")))
    told = next(line for line in made.read_text().splitlines() if "public key" in line).split()[-1]
    assert keys.public_line(keys.private_keys(made)[0].public_key()) == told


@pytest.mark.parametrize("size", [0, 1, age.PIECE - 1, age.PIECE, age.PIECE + 1, 3 * age.PIECE, 500_000])
def test_each_opens_what_the_other_wrote(pair: tuple[Path, str], size: int) -> None:
    file, public = pair
    data, other = os.urandom(size), keys.new_key()[1]
    ours = io.BytesIO()
    writer = age.Encrypting(ours, [other, public], remarks=[["peygir.backup/2", "2026-11-27", "1.0", public]])
    writer.write(data[: size // 3])
    writer.write(data[size // 3 :])
    writer.close()
    assert run(program("age"), "-d", "-i", file, data=ours.getvalue()) == data
    theirs = run(program("age"), "-r", other, "-r", public, data=data)
    assert io.BufferedReader(age.Decrypting(io.BytesIO(theirs), keys.private_keys(file))).read() == data
