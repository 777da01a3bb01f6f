"""What every event kind is made of: a frozen, typed dataclass with a name, a file and a version.

A kind is declared once, in `peygir.history.kinds`. Its class names the values that an event of this kind carries and
their types; `record` takes an instance of it, so neither an unknown kind nor an unknown key can be written. Names of
kinds and keys that have been written once stay for ever, because the hash of the event covers them: a class may have
a better name than its kind, and a field than its key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import NoneType, UnionType
from typing import Any, ClassVar, Final, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints


class _Absent:
    """The type of ABSENT."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final[Any] = _Absent()
"""The default of a value that only some events of a kind carry: its key is then not written at all."""

PLAIN: Final = (str, int, float, bool, list, dict, NoneType)
"""What JSON can hold."""


class EventIsNotKnown(LookupError):
    """No class of the catalogue has this kind."""


class EventIsNotRight(TypeError):
    """The values of an event do not fit its class: a key too many, one that is missing, or one of another type."""


class EventData:
    """The values of one event; each kind is a subclass, declared with `event`."""

    kind: ClassVar[str]
    file: ClassVar[str]
    version: ClassVar[int]
    ends: ClassVar[bool]
    is_internal: ClassVar[bool]
    touches: ClassVar[frozenset[str]]
    _keys: ClassVar[tuple[tuple[str, str, tuple[type, ...]], ...]]

    def data(self) -> dict[str, Any]:
        """The values by their keys, without those that are absent. Raises EventIsNotRight for a value of another type.

        A subclass of str or int (an enumeration) is written as what it is.
        """
        values: dict[str, Any] = {}
        for name, key, types in self._keys:
            value = getattr(self, name)
            if value is ABSENT:
                continue
            if not isinstance(value, types) or (value.__class__ is bool and bool not in types):
                raise EventIsNotRight(f"{self.kind}: {key} is a {type(value).__name__}")
            if key in values:
                raise EventIsNotRight(f"{self.kind}: two values have the key {key}")
            values[key] = value
        return values

    def touched(self) -> frozenset[str]:
        """The fields of the file that this event changed, of those that its kind `touches`."""
        return self.touches


Event = TypeVar("Event", bound=EventData)
_BY_KIND: Final[dict[str, type[EventData]]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def event(
    kind: str,
    *,
    file: str,
    ends: bool = False,
    is_internal: bool = False,
    touches: str = "",
    version: int = 1,
    keys: Mapping[str, str] | None = None,
) -> Callable[[type[Event]], type[Event]]:
    """Declare the class below as the kind `kind` of the files called `file`.

    `ends` says that an event of this kind wakes no action; every other kind stands in `journey.plot.WAKES`.
    `is_internal` keeps it out of the story that the holder of a tracking code reads. `touches` names the fields of the
    file that such an event changes, so that two people may be told that they changed the same (`journey.sync`).
    `keys` gives the key of a field whose name differs from it; a trailing `_` is no part of the key (`from_`: "from").
    """

    def declare(cls: type[Event]) -> type[Event]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.kind, made.file, made.ends, made.is_internal, made.version = kind, file, ends, is_internal, version
        made.touches = frozenset(touches.split())
        hints = get_type_hints(made)
        named = keys or {}
        made._keys = tuple(
            (one.name, named.get(one.name, one.name.removesuffix("_")), _types(hints[one.name]))
            for one in fields(made)  # type: ignore[arg-type]
        )
        if kind in _BY_KIND:
            raise ValueError(f"two classes are called {kind}")
        _BY_KIND[kind] = made
        return made

    return declare


def _types(hint: Any) -> tuple[type, ...]:
    """The classes that a value with this annotation may have."""
    if hint is Any:
        return PLAIN
    if isinstance(hint, UnionType):
        return tuple(each for part in get_args(hint) for each in _types(part))
    if hint is None:
        return (NoneType,)
    plain = get_origin(hint) or hint
    return (float, int) if plain is float else (plain,)


def catalogue() -> Mapping[str, type[EventData]]:
    """Every kind with its class, in the order of declaration."""
    return _BY_KIND


def class_of(kind: str) -> type[EventData]:
    """The class of a kind. Raises EventIsNotKnown."""
    try:
        return _BY_KIND[kind]
    except KeyError:
        raise EventIsNotKnown(kind) from None


def read(kind: str, data: Mapping[str, Any]) -> EventData:
    """A stored event as its class. Raises EventIsNotKnown, and EventIsNotRight where the values do not fit it."""
    known = class_of(kind)
    names = {key: name for name, key, _ in known._keys}
    unknown = sorted(set(data) - set(names))
    if unknown:
        raise EventIsNotRight(f"{kind}: nobody knows {', '.join(unknown)}")
    try:
        values = known(**{names[key]: value for key, value in data.items()})
    except TypeError as failure:
        raise EventIsNotRight(f"{kind}: {failure}") from None
    values.data()
    return values
