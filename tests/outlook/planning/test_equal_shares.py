"""Equal Shares against worked examples that others published; ties, points, completion, and files that are refused."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.bench.planning_goldens import example_vote
from peygir.outlook.planning.methods.ballots import (
    Vote,
    VotedProject,
    VoteFileIsIncomplete,
    VoteFileIsWrong,
    read_votes,
)
from peygir.outlook.planning.methods.equal_shares import equal_shares, usual_increment

HEAD = "META\nkey;value\nbudget;{budget}\nvote_type;{kind}\nPROJECTS\nproject_id;cost\n"


def vote(budget: object, costs: Mapping[str, object], *ballots: Mapping[str, object] | str) -> Vote:
    projects = tuple(VotedProject(key, Fraction(str(cost))) for key, cost in costs.items())
    given_points = [dict.fromkeys(one, 1) if isinstance(one, str) else one for one in ballots]
    points = tuple({key: Fraction(str(value)) for key, value in one.items()} for one in given_points)
    return Vote(Fraction(str(budget)), projects, points)


def test_the_first_example_of_equalshares_net() -> None:
    result = equal_shares(example_vote("bike path"))
    assert result.keys == ("bike path", "playground", "library")
    assert [purchase.payment for purchase in result.purchases] == [100, 50, Fraction(100, 3)]
    assert [purchase.effective_votes for purchase in result.purchases] == [7, 4, 3]


def test_the_second_example_where_some_pay_all_they_have() -> None:
    """https://equalshares.net/explanation rounds what is left to 43 and 60.5, and finds 4.1 and 3.2 votes."""
    result = equal_shares(example_vote("outdoor gym"))
    assert result.keys == ("outdoor gym", "new park", "playground")
    left = 100 - Fraction(400, 7)
    park = (250 - 3 * left) / 2
    # Two of the playground's voters give what the park left them, the other two the rest.
    playground = (200 - 2 * (100 - park)) / 2
    assert [purchase.payment for purchase in result.purchases] == [Fraction(400, 7), park, playground]
    assert float(result.purchases[1].effective_votes) == pytest.approx(4.1, abs=0.05)
    assert float(result.purchases[2].effective_votes) == pytest.approx(3.3, abs=0.05)


def test_an_example_of_the_book_on_approval_voting() -> None:
    """Lackner and Skowron, Multi-Winner Voting with Approval Preferences (2023), example 11: a, at 1/8 from each."""
    ballots = ["ab"] * 3 + ["ac"] * 3 + ["ad"] * 2 + ["bcf", "e", "f", "g"]
    result = equal_shares(vote(4, dict.fromkeys("abcdefgh", 1), *ballots), utility="cardinality")
    assert result.keys == ("a",)
    assert (result.share, result.purchases[0].payment) == (Fraction(1, 3), Fraction(1, 8))


def test_a_group_gets_its_part_of_the_budget() -> None:
    """51 voters want ten red projects, 49 want ten blue ones, the money is enough for ten: five of each."""
    costs = dict.fromkeys([*"ABCDEFGHIJ", *"abcdefghij"], 1)
    counted = vote(10, costs, *["ABCDEFGHIJ"] * 51, *["abcdefghij"] * 49)
    result = equal_shares(counted, completion="increase", increment=Fraction(1, 1000))
    assert (sum(key.isupper() for key in result.keys), len(result.keys)) == (5, 10)


def test_points_share_the_payment_and_order_the_projects() -> None:
    """Three voters with 10 each. Project a costs 12: the rate is 12/(4 + 2) = 2, so that they pay 8 and 4."""
    counted = vote(30, {"a": 12, "b": 12}, {"a": 4, "b": 1}, {"a": 2}, {"b": 5})
    result = equal_shares(counted, utility="cardinality")
    # b: 12/(1 + 5) = 2 as well. Both cost 12 and have two supporters: the earlier one is bought; 2 + 10 then pay b.
    assert result.keys == ("a", "b")
    assert result.purchases[0].payment == 2
    # The first voter has 2 left; at 12/6 = 2 he pays 2 and the third 10.
    assert result.purchases[1].payment == 2


