"""What counting refuses, named after the facts."""

from app.errors import NotFound, Refused
from app.languages import N_


class TotalMissing(Refused):
    message = N_("Write how many came. If nobody came, write 0.")
    field = "total"


class CountBelowZero(Refused):
    message = N_("A count cannot be below zero.")


class CountTooHigh(Refused):
    message = N_("A count can be at most %(most)s.")


class UnknownCategory(Refused):
    message = N_("This type of activity does not count that category.")


class CategoriesAboveTotal(Refused):
    message = N_("The categories add up to %(sum)s, but the total is %(total)s. Change one of them.")
    field = "total"


class ChannelsMissing(Refused):
    message = N_("Write how many were visits. The rest are calls.")
    field = "visit_count"


class ChannelsNotTotal(Refused):
    message = N_("Visits and calls add up to %(sum)s, but the total is %(total)s. Change one of them.")
    field = "visit_count"


class ChannelsNotCounted(Refused):
    message = N_("This type of activity does not count visits and calls.")


class LoansNotCounted(Refused):
    message = N_("This type of activity does not count loans.")


class HoursNotCounted(Refused):
    message = N_("This type of activity does not count hours.")


class GroupsNotCounted(Refused):
    message = N_("This type of activity does not ask for the name of a group.")


class HoursOutOfRange(Refused):
    message = N_("Write the hours as a number from 0 to %(most)s.")
    field = "hours"


class GroupNameTooLong(Refused):
    message = N_("Write a name of at most %(most)s characters.")
    field = "group_name"


class UnknownMethod(Refused):
    message = N_("Choose how you know the categories.")
    field = "method"


class CancelledDateNotCounted(Refused):
    message = N_("This date is cancelled, so nobody is counted.")


class NotPublishedYet(Refused):
    message = N_("This activity is not published, so nobody is counted.")


class TooEarlyToCount(Refused):
    message = N_("You can count from %(clock)s on the day itself.")


class NotStartedYet(Refused):
    message = N_("The date has not started yet. You can save at %(clock)s at the earliest.")


class ReasonWanted(Refused):
    message = N_("Write why the numbers change.")
    field = "reason"


class RecordChanged(Refused):
    message = N_("Somebody else saved other numbers meanwhile. Look at them, and then save yours if they are right.")


class NothingToTakeAway(Refused):
    message = N_("It is zero already.")


class TotalHoldsCategories(Refused):
    message = N_("The categories add up to the total. Take away from a category first.")


class MembersNotCounted(NotFound):
    message = N_("This activity is not a group whose members are counted.")


class LinkOver(NotFound):
    message = N_("This counting link is wrong or no longer open. Ask the person who gave it to you.")


class CountingNotOpened(NotFound):
    message = N_("Open your counting link again and write the PIN.")
    status = 403


class WrongPin(Refused):
    message = N_("That PIN is wrong. Check it and try again.")
    field = "pin"


class HoursNotANumber(Refused):
    message = N_("Write the hours as a number, for example 1.5.")
    field = "hours"


class LinkLocked(Refused):
    message = N_("Too many wrong PINs. The link is locked until %(clock)s.")
    field = "pin"


class CountedMeanwhile(Refused):
    message = N_("More people were counted meanwhile. Look at the numbers and save again.")
