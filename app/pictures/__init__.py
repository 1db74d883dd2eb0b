"""Figures as SVG, drawn once for page, download and letter; pure, they only compute."""
