"""Which voices there are, as data: what a request may name, and who speaks a language best."""
