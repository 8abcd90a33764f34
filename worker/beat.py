"""The clock of the workers: `celery --app worker.beat beat` sends periodic tasks by name and does none."""

from celery import Celery

from kernel import settings
from kernel.jobs import client
from worker import schedule

app: Celery = client(settings.load().redis_url)
app.conf.beat_schedule = schedule.entries()
