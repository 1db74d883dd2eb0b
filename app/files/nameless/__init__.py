"""Files without what they tell of their makers beside their content: for readers who may not know."""
