"""What partners' systems are told of moves: where to, what, in which order (docs/webhooks.md)."""
