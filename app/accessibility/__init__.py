"""Accessibility: what anybody tells us that keeps people out, without saying who they are (law 2018:1937), and the admin's
list of it. The statement itself stands in the catalogue."""
