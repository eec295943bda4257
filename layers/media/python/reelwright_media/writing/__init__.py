"""Writers of scripts, and what reads their meaning."""
