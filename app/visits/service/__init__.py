"""Commands on offers and visits: one transaction each."""

from app.visits.service.answering import (
    accept,
    decline,
    move,
    offer_time,
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
from app.visits.service.own import agree, ask_again, cancel, change_people, choose_mails, refuse_proposal

__all__ = [
    "accept", "agree", "ask", "ask_again", "cancel", "change_people", "choose_mails", "decline", "enter",
    "list_in_the_way", "move", "offer_time", "propose", "recognise", "refuse_proposal", "renew_feed", "save_offer",
    "save_outcome", "set_newcomers", "take_note", "withdraw",
]  # fmt: skip
