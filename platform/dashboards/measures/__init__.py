"""The statistics of a portrait beyond one axis taken alone, each with what may be shown of it. Pure."""
