"""Rules of a race, its stages and its teams: domain §2.3."""
