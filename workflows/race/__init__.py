"""The rules of a race (赛马争先): who goes on, who is paid, and why somebody always finishes."""
