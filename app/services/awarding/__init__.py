"""From locked scores to the award: ranking, line of funding, decision, notice, feedback."""
