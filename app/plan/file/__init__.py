"""The plan file: YAML that a municipality writes by hand, read so that every mistake is told at once with its line."""
