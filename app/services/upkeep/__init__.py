"""What keeps an installation in order: failed work, retention, renewed keys."""
