"""What a state machine is here, and who may move it when."""
