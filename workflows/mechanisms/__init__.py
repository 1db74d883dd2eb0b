"""One file per way of organising major projects; a fourth is one more file here."""
