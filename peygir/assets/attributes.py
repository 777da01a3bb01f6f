"""The typed attributes of a type of assets, and the check of an asset's values against them.

The types are those of Open311's service attributes: string, number, datetime (a day here), text, singlevaluelist and
multivaluelist.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from peygir.city.cells import read_day
from peygir.core.persian import ascii_digits, search_key
from peygir.core.refusals import Invalid
from peygir.core.translation import Names, Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.core.writing import writing_of

DATATYPES: Final[dict[str, Text]] = {
    "string": pgettext_lazy("type of an attribute", "one line"),
    "number": pgettext_lazy("type of an attribute", "number"),
    "datetime": pgettext_lazy("type of an attribute", "day"),
    "text": pgettext_lazy("type of an attribute", "text"),
    "singlevaluelist": pgettext_lazy("type of an attribute", "one of a list"),
    "multivaluelist": pgettext_lazy("type of an attribute", "some of a list"),
}
LISTS: Final = frozenset({"singlevaluelist", "multivaluelist"})
LONGEST: Final = {"string": 200, "text": 2000}
MOST_ATTRIBUTES: Final = 40
MOST_VALUES: Final = 100
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")

Value = str | float | list[str]


class AttributeIsNeeded(Invalid):
    """A required attribute has no value."""

    message = _("“{name}” is needed for this type of asset.")


class ValueDoesNotFit(Invalid):
    """The value is not of the attribute's type."""

    message = _("“{text}” is no value of “{name}”, which is: {datatype}.")


class ValueIsNotListed(Invalid):
    """The value is none of the attribute's list."""

    message = _("“{text}” is not in the list of “{name}”.")


class AttributeIsUnknown(Invalid):
    """The type has no such attribute."""

    message = _("This type of asset has no attribute “{code}”.")


class DefinitionIsWrong(Invalid):
    """The line that describes an attribute cannot be read."""

    message = _("The attribute in line {line} is not right: {why}")


@dataclass(frozen=True, slots=True)
class AssetAttribute:
    """One attribute of a type: `values` holds (key, Persian, English) of each choice of a list."""

    code: str
    datatype: str
    name_fa: str
    name_en: str = ""
    is_required: bool = False
    values: tuple[tuple[str, str, str], ...] = ()

    @property
    def names(self) -> Names:
        """The attribute's name by language."""
        return Names.of(self.name_fa, self.name_en)

    def shown(self, value: Value, language: str) -> str:
        """A stored value as text."""
        if isinstance(value, list):
            comma = writing_of(language).comma
            return comma.join(self._choice(key, language) for key in value)
        if self.datatype in LISTS:
            return self._choice(str(value), language)
        return f"{value:g}" if isinstance(value, float | int) else value

    def _choice(self, key: str, language: str) -> str:
        names = next(((fa, en) for known, fa, en in self.values if known == key), None)
        return Names.of(*names).in_language(language) if names else key

    def stored(self) -> dict[str, Any]:
        """The attribute as its type's row keeps it."""
        return {
            "code": self.code,
            "datatype": self.datatype,
            "name_fa": self.name_fa,
            "name_en": self.name_en,
            "is_required": self.is_required,
            "values": [list(choice) for choice in self.values],
        }

    @classmethod
    def of_stored(cls, row: Mapping[str, Any]) -> "AssetAttribute":
        """The attribute of a stored row."""
        values = tuple((str(key), str(fa), str(en)) for key, fa, en in row["values"])
        return cls(row["code"], row["datatype"], row["name_fa"], row["name_en"], row["is_required"], values)


def checked(attributes: Sequence[AssetAttribute], given: Mapping[str, object]) -> dict[str, Value]:
    """The values as they are stored, by the attribute's code; empty ones are left out.

    `given` holds texts, numbers or lists of texts. Raises AttributeIsUnknown, AttributeIsNeeded, ValueDoesNotFit,
    ValueIsNotListed: the first fault.
    """
    values, faults = checked_all(attributes, given)
    if faults:
        raise faults[0][1]
    return values


def checked_all(
    attributes: Sequence[AssetAttribute], given: Mapping[str, object]
) -> tuple[dict[str, Value], list[tuple[str, Invalid]]]:
    """The values that fit, and every fault with the attribute's code."""
    known = {one.code: one for one in attributes}
    faults: list[tuple[str, Invalid]] = [
        (code, AttributeIsUnknown(code=code[:40])) for code in given if code not in known
    ]
    values: dict[str, Value] = {}
    for attribute in attributes:
        texts = _texts(given.get(attribute.code))
        if not texts:
            if attribute.is_required:
                faults.append((attribute.code, AttributeIsNeeded(name=attribute.names)))
            continue
        try:
            values[attribute.code] = _value(attribute, texts)
        except Invalid as fault:
            faults.append((attribute.code, fault))
    return values, faults


