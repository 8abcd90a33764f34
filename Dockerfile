# One image for web, workers, schedule and commands; docker-compose.yml says which one runs.
FROM python:3.11-slim

# One thread for products of matrices: on several, they wait for cores that pages keep busy.
ENV PYTHONUNBUFFERED=1 PYTHONPATH=/musette/platform:/musette OPENBLAS_NUM_THREADS=1
WORKDIR /musette

COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: --requirement requirements/run.txt

COPY platform platform
COPY worker worker
COPY migrations migrations
RUN pybabel compile --directory platform/web/translations --domain messages \
 && useradd --system --no-create-home --uid 10001 musette \
 && install --directory --owner musette --mode 700 /var/lib/musette

USER musette
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "8", "--no-control-socket", "web.application:serve()"]
