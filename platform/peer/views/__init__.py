"""The pages of reviews: one's levels, one's requests, and what others ask of one."""
