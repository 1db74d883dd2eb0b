"""What every audience's pages share: transactions, sessions, errors, filters, moves."""
