"""Places and the people who take them: pools, sign-up, waiting list, cancelling, the participant's own page."""
