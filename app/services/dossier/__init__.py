"""The whole dossier of a case as one ZIP: what was submitted, filed and decided, with digests."""
