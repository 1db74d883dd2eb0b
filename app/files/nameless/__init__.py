"""Files without what they tell of their makers, for readers who may not know those."""