def _texts(given: object) -> list[str]:
    parts: Iterable[object] = given if isinstance(given, list | tuple) else [given]
    texts = [plain(str(part)) for part in parts if part is not None and not isinstance(part, dict)]
    return [text for text in texts if says_something(text)]


def _value(attribute: AssetAttribute, texts: list[str]) -> Value:
    if attribute.datatype == "multivaluelist":
        parts = [part for text in texts for part in re.split(r"[,،;|]", text) if part.strip()]
        return list(dict.fromkeys(_listed(attribute, part.strip()) for part in parts))
    text = texts[0]
    if len(texts) > 1:
        raise _unfit(attribute, ", ".join(texts))
    match attribute.datatype:
        case "singlevaluelist":
            return _listed(attribute, text)
        case "number":
            return _number(attribute, text)
        case "datetime":
            return _day(attribute, text)
    if len(text) > LONGEST[attribute.datatype] or (attribute.datatype == "string" and "\n" in text):
        raise _unfit(attribute, text)
    return text


def _listed(attribute: AssetAttribute, text: str) -> str:
    wanted = search_key(text)
    for choice in attribute.values:
        if wanted in (search_key(word) for word in choice if word):
            return choice[0]
    raise ValueIsNotListed(text=text[:60], name=attribute.names)


def _number(attribute: AssetAttribute, text: str) -> float:
    digits = ascii_digits(text).replace("٫", ".").replace("٬", "")
    try:
        number = float(digits)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in digits or len(digits) > 30:
        raise _unfit(attribute, text)
    return number


def _day(attribute: AssetAttribute, text: str) -> str:
    day = read_day(text)
    if day is None:
        raise _unfit(attribute, text)
    return day.isoformat()


def _unfit(attribute: AssetAttribute, text: str) -> ValueDoesNotFit:
    return ValueDoesNotFit(text=text[:60], name=attribute.names, datatype=DATATYPES[attribute.datatype])


def read_definitions(text: str) -> list[AssetAttribute]:
    """The attributes of a type as people write them: one in a line, its parts separated by upright bars.

    `code | datatype | Persian name | English name | required | key=Persian=English; key=Persian=English`; what follows
    the Persian name may be left out. Raises DefinitionIsWrong.
    """
    attributes: list[AssetAttribute] = []
    for number, written in enumerate(plain(text).splitlines(), start=1):
        if not written.strip():
            continue
        parts = [part.strip() for part in written.split("|")] + [""] * 6
        attribute = _definition(number, parts)
        if attribute.code in {one.code for one in attributes}:
            raise DefinitionIsWrong(line=number, why=_("the code “{code}” comes twice.", code=attribute.code))
        attributes.append(attribute)
    if len(attributes) > MOST_ATTRIBUTES:
        raise DefinitionIsWrong(line=MOST_ATTRIBUTES + 1, why=_("there are too many attributes."))
    return attributes


def _definition(number: int, parts: list[str]) -> AssetAttribute:
    code, datatype, name_fa, name_en, needed, listed = parts[:6]
    if not _CODE.fullmatch(code):
        raise DefinitionIsWrong(line=number, why=_("its code must be small Latin letters, digits and underscores."))
    if datatype not in DATATYPES:
        raise DefinitionIsWrong(line=number, why=_("its type must be one of {types}.", types=", ".join(DATATYPES)))
    if not name_fa or max(len(name_fa), len(name_en)) > 80:
        raise DefinitionIsWrong(line=number, why=_("it needs a Persian name of up to 80 characters."))
    values = tuple(_choice_of(number, one) for one in listed.split(";") if one.strip())
    if (datatype in LISTS) != bool(values) or len(values) > MOST_VALUES:
        raise DefinitionIsWrong(line=number, why=_("a list needs its choices, and no other type has any."))
    return AssetAttribute(
        code, datatype, name_fa, name_en, needed.lower() in ("required", "yes", "1", "الزامی"), values
    )


def _choice_of(number: int, text: str) -> tuple[str, str, str]:
    key, _sign, names = text.strip().partition("=")
    name_fa, _second, name_en = names.partition("=")
    if not key.strip() or len(text) > 120:
        raise DefinitionIsWrong(line=number, why=_("a choice is written as key=Persian=English."))
    return key.strip(), name_fa.strip() or key.strip(), name_en.strip()


def written_definitions(attributes: Sequence[AssetAttribute]) -> str:
    """The attributes in the form that `read_definitions` reads."""
    lines = []
    for attribute in attributes:
        needed = "required" if attribute.is_required else ""
        choices = "; ".join("=".join(filter(None, choice)) for choice in attribute.values)
        parts = [attribute.code, attribute.datatype, attribute.name_fa, attribute.name_en, needed, choices]
        lines.append(" | ".join(parts).rstrip(" |"))
    return "\n".join(lines)
