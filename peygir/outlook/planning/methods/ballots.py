"""Votes on projects, as the file format of Pabulib holds them: projects with costs, ballots, a budget.

Format: https://pabulib.org/format. Approval ballots (and `choose-1`) name projects; cumulative and scoring ballots give
each of them points. Without a column project_id the first column of PROJECTS is the id. Amounts are read exactly, as
decimal fractions.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

APPROVAL: Final = ("approval", "choose-1")
POINTS: Final = ("cumulative", "scoring")
SECTIONS: Final = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("vote",)}
"""The sections of a file, and the columns that each needs; ballots with points need `points` too."""
_COUNTED: Final = ("budget", "vote_type")
_AMOUNT: Final = re.compile(r"\d{1,18}(?:\.\d{0,9}|,\d{1,2})?", re.ASCII)
"""With a comma, as some countries write decimals; three digits after it would be thousands elsewhere."""
MOST_PROJECTS: Final = 5_000
MOST_BALLOTS: Final = 1_000_000
MOST_NAMED: Final = 5_000_000
"""Projects that all ballots together name."""
_MOST: Final = {"META": 1_000, "PROJECTS": MOST_PROJECTS, "VOTES": MOST_BALLOTS}
_TOO_MUCH: Final = _(
    "it has more than {projects} projects or {ballots} votes", projects=MOST_PROJECTS, ballots=MOST_BALLOTS
)


class VoteFileIsWrong(Invalid):
    """A line of a file of votes cannot be used."""

    message = _("Line {line} of the file of votes: {why}")


class VoteFileIsIncomplete(Invalid):
    """A part of a file of votes is missing, or is of a kind that is not counted."""

    message = _("The file of votes cannot be counted: {why}")


@dataclass(frozen=True, slots=True)
class VotedProject:
    """A project on the ballot: its id, its cost in the currency of the budget, and its name if the file has one."""

    key: str
    cost: Fraction
    name: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """What a file of votes holds: the budget, the projects, and each ballot as points by project (1 if approved)."""

    budget: Fraction
    projects: tuple[VotedProject, ...]
    ballots: tuple[Mapping[str, Fraction], ...]
    kind: str = "approval"


def read_votes(text: str) -> Vote:
    """Return the votes of a Pabulib file. Raises VoteFileIsWrong, VoteFileIsIncomplete."""
    sections = _sections(text)
    meta = _meta(sections["META"])
    kind = meta.get("vote_type", "approval").casefold()
    if kind not in APPROVAL + POINTS:
        raise VoteFileIsIncomplete(why=_("votes of the type “{kind}” cannot be counted this way", kind=kind))
    if "budget" not in meta:
        raise VoteFileIsIncomplete(why=_("it names no budget"))
    budget = _amount(meta["budget"])
    if not budget:
        raise VoteFileIsIncomplete(why=_("“{text}” is no budget", text=meta["budget"]))
    projects = tuple(_projects(sections["PROJECTS"]))
    ballots = tuple(_ballots(sections["VOTES"], {project.key for project in projects}, has_points=kind in POINTS))
    if not projects or not ballots:
        raise VoteFileIsIncomplete(why=_("it holds no projects, or no votes"))
    return Vote(budget, projects, ballots, kind)


@dataclass(frozen=True, slots=True)
class _VoteLine:
    """A line of a section: its number in the file, and its cells by the names of the section's columns."""

    number: int
    cells: Mapping[str, str]

    def cell(self, *names: str) -> str:
        """Return the text of the first of these columns that is filled. Raises VoteFileIsWrong if none is."""
        for name in names:
            if value := self.cells.get(name, ""):
                return value
        raise VoteFileIsWrong(line=self.number, why=_("the column “{column}” is empty", column=names[0]))


