"""The pages of taking stock, and the one where a cooperative says who its members are."""
