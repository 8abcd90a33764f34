"""The jobs of Musette: thin tasks on the one Celery object, and the schedule."""
