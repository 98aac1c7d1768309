"""Commands on offers and visits: one transaction each."""

from app.visits.service.answering import (
    accept,
    decline,
    keep_time,
    move,
    offer_time,
    part,
    propose,
    recognise,
    set_newcomers,
    take_note,
    withdraw,
)
from app.visits.service.asking import ask
from app.visits.service.entering import enter
from app.visits.service.offers import list_in_the_way, renew_feed, save_offer
from app.visits.service.outcome import save_outcome
from app.visits.service.own import agree, ask_again, cancel, change_people, choose_mails, refuse_proposal, suggest_again

__all__ = [
    "accept", "agree", "ask", "ask_again", "cancel", "change_people", "choose_mails", "decline", "enter", "keep_time",
    "list_in_the_way", "move", "offer_time", "part", "propose", "recognise", "refuse_proposal", "renew_feed", "save_offer",
    "save_outcome", "set_newcomers", "suggest_again", "take_note", "withdraw",
]  # fmt: skip
