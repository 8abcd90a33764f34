"""What people do when they take stock, and what follows in their cooperatives."""
