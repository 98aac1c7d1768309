"""Group visits to a library: what the libraries offer, the times that can be asked for, and the visits themselves, from the
asking of a group without an account to the outcome. Every confirmed visit is a date of its activity type, so that attendance
and indicators have one way only."""
