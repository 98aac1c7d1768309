"""Hässleholm as it could be: deterministic demo data of any size. The only bulk writer beside the features' services."""
