"""Experts' fees: who served, what each gets, where it is paid to, and the tax withheld."""
