"""Numbers and rules of honours as the reader writes them."""

from peygir.outlook.honours.usefulness import RULE_LABELS, UsefulnessRules
from peygir.web.kit.reader import decimal
from peygir.web.kit.templatetags.ui import in_language


def decimal_words(value: float, form: str = "g") -> str:
    """Return a number with the digits and the decimal sign of the viewer's language."""
    text = f"{value:{form}}"
    return decimal(text)


def rule_lines(rules: UsefulnessRules) -> list[tuple[str, str]]:
    """Return (name, value) of each rule."""
    return [(in_language(RULE_LABELS[name]), decimal_words(value)) for name, value in rules.as_json().items()]
