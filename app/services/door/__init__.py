"""What the door works with: who acts, who still signs, what is offered, by when."""
