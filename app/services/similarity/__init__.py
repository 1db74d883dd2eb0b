"""查重: asked for by a move, made by a worker, read by whoever checks (§3.5).

Nobody outside the office learns of it; that a text stands elsewhere, too, is no verdict.
"""
