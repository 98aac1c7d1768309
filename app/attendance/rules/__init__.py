"""What a count may say, who may change it when, and the refusals (pure; ``design.md`` §2, AttendanceRecord)."""
