"""The pool of experts: who is in it, what is known of each, who is invited and in what standing."""
