"""What the records add up to: the plan's indicators, the attendance report, and both as files. Reads only."""
