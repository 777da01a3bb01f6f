"""The settings of where a city's data lies and of who reaches it: home, database, secrets, addresses."""

from typing import Final

from peygir.ops.settings_catalogue.facts import (
    ALL,
    CLOCK,
    COMMANDS,
    LIVE,
    SERVE,
    SHARE,
    SHIP,
    WEB,
    WORKER,
    SettingFacts,
)

OF_MACHINE: Final = (
    SettingFacts(
        "PEYGIR_HOME", "the data folder of this machine", ALL, "(`var` in the checkout, else here)", "/srv/peygir"
    ),
    SettingFacts(
        "DATABASE_URL",
        "a PostgreSQL server in place of the embedded one; the URL has the role that web and worker connect as",
        ALL,
        "(the embedded server)",
        "postgresql://peygir_app:…@db.example/peygir?sslmode=verify-full",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_OWNER_DATABASE_URL",
        "the same database with the role that owns the tables; no process gets it that serves",
        (*SERVE, COMMANDS),
        "(one role does everything)",
        "postgresql://peygir_owner:…@db.example/peygir?sslmode=verify-full",
        is_secret=True,
    ),
    SettingFacts(
        "DATABASE_REPLICA_URL",
        "a streaming replica of `DATABASE_URL` that public pages, maps and exports are read from "
        "([Several machines](several-machines.md#reading-from-a-replica))",
        (WEB,),
        "(everything is read from the database itself)",
        "postgresql://peygir_app:…@replica.example/peygir?sslmode=verify-full",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_REPLICA_LAG",
        "by how many seconds the replica may be behind; further behind it is not read",
        (WEB,),
        "5",
        "2",
    ),
    SettingFacts(
        "PEYGIR_SECRET_KEY",
        "signs links and sessions; the same on all machines",
        ALL,
        "(made at the first start, in the file `secret_key` of the home)",
        "a random text of 64 letters",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_SECRET_KEY_FALLBACKS",
        "former keys, separated by commas; their signatures stay valid: "
        "[another signing key](keys-and-connections.md#another-signing-key)",
        ALL,
        "",
        "the former key",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_RECORD_KEY",
        "the key of the public record, the content of the file `record_key`; the same on all machines",
        (WEB, WORKER, CLOCK, COMMANDS),
        "(made at the first start, in the file `record_key` of the home)",
        '{"origin": "137.example/record", "seed": "…", "blinding": "…"}',
        is_secret=True,
    ),
    SettingFacts("PEYGIR_CITY", "the code of the city that the pages show", ALL, "shiraz", "yazd"),
    SettingFacts(
        "PEYGIR_HOSTS",
        "host names of requests that are answered, separated by commas",
        (WEB, LIVE),
        "localhost,127.0.0.1,[::1]",
        "137.example",
    ),
    SettingFacts(
        "PEYGIR_PUBLIC_URL",
        "the base URL of links in messages; with `https://` cookies are `Secure` and have the name prefix `__Host-`, "
        "and responses carry HSTS; when it changes, everybody signs in again",
        ALL,
        "http://127.0.0.1:8137",
        "https://137.example",
    ),
    SettingFacts(
        "PEYGIR_PROXIES",
        "addresses and networks of the city's own proxies, separated by commas; the forwarding headers of these alone "
        "are believed: [Behind a proxy](operations.md#behind-a-proxy)",
        (WEB, LIVE),
        "",
        "127.0.0.1,10.20.0.0/16",
    ),
    SettingFacts(
        "PEYGIR_LIVE_PORT",
        "the port of the live stream, or `off`",
        (*SERVE, WEB, LIVE),
        "(the next free one above the web's)",
        "8138",
    ),
    SettingFacts(
        "PEYGIR_LIVE_URL",
        "where browsers reach the live stream: `:8138` (this host at that port) or a path of the proxy",
        (WEB,),
        "(the same host at that port)",
        "/live",
    ),
    SettingFacts(
        "PEYGIR_HEALTH_TOKEN",
        "bearer token that gives a program the metrics of `/health` and `/metrics`",
        (WEB,),
        "(nobody but staff)",
        "a random text",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_S3_BUCKET",
        "the bucket of an S3-compatible store for files ([Photos and files](media.md))",
        (WEB, WORKER, CLOCK, SHARE, SHIP),
        "(the folder `uploads` in the home)",
        "peygir-uploads",
    ),
    SettingFacts(
        "PEYGIR_S3_ENDPOINT", "the store's URL", (WEB, WORKER, CLOCK, SHARE, SHIP), "(Amazon's)", "https://s3.example"
    ),
    SettingFacts("PEYGIR_S3_KEY", "the access key", (WEB, WORKER, CLOCK, SHARE, SHIP), "", "AKIA…", is_secret=True),
    SettingFacts("PEYGIR_S3_SECRET", "its secret", (WEB, WORKER, CLOCK, SHARE, SHIP), "", "…", is_secret=True),
    SettingFacts("PEYGIR_S3_REGION", "the region", (WEB, WORKER, CLOCK, SHARE, SHIP), "us-east-1", "eu-central-1"),
    SettingFacts(
        "PEYGIR_S3_PREFIX",
        "a folder in the bucket, for a bucket that is shared",
        (WEB, WORKER, CLOCK, SHARE),
        "",
        "shiraz",
    ),
    SettingFacts(
        "PEYGIR_S3_HOST_STYLE",
        "`1`: the bucket's name is part of the host name",
        (WEB, WORKER, CLOCK, SHARE, SHIP),
        "(part of the path)",
        "1",
    ),
    SettingFacts(
        "PEYGIR_BACKUP_KEY",
        "the public key that encrypts backups, or the path of a file with one such key on each line",
        (SHIP, COMMANDS),
        "(no backup without `--plain`)",
        "age1…",
    ),
    SettingFacts(
        "PEYGIR_BACKUP_DAYS",
        "age of the last backup in days beyond which `/health` reports a fault; 0: no check",
        (WEB,),
        "2",
        "8",
    ),
    SettingFacts(
        "PEYGIR_BACKUPS_KEPT_DAYS",
        "for how many days the city keeps each backup; the pages on erased data say so; 0: they say that nothing is "
        "set. Peygir deletes no backup itself",
        (WEB,),
        "0",
        "90",
    ),
    SettingFacts(
        "PEYGIR_RECOVERY",
        "a second place for base backups and the database's log: a folder, or `bucket:NAME` ([Recovery](recovery.md))",
        (*SERVE, WEB, SHIP, COMMANDS),
        "(none)",
        "/srv/other-disk/peygir",
    ),
    SettingFacts("PEYGIR_RECOVERY_DAYS", "for how many days back a recovery is possible", (SHIP,), "35", "90"),
    SettingFacts(
        "PEYGIR_STANDBY_SECONDS",
        "seconds for which commits wait for a second machine that is gone (2 to 40)",
        SERVE,
        "20",
        "40",
    ),
)
