"""What helps in writing: drafts that outlive the page, colleagues named in notes, templates and the preview."""

from datetime import timedelta

import pytest

from peygir.cases import actions as cases
from peygir.cases import queries as cases_queries
from peygir.cases.actions.mentions import NobodyToMention, names_in
from peygir.cases.drafts import drafts_of
from peygir.cases.models import Draft
from peygir.desks.answers import actions as answers
from peygir.desks.answers import notices, templates
from peygir.desks.answers.actions.templates import TemplateHasChanged
from peygir.desks.answers.models import AnswerTemplate, Message, Notice
from peygir.desks.answers.previews import previews
from peygir.people.actions import NotYourWork
from peygir.people.models import Staff
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


# ── drafts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def words_of(code: str, by: Actor) -> dict[str, dict[str, str]]:
    return {form: row.words for form, row in drafts_of(make.case(code), by).items()}


def test_a_draft_is_one_persons_and_one_forms(town: Town) -> None:
    code = make.in_hand()
    cases.keep_draft(code, form="finish", typed={"note": "چاله", "form": ""}, seen=3, by=town.clerk)
    cases.keep_draft(code, form="finish", typed={"note": "چاله پر شد"}, seen=3, by=town.clerk)
    cases.keep_draft(code, form="note", typed={"note": "اکیپ رفت"}, seen=3, by=town.clerk)
    assert words_of(code, town.clerk) == {"finish": {"note": "چاله پر شد"}, "note": {"note": "اکیپ رفت"}}
    assert words_of(code, town.manager) == {}
    cases.keep_draft(code, form="note", typed={"note": "  "}, seen=3, by=town.clerk)
    assert set(words_of(code, town.clerk)) == {"finish"}


def test_a_draft_goes_when_it_is_sent_and_stays_when_it_is_refused(town: Town) -> None:
    code = make.in_hand()
    cases.keep_draft(code, form="finish", typed={"note": "چاله پر شد"}, seen=3, by=town.clerk)
    with make.refused(cases.SomethingIsMissing):
        make.command(code, "finish", town.clerk, note="", form="آسفالت", draft="finish")
    assert words_of(code, town.clerk)
    make.command(code, "finish", town.clerk, note="چاله پر شد", form="آسفالت", draft="finish")
    assert words_of(code, town.clerk) == {}


def test_whoever_may_not_see_a_case_keeps_no_draft_in_it(town: Town) -> None:
    code = make.in_hand()
    with make.refused(cases.NoSuchCase):
        cases.keep_draft(code, form="note", typed={"note": "x"}, seen=0, by=town.clerk_two)


