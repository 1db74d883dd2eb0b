"""Files and sheets that come in and go out."""
