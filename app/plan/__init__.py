"""The municipality's action plan as data: goals, sub-goals, strategies, indicators and the activity types that feed them."""
