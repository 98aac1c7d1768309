"""What happens: activities (the series) and their occurrences (the dates), from draft to published to past."""
