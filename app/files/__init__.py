"""Uploaded files: what they are, what they may be called, where they lie."""
