"""The shape of what groups ask for, and of what a library offers and answers."""
