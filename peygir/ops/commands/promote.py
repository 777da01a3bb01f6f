"""Make this standby the primary, after the checklist: only when the old primary is gone for good."""

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every

if TYPE_CHECKING:
    from peygir.ops.standby.promoting import StandbyPosition

NEEDS = "nothing"
CHECKLIST = (
    _("The old primary is switched off, or cut from the network at the switch, and nothing starts it by itself."),
    _("Who decides this is told, and the operators know that the pages are away for a minute."),
    _("The address of the city's pages will lead to this machine (DNS, proxy or the address itself)."),
    _("PEYGIR_RECOVERY, PEYGIR_BACKUP_KEY and all other settings are set here as they were there."),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what keeps the old primary off."""
    parser.add_argument(
        "--fenced", default="", metavar="SENTENCE", help="what keeps the old primary off, and who did it"
    )


def run(args: argparse.Namespace) -> int:
    """Print the checklist and what is known, check, and promote."""
    from peygir.ops.database import running_cluster
    from peygir.ops.standby import promoting

    with running_cluster(as_standby=True) as cluster:
        position = promoting.position_of(cluster)
        print(in_every(_("Before this machine becomes the primary:"), "\n"))
        for number, sentence in enumerate(CHECKLIST, 1):
            print(f"{number}. {in_every(sentence, chr(10) + '   ')}")
        _print_position(position)
        fenced = args.fenced
        if not fenced and sys.stdin.isatty():
            promoting.refuse_unless_silent(cluster)
            fenced = input(in_every(_("What keeps the old primary off, and who did it?")) + "\n> ")
        seconds = promoting.promote(cluster, fenced=fenced, by=getpass.getuser())
    print(
        in_every(
            _("Promoted in {seconds} seconds. Now: ./run serve here, and later ./run rejoin there.", seconds=seconds),
            "\n",
        )
    )
    return 0


def _print_position(position: "StandbyPosition") -> None:
    from peygir.ops.standby.guarding import SETTING, seconds_given

    contact = position.note.contact_at or "–"
    print(f"\nepoch {position.epoch} · last change {position.last_change} · last contact {contact}")
    seconds = int(seconds_given(os.environ.get(SETTING, "")))
    if position.was_protected:
        sentence = _(
            "At the last contact, {contact}, the primary had acknowledged nothing that this machine does not have. If "
            "it lived on for more than {seconds} seconds after that (a cut network), it went on alone, and what it "
            "acknowledged then is missing here.",
            contact=contact,
            seconds=seconds,
        )
    else:
        sentence = _(
            "The primary was unprotected when it was last seen: it may have acknowledged changes that this machine "
            "does not have. Look at the newest log in the second place (./run recover --list) before you go on."
        )
    print(in_every(sentence, "\n"))
