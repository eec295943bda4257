"""Text: the only package that cleans, cuts and classifies a script. All other packages use its words."""
