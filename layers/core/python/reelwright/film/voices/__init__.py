"""The table of local voices: the names a request may use, and the best voice of a language."""
