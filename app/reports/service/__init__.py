"""The reports, put together from what the queries read and the rules decide. Nothing is written."""