@pytest.mark.parametrize(
    ("costs", "ballots", "first"),
    [
        ({"dear": 20, "cheap": 10}, ["dear", "cheap"], "cheap"),
        ({"few": 12, "many": 12}, [{"few": 2}, {"many": 1}, {"many": 1}], "many"),
        ({"earlier": 10, "later": 10}, [{"earlier": 1}, {"later": 1}], "earlier"),
    ],
)
def test_ties_go_to_the_lower_cost_then_more_supporters_then_the_earlier_one(
    costs: dict[str, object], ballots: list[dict[str, object] | str], first: str
) -> None:
    rows: list[Mapping[str, object]] = [{one: 1} if isinstance(one, str) else one for one in ballots]
    result = equal_shares(vote(100, costs, *rows), utility="cost")
    assert result.keys[0] == first


def test_the_increase_ends_before_the_budget_is_exceeded() -> None:
    second = example_vote("outdoor gym")
    result = equal_shares(second, completion="increase")
    costs = {project.key: project.cost for project in second.projects}
    assert result.keys == ("outdoor gym", "new park", "playground", "library")
    assert result.share == 117
    assert sum(costs[key] for key in result.keys) == 950
    finer = equal_shares(second, completion="increase", increment=Fraction(1, 4))
    assert finer.keys == result.keys
    assert result.share - 1 < finer.share <= result.share
    assert usual_increment(Fraction(9_999)) == 1
    assert usual_increment(Fraction(54_321_000)) == 10_000


def test_a_project_nobody_wants_does_not_keep_the_increase_going() -> None:
    result = equal_shares(vote(100, {"a": 50, "unloved": 1}, "a", {}), completion="increase")
    assert (result.keys, result.increases) == (("a",), 0)
    assert equal_shares(vote(100, {"a": 101}, "a"), completion="increase").keys == ()
    assert equal_shares(vote(100, {"free": 0}, {"free": 1})).keys == ("free",)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=6),
    st.lists(st.sets(st.integers(0, 5), max_size=6), min_size=1, max_size=12),
    st.integers(10, 150),
    st.sampled_from(["cost", "cardinality"]),
)
def test_nobody_pays_more_than_the_share_and_the_budget_holds(
    costs: list[int], approved: list[set[int]], budget: int, utility: str
) -> None:
    """Payments add up to the cost exactly, and a cohesive group with money for a project has one funded."""
    named = {str(place): cost for place, cost in enumerate(costs)}
    ballots = [{str(place): 1 for place in one if place < len(costs)} for one in approved]
    counted = vote(budget, named, *ballots)
    result = equal_shares(counted, utility="cost" if utility == "cost" else "cardinality")
    assert sum(named[key] for key in result.keys) <= budget
    assert len(set(result.keys)) == len(result.keys)
    left = [Fraction(budget, len(ballots))] * len(ballots)
    for purchase in result.purchases:
        paid = [
            min(money, purchase.payment) if purchase.project in ballot else Fraction(0)
            for money, ballot in zip(left, ballots, strict=True)
        ]
        assert sum(paid) == named[purchase.project]
        left = [money - payment for money, payment in zip(left, paid, strict=True)]
        assert min(left) >= 0
    for key, cost in named.items():
        money = sum(money for money, ballot in zip(left, ballots, strict=True) if key in ballot)
        assert key in result.keys or money < cost or not any(key in ballot for ballot in ballots)


def test_a_file_of_pabulib_is_read() -> None:
    text = (
        "\ufeffMETA\nkey; value\nbudget; ۲۵۰۰٫۵\nvote_type; cumulative\nPROJECTS\nproject_id; cost; name\n"
        '1; 600; "Park; stage II"\n2; 800.25; Road\nVOTES\nvoter_id; vote; points\na; 1,2; 3,2.5\nb;;\nc; 2; 5\n'
    )
    read = read_votes(text)
    assert (read.budget, read.kind, read.projects[0].name) == (Fraction(5001, 2), "cumulative", "Park; stage II")
    assert [dict(ballot) for ballot in read.ballots] == [{"1": 3, "2": Fraction(5, 2)}, {}, {"2": 5}]


def test_a_file_of_older_tools_is_read() -> None:
    """Sections in small letters, no column project_id, no voters' ids, a decimal comma, line ends of two kinds."""
    text = "meta\nkey;value\nBudget;100000\r\nprojects\nname;cost\r\np1;50000\n p۲;49999,5\nvotes\nvote\np1\n p2\n"
    read = read_votes(text)
    assert [(project.key, project.cost) for project in read.projects] == [("p1", 50000), ("p2", Fraction(99999, 2))]
    assert equal_shares(read).keys == ("p2", "p1")


