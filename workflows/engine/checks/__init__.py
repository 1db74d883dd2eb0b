"""The rules a definition must keep, one function each; `workflows.engine.check` runs them."""
