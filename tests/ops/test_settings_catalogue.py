"""The catalogue of settings names what the code reads, with the code's own defaults, and the page shows it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lab import settings_page
from peygir.ops.settings_catalogue.facts import SettingFacts
from peygir.ops.settings_catalogue.known import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"PEYGIR_[A-Z0-9_]+|DATABASE(_[A-Z]+)?_URL")
# Variables of a call in the exchange's dialplan: they travel by AMI, not in an environment.
OF_THE_DIALPLAN = {
    "PEYGIR_ASK",
    "PEYGIR_CALL",
    "PEYGIR_HEARD",
    "PEYGIR_LINE",
    "PEYGIR_QUEUE",
    "PEYGIR_TOPIC",
    "PEYGIR_TOPIC_WORDS",
}
# What other programs define, and we pass on or look at.
OF_OTHERS = {
    "TMPDIR",
    "PYTHONPATH",
    "DJANGO_SETTINGS_MODULE",
    "JAVA_HOME",
    "LD_LIBRARY_PATH",
    "NODE_EXTRA_CA_CERTS",
    "OMP_NUM_THREADS",
    "PATH",
    "PYTHONUTF8",
}
READERS = (
    "environ",
    "environ.get",
    "environ.pop",
    "environ.setdefault",
    "getenv",
    "environment.get",
    "environment_value",
)


@cache
def sources() -> list[tuple[Path, ast.Module]]:
    paths = sorted((ROOT / "peygir").rglob("*.py"))
    return [
        (path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths if "settings_catalogue" not in path.parts
    ]


def constants(tree: ast.Module) -> dict[str, str]:
    """The module's names of texts: `URL: Final = "PEYGIR_PBX_URL"`."""
    by_constant = {}
    for node in tree.body:
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            by_constant[target.id] = value.value
    return by_constant


def reads(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    """The variables that a module reads from an environment, with what it takes without them."""
    known = constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            called, arguments = node.value, [node.slice]
        elif isinstance(node, ast.Call):
            called, arguments = node.func, node.args
        else:
            continue
        words = ast.unparse(called)
        if arguments and any(words == one or words.endswith(f".{one}") for one in READERS):
            first = arguments[0]
            name = first.value if isinstance(first, ast.Constant) else known.get(ast.unparse(first))
            if isinstance(name, str) and name.isupper():
                yield name, arguments[1] if len(arguments) > 1 else None


def in_texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            yield node.value


def by_name() -> dict[str, SettingFacts]:
    every = [one for settings in SETTINGS.values() for one in settings]
    names = {one.name: one for one in every}
    assert len(names) == len(every), "a setting stands in the catalogue twice"
    return names


def is_known(name: str, names: dict[str, SettingFacts]) -> bool:
    if name in names:
        return True
    return any(known.endswith("…") and name.startswith(known[:-1]) for known in names)


# These are names of WSGI, in an environ of a request and not of the process.
WSGI = re.compile(r"(HTTP|REMOTE|CONTENT|PATH|REQUEST|QUERY|SERVER|SCRIPT)_[A-Z_]+|wsgi\..*")


def test_every_variable_that_the_code_reads_is_in_the_catalogue() -> None:
    names, missing = by_name(), []
    for path, tree in sources():
        by_constant = {name for name, _ in reads(tree) if not WSGI.fullmatch(name)} | set(in_texts(tree))
        missing += [
            f"{path.relative_to(ROOT)}: {name}"
            for name in sorted(by_constant - OF_THE_DIALPLAN - OF_OTHERS)
            if not is_known(name, names)
        ]
    assert not missing, "\n".join(missing)


def test_the_catalogue_names_nothing_that_nobody_reads() -> None:
    read = {name for _, tree in sources() for name in {*in_texts(tree), *(name for name, _ in reads(tree))}}
    unread = [name for name in by_name() if name.removesuffix("…") not in read]
    assert not unread, unread
    assert not read & OF_THE_DIALPLAN & {name for _, tree in sources() for name, _ in reads(tree)}


def test_the_defaults_are_those_of_the_code() -> None:
    names, wrong, compared = by_name(), [], set()
    for path, tree in sources():
        for name, default in reads(tree):
            if name not in names or not isinstance(default, ast.Constant) or not isinstance(default.value, str):
                continue
            shown = names[name].default
            if (shown and not default.value) or names[name] in SETTINGS["Set by Peygir itself"]:
                continue  # empty counts as unset there, and the code that has the default reads it again
            compared.add(name)
            if shown != default.value and not shown.startswith("("):
                wrong.append(f"{path.relative_to(ROOT)}: {name} is {default.value!r}, shown as {shown!r}")
    assert not wrong, "\n".join(wrong)
    assert {"PEYGIR_CITY", "PEYGIR_SESSION_HOURS", "PEYGIR_REPLICA_LAG", "PEYGIR_LEAVE_URL"} <= compared


def test_what_is_secret_is_said_to_be() -> None:
    for name, setting in by_name().items():
        sounds_secret = re.search(r"(SECRET|TOKEN|KEY)(?!S?_DAYS)", name) and name != "PEYGIR_BACKUP_KEY"
        assert setting.is_secret or not sounds_secret, name
        assert all(part.islower() for part in setting.read_by), name


def test_the_page_shows_the_catalogue() -> None:
    assert settings_page.check(ROOT) == []
    text = (ROOT / settings_page.PAGE).read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in by_name())


def test_a_variable_that_nobody_wrote_down_is_found() -> None:
    planted = ast.parse(
        'import os\nNAME = "PEYGIR_PLANTED"\nx = os.environ.get(NAME, "7")\ny = os.environ["PEYGIR_OTHER"]\n'
    )
    assert {name for name, _ in reads(planted)} == {"PEYGIR_PLANTED", "PEYGIR_OTHER"}
    assert not is_known("PEYGIR_PLANTED", by_name())
    assert is_known("PEYGIR_SMS_KAVENEGAR", by_name())
