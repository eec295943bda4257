"""Where the libraries, tools and assets come from: lock files with hashes, and the bill of materials."""
