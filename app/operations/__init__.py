"""Running it: health and readiness."""
