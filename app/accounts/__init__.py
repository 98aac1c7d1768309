"""The staff: people with an e-mail address and a password, their sessions on the server, and what each role may do."""
