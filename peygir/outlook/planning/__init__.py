"""From a problem that keeps returning to a programme, a decision, money, and a goal that can be checked."""
