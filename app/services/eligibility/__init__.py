"""限项, eligibility and integrity: what stands against a proposal, in words that name the rule.

Domain §3.5; numbers are parameters of the call. Checked at submission, at acceptance of the file,
at notice and at contract.
"""
