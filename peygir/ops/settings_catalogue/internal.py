"""Variables that our processes set for each other, and those of tests; nobody sets them for an installation."""

from typing import Final

from peygir.ops.settings_catalogue.facts import ALL, COMMANDS, LIVE, PBX, SERVE, WEB, SettingFacts

INTERNAL: Final = (
    SettingFacts("PEYGIR_DATABASE_URL", "the database that a command has found or started, for its processes", ALL),
    SettingFacts("PEYGIR_PROCESS", "the kind of a process, for its time limits in the database", ALL),
    SettingFacts("PEYGIR_PARENT", "the process with which a child ends", ALL),
    SettingFacts("PEYGIR_SERVER_PID", "the server with which a web worker ends", (WEB, LIVE)),
    SettingFacts(
        "PEYGIR_COUNT_SQL", "`1`: responses carry the number of statements and their time; for benches", (WEB,)
    ),
    SettingFacts("PEYGIR_MADE_UP_PBX", "the port of the simulated exchange of `./run demo`", (*SERVE, PBX)),
    SettingFacts("PEYGIR_MADE_UP_DOOR", "its listening socket", (*SERVE, PBX)),
    SettingFacts("PEYGIR_TEST_DB", "the name of the tests' database", (COMMANDS,), "test_peygir"),
)