def test_an_example_of_pabutools() -> None:
    """Its second approval example: the outcomes by both utilities, and with shares raised by a tenth."""
    counted = vote(4, {"0": 1, "1": "0.9", "2": 2, "3": "1.09"}, "0", "123", "123", "2")
    assert sorted(equal_shares(counted, utility="cardinality").keys) == ["0", "1", "3"]
    assert sorted(equal_shares(counted, utility="cost").keys) == ["0", "2"]
    tenth = Fraction(1, 10)
    raised = equal_shares(counted, utility="cost", completion="increase", increment=tenth)
    assert sorted(raised.keys) == ["0", "1", "2"]
    raised = equal_shares(counted, utility="cardinality", completion="increase", increment=tenth)
    assert sorted(raised.keys) == ["0", "1", "3"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("a;1\nVOTES\nvoter_id;vote\nx;b\n", "Line 10 of the file of votes: there is no project “b”"),
        ("a;1\nVOTES\nvoter_id;vote\nx;a,a\n", "it names a project twice"),
        ("a;1\nVOTES\nvoter_id;vote\nx;a\nx;a\n", "the voter “x” is there twice"),
        ("a;1\na;2\nVOTES\nvoter_id;vote\nx;a\n", "Line 8 of the file of votes: the project “a” is there twice"),
        ("a;much\nVOTES\nvoter_id;vote\nx;a\n", "“much” is no cost"),
        ("a;-1\nVOTES\nvoter_id;vote\nx;a\n", "“-1” is no cost"),
        ("a;\nVOTES\nvoter_id;vote\nx;a\n", "the column “cost” is empty"),
        ("a;1,000\nVOTES\nvoter_id;vote\nx;a\n", "“1,000” is no cost"),
        ("a;1\nVOTES\nvoter_id;votes\nx;a\n", "Line 9 of the file of votes: the column “vote” is missing"),
        ("a;1\nVOTES\nvote;vote\nx;a\n", "Line 9 of the file of votes: the column “vote” is there twice"),
        ("a;1\nVOTES\nvoter_id;vote\nx;a\nVOTES\n", "the section “VOTES” is there twice"),
        ('a;1;"open\nVOTES\nvoter_id;vote\nx;a\n', "Line 7 of the file of votes: its quotation marks are not in pairs"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(body: str, reason: str) -> None:
    with pytest.raises(VoteFileIsWrong) as refused:
        read_votes(HEAD.format(budget=10, kind="approval") + body)
    assert reason in refused.value.words("en")
    assert refused.value.words("fa") != refused.value.words("en")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD.format(budget=10, kind="ordinal") + "a;1\nVOTES\nvoter_id;vote\nx;a\n", "of the type “ordinal”"),
        (HEAD.format(budget=0, kind="approval") + "a;1\nVOTES\nvoter_id;vote\nx;a\n", "“0” is no budget"),
        (HEAD.format(budget=9, kind="approval") + "a;1\n", "the section “VOTES” is missing"),
        (HEAD.format(budget=9, kind="approval") + "a;1\nVOTES\nvoter_id;vote\n", "no projects, or no votes"),
        ("", "the section “META” is missing"),
        ("META\nkey;value\nPROJECTS\nproject_id;cost\nVOTES\nvoter_id;vote\n", "it names no budget"),
    ],
)
def test_a_file_without_a_part_is_refused(text: str, reason: str) -> None:
    with pytest.raises(VoteFileIsIncomplete) as refused:
        read_votes(text)
    assert reason in refused.value.words("en")


def test_a_budget_may_be_said_once() -> None:
    with pytest.raises(VoteFileIsWrong) as refused:
        read_votes(HEAD.format(budget="10\nbudget;20", kind="approval") + "a;1\nVOTES\nvoter_id;vote\nx;a\n")
    assert "Line 4 of the file of votes: “budget” is there twice" in refused.value.words("en")


def test_points_must_fit_the_projects() -> None:
    text = HEAD.format(budget=10, kind="scoring") + "a;1\nb;1\nVOTES\nvoter_id;vote;points\nx;a,b;"
    for points in ("1", "1,x", "1,-2", ""):
        with pytest.raises(VoteFileIsWrong) as refused:
            read_votes(f"{text}{points}\n")
        assert "its points are not one number" in refused.value.words("en")
