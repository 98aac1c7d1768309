"""What residents see: home, list, series, date and place pages, and the calendar files. Reads only."""
