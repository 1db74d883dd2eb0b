"""The stretches of a project's way (domain §2.1b): contracting, running, and how it ends."""
