"""The other side: identity provider, agencies, registries and inbox, in a house of its own."""
