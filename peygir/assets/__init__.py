"""What the city owns in the street: types of assets, each asset with its tag, place, state and history."""
