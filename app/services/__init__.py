"""The write side: one verb per function; every state change goes through `moves.take`.

A room for each part of the work: `door` (what a move needs: who acts, who still signs, by when),
`facts` (what guards look at) and `acts` (what moves cause); `calls`, `proposals`, `experts`,
`review`, `awarding`; `open_call` and `races`; `contracts`, `milestones`, `assessing`, `changes`,
`accepting`, `money`; `identity`, `integrity`, `eligibility`, `telling`, `letter_facts`, `files`,
`takeaways`, `dossier`, `finding`, `plan`, `earlier`, `webhooks`, `seals`, `upkeep`. What all of
them share stands beside the door: cases, history, calendars, what is wrong with something typed.
The door imports none of the rooms that moves lead to; each plugs in what it does (`door.wiring`),
and `wired` loads them all.
"""
