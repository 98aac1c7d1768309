"""The start page of the staff: what waits for me today."""
