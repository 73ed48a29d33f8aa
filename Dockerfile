# One image for every part: web, worker, beat and management commands.
FROM python:3.13-slim AS build
WORKDIR /app
RUN pip install --no-cache-dir uv
COPY pyproject.toml requirements.lock ./
RUN uv venv && uv pip install --no-cache --require-hashes --requirements pyproject.toml --constraints requirements.lock
COPY . .
RUN IMPROVEMENT_SUPERVISED=1 IMPROVEMENT_HOME=/tmp/home .venv/bin/python manage.py prepare_service --files-only

FROM python:3.13-slim
RUN useradd --create-home improvement && install -d -o improvement /data
COPY --from=build /app /app
WORKDIR /app
USER improvement
ENV PATH=/app/.venv/bin:$PATH HOST=0.0.0.0 PORT=8000 DEMO=0 IMPROVEMENT_HOME=/data LOG_JSON=1
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "improvement.web"]
