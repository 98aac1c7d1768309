"""When things happen, by the clock of the municipality: spans, the rules that make dates, opening hours, holidays (pure)."""
