"""The wire: what clients read, as pure mappings."""
