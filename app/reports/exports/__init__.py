"""Reports as files: CSV that opens right in Swedish Excel, XLSX, and JSON."""
