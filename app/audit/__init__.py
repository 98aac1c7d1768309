"""Who changed what, when: an append-only log without personal data."""
