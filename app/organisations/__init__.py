"""Who arranges: associations, libraries and the municipality's own units."""
