"""Funds, payments, accounts and the shares of a consortium, as lists."""
