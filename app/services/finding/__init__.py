"""The search: the words of every case, kept in the transaction that changes the case."""
