"""The read side: every SELECT behind a page, one file per page family."""
