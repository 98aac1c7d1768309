"""Reads across the features: the only place that imports other features' tables (beside the demo)."""
