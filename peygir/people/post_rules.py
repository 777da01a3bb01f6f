"""The rules of posts: which are valid on a day, which exclude each other, and which takes effect."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.people.role_catalogue import role_facts


class PostKind(Vocabulary):
    """How a person holds a post."""

    HOLDER = "holder", pgettext_lazy("kind of post", "holder")
    ACTING = "acting", pgettext_lazy("kind of post", "acting head")
    SUBSTITUTE = "substitute", pgettext_lazy("kind of post", "substitute")


# Days between the first and the last day of a post that a person may have typed in earnest.
LONGEST: Final = timedelta(days=80 * 366)
MOST_REASON: Final = 200

PostDeed = Literal["record", "end", "correct"]
PostFault = Literal["", "days", "own", "held"]


@dataclass(frozen=True, slots=True)
class PostSpan:
    """What the rules must know of a post; `to_on` is its last day, None: no end is known."""

    id: int
    staff_id: int
    unit_id: int | None
    role: str
    kind: str
    from_on: date
    to_on: date | None

    def is_valid(self, on: date) -> bool:
        """Whether the post is held on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def overlaps(self, other: "PostSpan") -> bool:
        """Whether the two share a day."""
        return (other.to_on is None or self.from_on <= other.to_on) and (
            self.to_on is None or other.from_on <= self.to_on
        )


@dataclass(frozen=True, slots=True)
class PostChange:
    """A change of one person's posts: `record` a new one, `end` one on a day, or `correct` one that was wrong.

    `post_id` names the post that ends or was wrong. A correction without a role withdraws it and records none instead.
    """

    deed: PostDeed
    post_id: int = 0
    unit_id: int | None = None
    role: str = ""
    kind: str = PostKind.HOLDER
    from_on: date | None = None
    to_on: date | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """The change as a proposal stores it."""
        days = {name: day.isoformat() if day else None for name, day in self._days().items()}
        return {**asdict(self), **days, "kind": str(self.kind), "role": str(self.role)}

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> "PostChange":
        """The change that a proposal stored by `as_json`."""
        days = {name: date.fromisoformat(values[name]) if values[name] else None for name in ("from_on", "to_on")}
        return cls(**{**values, **days})

    def _days(self) -> dict[str, date | None]:
        return {"from_on": self.from_on, "to_on": self.to_on}


def fault_in(post: PostSpan, others: Iterable[PostSpan]) -> tuple[PostFault, PostSpan | None]:
    """What is wrong with a post beside the posts of the same person and of the same unit, and the post it meets.

    "days": it ends before it begins, or lasts longer than a life; "own": the person has the same post on some of its
    days; "held": somebody else is the holder of the same leadership. Acting heads and substitutes may stand beside a
    holder.
    """
    if post.to_on is not None and not timedelta(0) <= post.to_on - post.from_on <= LONGEST:
        return "days", None
    for other in others:
        if other.id == post.id or not post.overlaps(other):
            continue
        if (other.unit_id, other.role) != (post.unit_id, post.role):
            continue
        if other.staff_id == post.staff_id:
            return "own", other
        if role_facts(post.role).is_sole and post.kind == other.kind == PostKind.HOLDER:
            return "held", other
    return "", None


def post_to_act_in(posts: Iterable[PostSpan], *, on: date, chosen_id: int | None) -> PostSpan | None:
    """The post in effect on a day: the chosen one while it is valid, else a holder's, the latest first; None: none."""
    valid = [post for post in posts if post.is_valid(on)]
    chosen = next((post for post in valid if post.id == chosen_id), None)
    if chosen is not None:
        return chosen
    return max(valid, key=lambda post: (post.kind == PostKind.HOLDER, post.from_on, post.id), default=None)


def order_of_leading(post: PostSpan) -> tuple[tuple[int, bool], date, int]:
    """The key that sorts the posts that lead a unit: the highest role first, then the earliest."""
    return role_facts(post.role).leading_order, post.from_on, post.id


def roles_held(role: str, posts: Iterable[PostSpan], *, on: date) -> frozenset[str]:
    """The role in effect and those of all posts that are not over on a day, the ones to come included.

    Who may change how an account signs in must be asked about all of them: its holder may choose any.
    """
    return frozenset({role, *(post.role for post in posts if post.to_on is None or post.to_on >= on)}) - {""}