def _sections(text: str) -> dict[str, list[_VoteLine]]:
    sections: dict[str, list[_VoteLine]] = {}
    section, headings, ended = "", None, 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True, skipinitialspace=True)
    try:
        for row in rows:
            ended = rows.line_num
            cells = [cell.strip().strip("\ufeff") for cell in row]
            if not any(cells):
                continue
            if (name := cells[0].upper()) in SECTIONS and not any(cells[1:]):
                if name in sections:
                    raise VoteFileIsWrong(line=rows.line_num, why=_("the section “{name}” is there twice", name=name))
                section, headings = name, None
                sections[section] = []
            elif not section:
                raise VoteFileIsWrong(line=rows.line_num, why=_("it stands before the first section"))
            elif headings is None:
                headings = _headings(section, cells, rows.line_num)
            else:
                sections[section].append(_VoteLine(rows.line_num, dict(zip(headings, cells, strict=False))))
                if len(sections[section]) > _MOST[section]:
                    raise VoteFileIsIncomplete(why=_TOO_MUCH)
    except csv.Error as error:
        raise VoteFileIsWrong(line=ended + 1, why=_("its quotation marks are not in pairs")) from error
    if missing := [name for name in SECTIONS if name not in sections]:
        raise VoteFileIsIncomplete(why=_("the section “{name}” is missing", name=missing[0]))
    return sections


def _headings(section: str, cells: Sequence[str], line_number: int) -> list[str]:
    """Return the names of the columns of a section. Raises VoteFileIsWrong if one that it needs is missing."""
    headings = [cell.casefold() for cell in cells]
    if section == "PROJECTS" and "project_id" not in headings:
        headings[0] = "project_id"
    for name in SECTIONS[section]:
        if name not in headings:
            raise VoteFileIsWrong(line=line_number, why=_("the column “{column}” is missing", column=name))
        if headings.count(name) > 1:
            raise VoteFileIsWrong(line=line_number, why=_("the column “{column}” is there twice", column=name))
    return headings


def _meta(lines: Sequence[_VoteLine]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for row in lines:
        key = row.cells["key"].casefold()
        if key in meta and key in _COUNTED:
            raise VoteFileIsWrong(line=row.number, why=_("“{key}” is there twice", key=key))
        meta[key] = row.cells.get("value", "")
    return meta


def _projects(lines: Sequence[_VoteLine]) -> Iterator[VotedProject]:
    seen: set[str] = set()
    for row in lines:
        key, written = ascii_digits(row.cell("project_id")), row.cell("cost")
        cost = _amount(written)
        if cost is None:
            raise VoteFileIsWrong(line=row.number, why=_("“{text}” is no cost", text=written))
        if key in seen:
            raise VoteFileIsWrong(line=row.number, why=_("the project “{key}” is there twice", key=key))
        seen.add(key)
        yield VotedProject(key, cost, row.cells.get("name", ""))


def _ballots(lines: Sequence[_VoteLine], projects: set[str], *, has_points: bool) -> Iterator[dict[str, Fraction]]:
    seen: set[str] = set()
    total = 0
    for row in lines:
        if voter := ascii_digits(row.cells.get("voter_id", "")):
            if voter in seen:
                raise VoteFileIsWrong(line=row.number, why=_("the voter “{key}” is there twice", key=voter))
            seen.add(voter)
        named = _parts(ascii_digits(row.cells.get("vote", "")))
        for key in named:
            if key not in projects:
                raise VoteFileIsWrong(line=row.number, why=_("there is no project “{key}”", key=key))
        if len(set(named)) < len(named):
            raise VoteFileIsWrong(line=row.number, why=_("it names a project twice"))
        total += len(named)
        if total > MOST_NAMED:
            raise VoteFileIsIncomplete(why=_TOO_MUCH)
        yield dict(zip(named, _points(row, len(named)) if has_points else [Fraction(1)] * len(named), strict=True))


def _points(row: _VoteLine, count: int) -> list[Fraction]:
    parts = _parts(row.cells.get("points", ""))
    amounts = [amount for part in parts if (amount := _amount(part)) is not None]
    if len(amounts) < len(parts) or len(parts) != count:
        why = _("its points are not one number from 0 for each project")
        raise VoteFileIsWrong(line=row.number, why=why)
    return amounts


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _amount(text: str) -> Fraction | None:
    """Return an amount from 0, written as a decimal number in digits of any script; None for anything else."""
    plain = ascii_digits(text).replace("٫", ".").strip()
    return Fraction(plain.replace(",", ".")) if _AMOUNT.fullmatch(plain) else None
