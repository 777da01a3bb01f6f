"""The pages of those who plan the work in the street: the register of assets, and the life of each."""
