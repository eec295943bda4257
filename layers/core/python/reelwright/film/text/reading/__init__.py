"""Reading aloud: what a narrator says for the words of a script, word for word."""
