"""Tables as files: CSV that opens right in Swedish Excel, XLSX, and JSON. Knows neither rows nor requests."""
