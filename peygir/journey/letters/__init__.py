"""Letters beyond the register: sent by mail or through the office automation, and answered from there."""
