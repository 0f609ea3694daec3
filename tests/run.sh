#!/usr/bin/env bash
# Everything that must hold, from the quickest check to the slowest; stops at the first failure.
# Servers: tests that need one skip with a reason when it is absent, unless REQUIRE_ELASTICSEARCH, REQUIRE_POSTGRES or
# REQUIRE_BROWSER promised it. POSTGRES_TEST_URL names a PostgreSQL server whose user may create databases.
set -euo pipefail
BIN=${BIN:-.venv/bin}
began=$SECONDS
step() { printf '\n== %s (after %d s)\n' "$*" $((SECONDS - began)); }

step "Style"
"$BIN/ruff" check .
step "Types of the pure packages"
"$BIN/mypy"
step "Migrations match the models"
DJANGO_SETTINGS_MODULE=config.settings.test "$BIN/python" manage.py makemigrations --check --dry-run

step "Tests on SQLite"
"$BIN/python" -m pytest -q -n 2 -m "not browser and not elasticsearch"

step "Tests with a real Elasticsearch"
"$BIN/python" -m pytest -q -m "elasticsearch and not browser"

step "Tests in a real browser"
"$BIN/python" -m pytest -q -m browser

if [ -n "${POSTGRES_TEST_URL:-}" ]; then
  step "Tests on PostgreSQL"
  DATABASE_URL="$POSTGRES_TEST_URL" "$BIN/python" -m pytest -q -n 2 -m "not browser and not elasticsearch and not sqlite_only"
elif [ "${REQUIRE_POSTGRES:-}" = 1 ]; then
  echo "PostgreSQL was promised (REQUIRE_POSTGRES=1) but POSTGRES_TEST_URL is not set." >&2
  exit 1
else
  echo "PostgreSQL: not tried; set POSTGRES_TEST_URL to run the suite there too."
fi
step "All done"
