"""The rules of money, pure: accounts and flows, staging, bases of payment, caps of a budget."""
