"""Common lines that organisers choose instead of writing them: every language has them already (pure)."""

from collections.abc import Iterable

from app.languages import N_

PHRASES = {
    "all_levels": N_("Every level of Swedish is welcome."),
    "no_swedish": N_("You need not know any Swedish."),
    "bring_nothing": N_("You need not bring anything."),
    "bring_friend": N_("Bring a friend if you like."),
    "come_and_go": N_("You can come later and leave earlier."),
    "coffee": N_("There is coffee and tea."),
    "food": N_("There is something to eat."),
    "at_entrance": N_("We meet at the entrance."),
    "at_desk": N_("Ask for us at the information desk."),
    "lift_left": N_("The lift is to the left of the entrance."),
    "lift_right": N_("The lift is to the right of the entrance."),
    "outdoors": N_("We are outdoors. Dress for the weather."),
    "women": N_("Only for women."),
    "no_pictures": N_("Nobody takes pictures."),
}


def phrases_of(chosen: Iterable[str]) -> tuple[str, ...]:
    """What was chosen, not translated yet, in the order of the list; what the list no longer has is left out."""
    held = frozenset(chosen)
    return tuple(text for key, text in PHRASES.items() if key in held)
