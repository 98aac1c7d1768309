"""Where people meet: places with their accessibility facts, and the rooms in them."""
