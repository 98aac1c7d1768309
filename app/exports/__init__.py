"""Tables as files: CSV that opens right in Swedish Excel, XLSX, and JSON; dates as calendar files. Knows neither rows nor
requests."""
