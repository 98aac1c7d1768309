"""Which groups are likely the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.visits.recognition import GroupName, same_group, suggest

KOMVUX = "Hässleholms vuxenutbildning"
TEXT = st.text(alphabet="aå2 -B", max_size=6)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("SFI 2B", "sfi-2b"),
        ("SFI 2B", "SFI 2 b"),
        ("SFI 2B", " Sfi2B. "),
        ("SFI 2B", "SFI klass 2B"),
        ("Språkintroduktion 1", "SPRAKINTRODUKTION-1"),
        ("Gruppen", "gruppen"),
        ("SFI ٢B", "SFI 2B"),
    ],
)
def test_one_name_written_in_two_ways(name, other):
    assert same_group(name, KOMVUX, other, KOMVUX)


@pytest.mark.parametrize(
    ("name", "other"),
    [("SFI 2A", "SFI 2B"), ("SFI 2", "SFI 2B"), ("SFI 1 2", "SFI 12"), ("2B", "B2"), ("Klassen", "Gruppen"), ("", "-")],
)
def test_names_of_different_groups(name, other):
    assert not same_group(name, KOMVUX, other, KOMVUX)


@pytest.mark.parametrize(
    ("organisation", "other"),
    [
        ("Linnéskolan", "LINNESKOLAN"),
        ("Linnéskolan", "Linné-skolan"),
        ("Linnéskolan", "Linnéskolan i Hässleholm"),
        ("Hässleholms kommun, Linnéskolan", "Linnéskolan"),
        ("Vinslövs skola", "Vinslöv skola"),
    ],
)
def test_one_organisation_written_in_two_ways(organisation, other):
    assert same_group("2B", organisation, "2 b", other)
    assert same_group("2B", other, "2 b", organisation)


@pytest.mark.parametrize(
    ("organisation", "other"),
    [
        ("Linnéskolan", "Västra skolan"),
        ("Östra skolan", "Västra skolan"),
        ("Österskolan", "Västerskolan"),
        ("Röda Korset Tyringe", "Röda Korset Vinslöv"),
        ("Skolan", "Östra skolan"),
        ("Linnéskolan", ""),
        ("", ""),
    ],
)
def test_the_same_name_at_another_organisation_is_another_group(organisation, other):
    assert not same_group("2B", organisation, "2B", other)
    assert not same_group("2B", other, "2B", organisation)


@given(TEXT, TEXT, TEXT, TEXT)
def test_likeness_goes_both_ways(name, organisation, other, elsewhere):
    assert same_group(name, organisation, other, elsewhere) == same_group(other, elsewhere, name, organisation)


def test_the_likeliest_groups_are_suggested_first():
    here, in_town = GroupName("sfi 2b", KOMVUX, 1), GroupName("SFI-2B", "Vuxenutbildning", 2)
    untold, elsewhere = GroupName("SFI 2 B", "", 3), GroupName("SFI 2B", "ABF", 4)
    other = GroupName("SFI 2A", KOMVUX, 5)

    asked = GroupName("SFI 2B", "Hässleholms Vuxenutbildning")

    assert suggest(asked, [untold, other, in_town, elsewhere, here]) == [here, in_town, untold]


def test_of_groups_as_likely_the_order_stays():
    known = [GroupName("2B", "Linnéskolan", number) for number in (7, 3, 5)]

    assert suggest(GroupName("2b", "Linnéskolan"), known) == known


def test_a_group_is_not_suggested_to_itself():
    known = [GroupName("2B", "Linnéskolan", 1), GroupName("2B", "Linnéskolan", 2), GroupName("2B", "Linnéskolan")]

    assert suggest(known[0], known) == known[1:]


def test_where_the_organisation_is_not_told_the_name_alone_suggests():
    assert suggest(GroupName("SFI 2B", ""), [GroupName("sfi 2b", KOMVUX, 1)])


def test_a_group_without_a_name_is_like_no_other():
    assert suggest(GroupName(" - ", KOMVUX), [GroupName("", KOMVUX, 1)]) == []


@given(TEXT, TEXT, st.lists(st.builds(GroupName, TEXT, TEXT), max_size=8))
def test_every_likely_group_is_suggested_and_none_that_is_not_known(name, organisation, known):
    suggested = suggest(GroupName(name, organisation), known)

    likely = [one for one in known if same_group(name, organisation, one.name, one.organisation)]
    assert set(likely) <= set(suggested) <= set(known)
    assert set(suggested[: len(likely)]) == set(likely)
