"""The dashboards measured at size, beside baselines, on generated data and real servers."""
