"""What people would read of a change that is only rehearsed: inside its transaction, before that is undone."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.messages import rendering
from app.messages.rendering import Letter
from app.messages.steps import told


@dataclass(frozen=True)
class Reading:
    """Who would be told: how many by mail, in which languages (code -> people), how many by the host's own voice; and of
    each language one of the letters."""

    by_language: dict[str, int]
    aloud: int
    letters: dict[str, Letter]

    @property
    def mails(self) -> int:
        return sum(self.by_language.values())


def read_over(session: Session) -> Reading:
    """What the open transaction would tell."""
    so_far, letters = told(session), {}
    people = {(one.recipient, one.language): one for one in so_far.mails}
    for one in people.values():
        if one.language not in letters:
            # What opens somebody's own page is theirs alone.
            letters[one.language] = rendering.render(
                so_far.kind, one.language, {**one.about, "veiled": True}, so_far.body
            )
    counted = Counter(one.language for one in people.values())
    return Reading(dict(counted.most_common()), so_far.aloud, {code: made for code, made in letters.items() if made})
