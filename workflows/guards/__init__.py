"""Small named rules; each says why not, what is missing and who can supply it."""
