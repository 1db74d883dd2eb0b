"""Who reviews what: the best assignment under every rule, proved to be the best, or why none is.

`solve.assign` takes a `case.Case` and gives an `answer.Answer`. Only numbers: no database, no
clock, and no randomness but the seed of the case.
"""
