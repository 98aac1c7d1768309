"""Periods, how dates add up to the plan's indicators, and how they are grouped in the attendance report (pure)."""
