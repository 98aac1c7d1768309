"""Who has which room when. One row a booking, whoever makes it: a date of an activity, a group visit that is asked for or
agreed, an organisation for a purpose of its own, or the house that needs the room itself. Two approved bookings of one
room never overlap: the room is locked and looked at first, and behind that stands a constraint (PostgreSQL) or a trigger
(SQLite)."""
