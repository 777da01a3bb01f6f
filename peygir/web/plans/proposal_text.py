"""The text with which a proposal begins: reasons, the chosen option and its cost, in the city's language."""

from datetime import date

from django.utils.translation import gettext as _

from peygir.outlook.planning.facts import OptionFacts, ProblemFacts, ProgrammeFacts
from peygir.web.kit.current_city import current_city
from peygir.web.kit.rials import rials, tomans
from peygir.web.kit.standing_words import decimal_words
from peygir.web.kit.templatetags.ui import day, digits, named


def proposal_draft(problem: ProblemFacts, programme: ProgrammeFacts, option: OptionFacts) -> str:
    """Return the text, in paragraphs; the caller activates the language."""
    return "\n\n".join(part for part in (_reasons(problem), _solution(programme, option), _article(option)) if part)


def _reasons(problem: ProblemFacts) -> str:
    evidence = problem.evidence
    sentences = [_("Reasons: %(text)s") % {"text": problem.text}]
    if evidence.get("cases"):
        values = {
            "since": day(date.fromisoformat(evidence["first_on"])),
            "until": day(date.fromisoformat(evidence["last_on"])),
            "cases": digits(evidence["cases"]),
            "reports": digits(evidence["reports"]),
            "returned": digits(evidence["returned"]),
        }
        counts = _(
            "From %(since)s to %(until)s, %(cases)s cases with %(reports)s reports of citizens were registered about "
            "it; %(returned)s of them were opened again after the work."
        )
        sentences.append(counts % values)
    if problem.tried:
        sentences.append(_("Until now: %(text)s") % {"text": problem.tried})
    return " ".join(sentences)


def _solution(programme: ProgrammeFacts, option: OptionFacts) -> str:
    low, _likely, high = (round(share * 100) for share in option.effect)
    values = {
        "programme": programme.title,
        "option": option.title,
        "begins": day(option.begins_on),
        "ends": day(option.ends_on),
        "low": digits(low),
        "high": digits(high),
        "years": decimal_words(option.years, 0 if option.years == int(option.years) else 1),
    }
    text = _(
        "Solution: the programme “%(programme)s”, by the option “%(option)s”, from %(begins)s to %(ends)s. It is "
        "expected to avoid %(low)s to %(high)s percent of such cases for %(years)s years."
    )
    return text % values


def _article(option: OptionFacts) -> str:
    values = {
        "city": named(current_city()),
        "option": option.title,
        "rials": rials(option.cost[1]),
        "tomans": tomans(option.cost[1]),
    }
    text = _(
        "Single article: the Municipality of %(city)s is permitted to carry out “%(option)s” as described in the "
        "annex, for up to %(rials)s (%(tomans)s), and to pay for it from its budget."
    )
    return text % values
