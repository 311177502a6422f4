"""Starts PostgreSQL and the product in a folder of its own, and talks to it; what the measurements here share."""
import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 900
KPIS, REGIONS = 100, 100
FIRST_YEAR = 2015


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """Debian's newest, with what it has by itself but for the memory it may use; synchronous_commit stays on."""

    def __init__(self, folder):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not found:
            raise SystemExit("PostgreSQL was not found: apt-get install postgresql")
        self.programs, self.folder, self.port = found[-1], folder, free_port()
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        self._as_postgres("initdb", "-D", f"{folder}/data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self._as_postgres("pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o",
                          f"'-p {self.port} -k {folder} -c shared_buffers=256MB -c max_wal_size=4GB'", "start")
        self.sql("CREATE DATABASE kpi", "postgres")

    def url(self):
        return f"postgresql://postgres@127.0.0.1:{self.port}/kpi"

    def sql(self, text, database="kpi", stdin=None):
        return subprocess.run(
            [self.programs / "psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres",
             "-d", database, "-c", text], check=True, stdout=subprocess.PIPE, text=True, stdin=stdin).stdout.strip()

    def close(self):
        self._as_postgres("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "stop")

    def _as_postgres(self, program, *arguments):
        command = " ".join([str(self.programs / program), *arguments])
        subprocess.run(["su", "postgres", "-c", command], check=True, stdout=subprocess.DEVNULL)


class Product:
    """`./kpi serve` on that database, with one signed-up tenant."""

    def __init__(self, folder, database_url, java_options=""):
        self.port, self.management_port = free_port(), free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = Path(folder, "product.log")
        self.process = subprocess.Popen(
            ["./kpi", "serve"], cwd=ROOT, stdout=self.log.open("w"), stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, "DATABASE_URL": database_url, "DATA_DIR": f"{folder}/files", "PORT": str(self.port),
                 "MANAGEMENT_PORT": str(self.management_port), "BIND": "127.0.0.1", "RATE_LIMITS": "off", "SIGNUP": "open",
                 "ENVIRONMENT": "development", "ACCESS_TOKEN_TTL": "PT2H", "JDK_JAVA_OPTIONS": java_options})
        self.token = None
        self._wait()
        session = self.call("POST", "/api/v1/auth/signup", {
            "organization": {"slug": "load", "name": "Load"},
            "user": {"email": "load@example.com", "name": "Load", "password": "correct horse battery staple 9"}})
        self.token = session["accessToken"]

    def call(self, method, path, body=None, media_type="application/json", base=None):
        data = body if body is None or hasattr(body, "read") or isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": media_type}
        if hasattr(body, "fileno"):
            headers["Content-Length"] = str(os.fstat(body.fileno()).st_size)
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request((base or self.base) + path, data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=600) as response:
            text = response.read()
            return json.loads(text) if text[:1] in (b"{", b"[") else text.decode()

    def define(self):
        """KPIs by month and region: what a row of `rows` is about."""
        self.call("POST", "/api/v1/definition:apply", {
            "dimensions": [{"code": "region", "name": "Region",
                            "members": [{"code": f"r{member:03}", "name": f"Region {member}"} for member in range(REGIONS)]}],
            "kpis": [{"code": f"kpi_{kpi:03}", "name": f"KPI {kpi}", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM",
                      "dimensions": ["region"]} for kpi in range(KPIS)]})

    def run_import(self, file, media_type, query=""):
        """The import when it is over, and the seconds from the first byte sent until then."""
        begun = time.perf_counter()
        with open(file, "rb") as body:
            state = self.call("POST", f"/api/v1/imports{query}", body, media_type)
        while state["status"] in ("QUEUED", "RUNNING"):
            time.sleep(0.05)
            state = self.call("GET", f"/api/v1/imports/{state['id']}")
        return state, time.perf_counter() - begun

    def close(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(60)

    def _wait(self):
        end = time.time() + START_SECONDS
        while time.time() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended with {self.process.returncode}:\n{self.log.read_text()[-2000:]}")
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.base}/health", timeout=2).read()
                return
            time.sleep(0.5)
        raise SystemExit(f"no answer in {START_SECONDS} s; see {self.log}")


def rows(count):
    """(kpi, year, month, region) of so many different cells: month by month, as files grow."""
    for index in range(count):
        period, cell = divmod(index, KPIS * REGIONS)
        kpi, region = divmod(cell, REGIONS)
        yield kpi, FIRST_YEAR + period // 12, period % 12 + 1, region


@contextlib.contextmanager
def folder():
    # A run that is told to stop still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    path = tempfile.mkdtemp(prefix="kpi-load-")
    os.chmod(path, 0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