def test_drafts_are_thrown_away_or_forgotten(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    for form in ("note", "decline"):
        cases.keep_draft(code, form=form, typed={"note": "x"}, seen=0, by=town.clerk)
    cases.discard_draft(code, form="note", by=town.manager)
    assert Draft.objects.count() == 2
    cases.discard_draft(code, form="note", by=town.clerk)
    assert set(words_of(code, town.clerk)) == {"decline"}
    assert cases.forget_old_drafts(before=town_clock.moment - timedelta(days=1)) == 0
    assert cases.forget_old_drafts(before=town_clock.moment + timedelta(seconds=1)) == 1


# ── mentions ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@clerk_b ببین", ["clerk_b"]),
        ("سلام @clerk_b، @manager.", ["clerk_b", "manager"]),
        ("(@clerk_b) @clerk_b", ["clerk_b"]),
        ("نشانی ali@clerk_b است", []),
        ("@ @- ۲@۳", []),
    ],
)
def test_names_after_an_at(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_a_named_colleague_finds_a_notice_and_a_mail(town: Town) -> None:
    Staff.objects.filter(username="clerk_b").update(email="b@example.org")
    code = make.in_hand()
    make.command(code, "note", town.clerk, version=None, note="@clerk_b و @manager فردا سر بزنید")
    assert Notice.objects.count() == 0
    drain(twice=True)
    (notice,) = notices.notices_of(town.clerk_b)
    assert (notice.code, notice.is_new, notice.is_visible, notice.who) == (code, True, True, "نام clerk")
    assert "فردا سر بزنید" in notice.words
    assert notices.count_new(town.manager.id) == 1
    assert notices.count_new(town.clerk.id) == 0
    (mail,) = Message.objects.filter(kind="mentioned")
    assert (mail.address, mail.channel) == ("b@example.org", "mail")
    assert "نام clerk" in mail.body
    assert "فردا سر بزنید" not in mail.body  # the words themselves stay in the house
    answers.see_notices(by=town.clerk_b, only=notice.id)
    assert notices.count_new(town.clerk_b.id) == 0
    assert notices.count_new(town.manager.id) == 1


@pytest.mark.parametrize("name", ["clerk_two", "clerk_waste", "nobody"])
def test_whoever_may_not_see_the_case_cannot_be_named(town: Town, name: str) -> None:
    code = make.in_hand()
    with make.refused(NobodyToMention):
        make.command(code, "note", town.clerk, version=None, note=f"@{name} ببینید")


def test_a_case_that_left_ones_sight_shows_no_words(town: Town) -> None:
    code = make.in_hand()
    make.command(code, "note", town.clerk, version=None, note="@clerk_b ببین")
    drain()
    make.command(code, "refer", town.supervisor, unit_id=town.units["D-02"], note="آن سوست")
    drain()
    (line,) = notices.notices_of(town.clerk_b)
    assert (line.is_visible, line.words, line.topic) == (False, "", None)


# ── templates and preview ───────────────────────────────────────────────────────────────────────────────────────────


def keep(town: Town, by: Actor, **given: object) -> int:
    values = {
        "verb": "finish",
        "language": "fa",
        "title": "انجام شد",
        "body": "کار «{topic}» در {place} انجام شد.",
        "unit_id": by.unit_id,
        "topic_id": None,
    }
    return answers.save_template(town.city_id, by=by, **{**values, **given})  # type: ignore[arg-type]


def test_the_closest_template_comes_first_and_is_filled_in(town: Town) -> None:
    code = make.in_hand()
    case = make.case(code)
    keep(town, town.supervisor, unit_id=None, title="همه")
    keep(town, town.manager, title="واحد")
    keep(town, town.manager, title="واحد و موضوع", topic_id=case.topic_id)
    keep(town, town.supervisor, unit_id=town.units["D-02"], title="واحد دیگر")
    templates_found = templates.templates_for(case, verbs=["finish"])
    assert [one.title for one in templates_found] == ["واحد و موضوع", "واحد", "همه"]
    assert templates.templates_for(case, verbs=["decline"]) == []
    assert templates.fill(templates_found[0], case) == "کار «چاله خیابان» در ارم انجام شد."


def test_a_new_wording_ends_the_old_one(town: Town) -> None:
    first = keep(town, town.manager)
    second = keep(town, town.manager, body="تمام شد.", instead_of=first)
    assert [row.pk for row in templates.templates_of(town.city_id)] == [second]
    assert AnswerTemplate.objects.get(pk=first).valid_to is not None
    with make.refused(TemplateHasChanged):
        keep(town, town.manager, body="من هم نوشتم.", instead_of=first)
    answers.end_template(second, by=town.supervisor)
    assert templates.templates_of(town.city_id) == []


def test_templates_of_others_are_theirs(town: Town) -> None:
    for by, unit_id in ((town.clerk, town.clerk.unit_id), (town.manager, None), (town.manager, town.units["D-02"])):
        with make.refused(NotYourWork):
            keep(town, by, unit_id=unit_id)
    with make.refused(NotYourWork):
        answers.end_template(keep(town, town.supervisor, unit_id=None), by=town.manager)


def test_the_preview_is_what_is_sent(town: Town) -> None:
    code = make.in_hand()
    case, reports = make.case(code), cases_queries.reports_of(make.case(code).pk)
    (seen,) = previews(case, "finish", answer="چاله پر شد.", reports=reports)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="آسفالت")
    drain()
    sent = Message.objects.get(kind="done", channel="sms")
    assert len(seen.body) == len(sent.body)
    assert seen.body.rpartition("/v/")[0] == sent.body.rpartition("/v/")[0]
    # The link in the preview speaks for nobody.
    assert set(seen.body.rpartition("/v/")[2].strip("/")) == {"x"}
    assert seen.length.parts > 1


def test_no_phone_no_message(town: Town) -> None:
    code = make.in_hand(phone=None)
    assert previews(make.case(code), "finish", answer="x", reports=cases_queries.reports_of(make.case(code).pk)) == []
    code = make.in_hand(phone=PHONES[3])
    assert previews(make.case(code), "wait", answer="x", reports=cases_queries.reports_of(make.case(code).pk)) == []


def test_a_city_begins_with_templates(town: Town) -> None:
    count = answers.load_default_templates(town.city_id)
    assert count > 5
    assert answers.load_default_templates(town.city_id) == 0
