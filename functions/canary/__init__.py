"""Makes a small film each hour through the public API, and verifies it."""
