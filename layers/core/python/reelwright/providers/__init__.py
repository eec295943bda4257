"""Providers: one folder a capability, one file a provider."""
