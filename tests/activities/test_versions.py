"""What differs between an activity as it was and as it is."""

import json
from dataclasses import replace

from app.activities.versions import Change, Version, changes, from_plain

BEFORE = Version(
    "language_cafe", {"sv": "Språkkafé"}, {"sv": "Kafé", "ar": "مقهى"}, {}, {"sv": "Kom!"}, 1, None, "Magneteten", "",
    ("ar", "sv"), False, 0, ("newcomers",), (), "none", "public", ("Maria",), "", {},
)  # fmt: skip


def test_nothing_differs_from_itself_kept_as_json():
    assert changes(BEFORE, from_plain(json.loads(json.dumps(BEFORE.as_plain())))) == []


def test_a_text_differs_in_its_own_language_only():
    after = replace(BEFORE, title={"sv": "Kafé", "ar": "مقهى اللغة"})

    assert changes(BEFORE, after) == [Change("title", "ar", "مقهى", "مقهى اللغة")]


def test_a_text_that_is_new_or_gone_has_nothing_on_the_other_side():
    after = replace(BEFORE, summary={"en": "Coffee"}, description={})

    assert changes(BEFORE, after) == [Change("summary", "en", "", "Coffee"), Change("description", "sv", "Kom!", "")]


def test_another_room_is_another_place_and_another_name_is_not():
    moved = replace(BEFORE, room_id=2, room_name="Rum 2")

    assert changes(BEFORE, moved) == [Change("place", "", ("Magneteten", ""), ("Magneteten", "Rum 2"))]
    assert changes(BEFORE, replace(BEFORE, place_name="Nya Magneteten", type_title={"sv": "Kafé"})) == []


def test_what_has_changed_stands_in_the_order_of_the_form():
    after = replace(
        BEFORE, type_key="other", title={"sv": "X"}, spoken=("sv",), children_welcome=True, cost_kr=5, tags=(),
        signup="required", visibility="link", contact=("Ali",),
    )  # fmt: skip

    assert [(change.name, change.language) for change in changes(BEFORE, after)] == [
        ("type", ""), ("title", "ar"), ("title", "sv"), ("spoken", ""), ("children_welcome", ""), ("cost_kr", ""),
        ("tags", ""), ("signup", ""), ("visibility", ""), ("contact", ""),
    ]  # fmt: skip
