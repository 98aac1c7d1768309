"""The outbox: mail is a row written with what caused it, made into text at delivery, and swept out by the worker."""
