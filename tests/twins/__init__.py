"""Local twins of cloud providers: real HTTP servers that enforce the documented requests and count what they would bill."""
