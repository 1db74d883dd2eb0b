"""The read side: every SELECT behind a page, one file per page family.

`sight` says which cases exist for a reader, and every list begins with it; `attention` what waits
for whom; `calls`, `review`, `project`, `race`, `books`, `figures`, `record` and `administering`
hold the pages of each part. Beside them stands what all lists share: `stretches` goes through a
table by key, `narrowing` leaves what its reader asked for, `words` finds cases by them, `kept`
counts once what is dear to count.
"""
