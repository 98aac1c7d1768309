"""The shape of what is typed about group visits."""
