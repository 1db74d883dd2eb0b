"""Panels, reviews, meetings and the experts, as their pages show them."""
