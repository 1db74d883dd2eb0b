"""The plan in figures: programmes, tasks, metrics, money against money, how far proposals came."""
