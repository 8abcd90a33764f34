"""How exposed members are by what is published of them: our releases, and the dashboards people know."""
