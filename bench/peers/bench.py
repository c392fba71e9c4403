"""Run peers side by side and print one JSON line per run. See README.md.

    python bench.py list
    python bench.py run flat-duckdb dlt:parquet dlt:arrow native:json --input a.jsonl --dlt-python .../bin/python

A case is TOOL:PROFILE. Cases take turns (A B C A B C ...), so that a change in the machine's speed touches all alike.
Standard library only; the tools live in their own environments.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

import measure

HERE = pathlib.Path(__file__).resolve().parent

# --- profiles: what each case passes on -----------------------------------------------------------------------------
# dlt's performance page: yield pages, rotate intermediate files so that normalize workers have something to share,
# choose the loader format, larger buffers, no gzip on intermediate files. Files are many and small: workers are dealt
# whole files, and with a few large ones a single worker gets them all.
TUNED = ["--set", "DATA_WRITER__DISABLE_COMPRESSION=true", "--set", "SOURCES__DATA_WRITER__BUFFER_MAX_ITEMS=10000",
         "--set", "SOURCES__DATA_WRITER__FILE_MAX_ITEMS=10000", "--set", "NORMALIZE__DATA_WRITER__BUFFER_MAX_ITEMS=20000"]
WORKERS = ["--set", "NORMALIZE__WORKERS=2"]
PAGES = ["--yield", "pages"]

DLT_JSON = {
    "duckdb": {
        "default": [],
        "stdlib-json": ["--parser", "json"],
        "pages": PAGES,
        "parquet": [*PAGES, "--format", "parquet"],
        "jsonl": [*PAGES, "--format", "jsonl"],
        "tuned": [*PAGES, "--format", "parquet", *TUNED],
        "tuned-2": [*PAGES, "--format", "parquet", *TUNED, *WORKERS],
        "arrow": ["--yield", "arrow", "--format", "parquet"],
    },
    "postgres": {
        "default": [],
        "pages": PAGES,
        "csv": [*PAGES, "--format", "csv"],
        "adbc": [*PAGES, "--format", "parquet"],
        "tuned": [*PAGES, "--format", "csv", *TUNED],
        "tuned-2": [*PAGES, "--format", "csv", *TUNED, *WORKERS],
        "arrow": ["--yield", "arrow", "--format", "csv"],
        "arrow-adbc": ["--yield", "arrow", "--format", "parquet"],
    },
}
DLT_SQL = {
    "duckdb": {
        "sqlalchemy": [],
        "sqlalchemy-tuned": ["--format", "parquet", *TUNED, *WORKERS],
        "pyarrow": ["--backend", "pyarrow", "--format", "parquet"],
        "connectorx": ["--backend", "connectorx", "--format", "parquet"],
        "connectorx-stream": ["--backend", "connectorx", "--stream", "--chunk", "100000", "--format", "parquet"],
    },
    "postgres": {
        "sqlalchemy": [],
        "sqlalchemy-tuned": ["--format", "csv", *TUNED, *WORKERS],
        "pyarrow": ["--backend", "pyarrow", "--format", "csv"],
        "connectorx": ["--backend", "connectorx", "--format", "csv"],
        "connectorx-stream": ["--backend", "connectorx", "--stream", "--chunk", "100000", "--format", "csv"],
        "connectorx-adbc": ["--backend", "connectorx", "--stream", "--chunk", "100000", "--format", "parquet"],
    },
}
DLT_REST = {"default": [], "parquet": ["--format", "parquet"],
            "four": ["--resources", "4", "--format", "parquet"],
            "four-parallel": ["--resources", "4", "--parallel", "--format", "parquet"]}
MERGE = {s: ["--strategy", s] for s in ("delete-insert", "upsert")}
WORKS = {
    "flat-duckdb": {"dlt": DLT_JSON["duckdb"], "native": ["json", "json-ordered", "parquet"]},
    "nested-duckdb": {"dlt": {k: v for k, v in DLT_JSON["duckdb"].items() if k != "arrow"}, "native": ["json", "unnest"]},
    "flat-postgres": {"dlt": DLT_JSON["postgres"], "native": ["copy"]},
    "nested-postgres": {"dlt": {k: v for k, v in DLT_JSON["postgres"].items() if "arrow" not in k}, "native": []},
    "sql-duckdb": {"dlt": DLT_SQL["duckdb"], "ingestr": ["default", "wide"], "sling": ["default"], "native": ["csv-hop"]},
    "sql-postgres": {"dlt": DLT_SQL["postgres"], "ingestr": ["default", "wide"], "sling": ["default"], "native": ["dump", "copy-pipe"]},
    "rest-duckdb": {"dlt": DLT_REST},
    "merge-duckdb": {"dlt": MERGE},
    "merge-postgres": {"dlt": MERGE},
    "first-merge-postgres": {"dlt": MERGE},
    "hello-duckdb": {"dlt": {"default": []}},
    "import": {"dlt": {"default": []}, "python": ["nothing"]},
}


class Bench:
    def __init__(self, args):
        self.args = args
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="bench-peers-", dir=args.work_dir))
        self.input = args.input and str(pathlib.Path(args.input).resolve())
        self.prepared = {}
        self.server = None

    # -- helpers ----------------------------------------------------------------------------------------------------
    def need(self, name):
        value = getattr(self.args, name)
        if not value:
            sys.exit(f"this case needs --{name.replace('_', '-')}")
        return value

    def sql(self, *statements, database=None):
        """Statements outside of the timing, in the target database or another one of its server; returns the rows of the last."""
        url = self.need("pg_target")
        if database:
            url = f"{url.rpartition('/')[0]}/{database}"
        out = subprocess.run([self.need("dlt_python"), str(HERE / "statements.py"), url, *statements], check=True, capture_output=True, text=True)
        return json.loads(out.stdout)

    def fresh_duckdb(self):
        path = self.dir / "target.duckdb"
        for old in self.dir.glob("target.duckdb*"):
            old.unlink()
        return str(path)

    def fresh_postgres(self):
        schemas = self.sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'bench%' OR nspname LIKE '\\_bruin%'")
        self.sql(*[f'DROP SCHEMA IF EXISTS "{s}" CASCADE' for s in [*[n for n, in schemas], "bench"]], "CREATE SCHEMA bench", "CHECKPOINT")
        return self.need("pg_target")

    def fresh(self, destination):
        return self.fresh_duckdb() if destination == "duckdb" else self.fresh_postgres()

    def dlt_env(self):
        env = dict(os.environ, DLT_DATA_DIR=str(self.dir / "dlt"), DLT_PROJECT_DIR=str(self.dir))
        shutil.rmtree(self.dir / "dlt", ignore_errors=True)
        return env

    def dlt(self, script, destination, target, *extra):
        shutil.rmtree(self.dir / "pipelines", ignore_errors=True)
        return [self.need("dlt_python"), str(HERE / script), "--destination", destination, "--target", target,
                "--pipelines-dir", str(self.dir / "pipelines"), *extra]

    # -- one command per case; everything before `return` is untimed ------------------------------------------------
    def command(self, work, tool, profile):
        """-> (argv, environment, what counts as a row: a number or a function of the tool's own report)"""
        a = self.args
        kind, destination = work.rsplit("-", 1) if "-" in work else (work, None)
        env = self.dlt_env()
        if tool == "dlt":
            if kind in ("flat", "nested"):
                return self.dlt("dlt_json.py", destination, self.fresh(destination), "--input", self.need("input") and self.input,
                                *WORKS[work]["dlt"][profile]), env, self.lines(self.input)
            if kind == "sql":
                return self.dlt("dlt_sql.py", destination, self.fresh(destination), "--source", self.need("pg_source"),
                                "--table", a.table, *WORKS[work]["dlt"][profile]), env, self.source_rows()
            if kind == "rest":
                n = 4 if profile.startswith("four") else 1
                return self.dlt("dlt_rest.py", destination, self.fresh(destination), "--url", self.rest_url(),
                                *DLT_REST[profile]), env, n * a.pages * a.page_size
            if kind == "merge":
                return self.merge(destination, profile), env, self.lines(a.delta)
            if kind == "first-merge":
                return self.dlt("dlt_merge.py", destination, self.fresh(destination), "--step", "base", "--input", self.need("input") and self.input,
                                "--table", "orders", *MERGE[profile], "--format", "csv", *TUNED, *WORKERS), env, self.lines(self.input)
            if kind == "hello":
                return self.dlt("dlt_hello.py", destination, self.fresh(destination)), env, 3
            return [self.need("dlt_python"), "-c", "import dlt"], env, 0
        if tool == "python":
            return [self.need("dlt_python"), "-c", "pass"], env, 0
        if tool == "native":
            return (*self.native(work, profile), )
        if kind == "sql":
            # both write NAME.TABLE of the target: a schema in either database
            target = self.fresh(destination)
            url = target if destination == "postgres" else f"duckdb:///{target}"
            if tool == "ingestr":
                cmd = [self.need("ingestr"), "ingest", "--yes", "--progress", "log", "--source-uri", self.source_url(),
                       "--source-table", f"public.{a.table}", "--dest-uri", url, "--dest-table", f"bench.{a.table}",
                       "--pipelines-dir", str(self.dir / "ingestr")]
                if profile == "wide":
                    cmd += ["--page-size", "100000", "--extract-parallelism", "2"]
                if destination == "duckdb":
                    self.adbc_manifest()
                return cmd, dict(env, TELEMETRY_DISABLED="true", DISABLE_TELEMETRY="true", HOME=str(self.dir)), self.source_rows()
            cmd = [self.need("sling"), "run", "--src-conn", "BENCH_SOURCE", "--src-stream", f"public.{a.table}",
                   "--tgt-conn", "BENCH_TARGET", "--tgt-object", f"bench.{a.table}", "--mode", "full-refresh"]
            return cmd, dict(env, BENCH_SOURCE=self.source_url(), BENCH_TARGET=self.with_ssl_off(url), SLING_DISABLE_TELEMETRY="true",
                             SLING_HOME_DIR=str(self.dir / "sling"), HOME=str(self.dir)), self.source_rows()
        sys.exit(f"no command for {work} {tool}:{profile}")

    def adbc_manifest(self):
        """Where ADBC driver managers look for drivers, below the HOME that ingestr is given."""
        folder = self.dir / ".config" / "adbc" / "drivers"
        folder.mkdir(parents=True, exist_ok=True)
        library = pathlib.Path(self.need("adbc_duckdb_lib")).resolve()
        (folder / "duckdb.toml").write_text(
            f'manifest_version = 1\nname = "DuckDB"\nversion = "1"\n[Driver]\nentrypoint = "duckdb_adbc_init"\n'
            f'[Driver.shared]\nlinux_amd64 = "{library}"\n')

    def with_ssl_off(self, url):
        return url + ("&" if "?" in url else "?") + "sslmode=disable" if url.startswith("postgres") else url

    def source_url(self):
        return self.with_ssl_off(self.need("pg_source"))

    def native(self, work, profile):
        a, env = self.args, dict(os.environ)
        python = [self.need("dlt_python"), str(HERE / "native.py")]
        if work in ("flat-duckdb", "nested-duckdb"):
            source = self.twin("parquet") if profile == "parquet" else self.need("input") and self.input
            extra = ["--keep-order"] if profile == "json-ordered" else []
            return [*python, profile.split("-")[0], "--input", source, "--target", self.fresh_duckdb(), *extra], env, self.lines(self.input)
        if work == "flat-postgres":
            csv = a.csv or self.twin("csv")
            self.fresh_postgres()
            self.sql("CREATE TABLE bench.rows (id bigint, amount double precision, active boolean, name varchar, email varchar, city varchar,"
                      " note varchar, created_at timestamptz, score bigint, price varchar)")
            return ["psql", a.pg_target, "-v", "ON_ERROR_STOP=1", "-qc", f"\\copy bench.rows from '{csv}' csv{'' if a.csv else ' header'}"], env, self.lines(self.input)
        rows = self.source_rows()
        if work == "sql-duckdb":  # no per-value work in the middle: the server writes CSV, DuckDB reads it
            csv = self.dir / "hop.csv"
            text = (f'psql -q "$1" -c "copy public.{a.table} to stdout (format csv)" > "$2"'
                    ' && exec "$3" "$4" csv --input "$2" --target "$5"')
            return ["bash", "-c", text, "-", a.pg_source, str(csv), *python, self.fresh_duckdb()], env, rows
        # Postgres -> Postgres
        self.fresh_postgres()
        if profile == "dump":
            # the dump names public.TABLE: the target database must not be the source database
            self.sql(f"DROP TABLE IF EXISTS public.{a.table}")
            text = f'pg_dump --no-owner -t public.{a.table} "$1" | psql -q -v ON_ERROR_STOP=1 "$2"'
        else:
            ddl = subprocess.run(["pg_dump", "-s", "--no-owner", "-t", f"public.{a.table}", a.pg_source], check=True, capture_output=True, text=True).stdout
            ddl = re.search(r"CREATE TABLE .*?;", ddl, re.S).group(0).replace("public.", "bench.", 1)
            self.sql(ddl)
            text = (f'psql -q "$1" -c "copy public.{a.table} to stdout (format binary)"'
                    f' | psql -q -v ON_ERROR_STOP=1 "$2" -c "copy bench.{a.table} from stdin (format binary)"')
        return ["bash", "-o", "pipefail", "-c", text, "-", a.pg_source, a.pg_target], env, rows

    def merge(self, destination, strategy):
        """The base is loaded once per destination and strategy and kept; each run starts from a copy of it."""
        a = self.args
        key = (destination, strategy)
        common = ["--table", "orders", "--strategy", strategy]
        fmt = ["--format", "parquet" if destination == "duckdb" else "csv"]
        if destination == "duckdb":
            base = pathlib.Path(a.base_file).resolve() if a.base_file else self.dir / f"base-{strategy}.duckdb"
            target = self.fresh_duckdb()
            build_at, env = f"{base}.unfinished", self.dlt_env()
        else:
            base = f"bench_base_{strategy.replace('-', '_')}"
            name, root = a.merge_database, self.need("pg_target").rpartition("/")[0]
            build_at, target, env = f"{root}/{base}", f"{root}/{name}", self.dlt_env()
        if destination == "duckdb" and a.base_file and base.exists():
            self.prepared[key] = True
        if destination == "postgres" and a.keep_base and self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{base}'", database="postgres"):
            self.prepared[key] = True
        if key not in self.prepared:
            if destination == "duckdb":
                pathlib.Path(build_at).unlink(missing_ok=True)
            if destination == "postgres":
                self.sql(f"DROP DATABASE IF EXISTS {base} WITH (FORCE)", f"CREATE DATABASE {base}", database="postgres")
                # dlt's upsert deletes orphaned children with NOT IN: without memory to hash it, the base would take hours.
                # Holds for the base only: a database made from this template has the server's own setting.
                self.sql(f"ALTER DATABASE {base} SET work_mem = '2GB'", database="postgres")
            r = measure.run(self.dlt("dlt_merge.py", destination, build_at, "--step", "base", "--input", self.need("input") and self.input, *common, *fmt, *TUNED, *WORKERS), env=env)
            if r["rc"]:
                sys.exit(r["stderr"][-3000:])
            if destination == "duckdb":
                os.replace(build_at, base)
            else:
                self.sql("VACUUM (ANALYZE)", database=base)
            self.prepared[key] = True
            self.line({"note": "base loaded", "work": f"merge-{destination}", "seconds": r["seconds"], "peak_rss_mb": r["peak_rss_mb"]})
        if destination == "duckdb":
            shutil.copyfile(base, target)
        else:
            # by force: a killed run's statement may go on
            self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {base}", "CHECKPOINT", database="postgres")
        return self.dlt("dlt_merge.py", destination, target, "--step", "merge", "--input", str(pathlib.Path(a.delta).resolve()), *common, *fmt, *TUNED)

    # -- inputs -----------------------------------------------------------------------------------------------------
    def lines(self, path):
        if ("lines", path) not in self.prepared:
            with open(path, "rb") as f:
                self.prepared["lines", path] = sum(block.count(b"\n") for block in iter(lambda: f.read(1 << 20), b""))
        return self.prepared["lines", path]

    def source_rows(self):
        if "source" not in self.prepared:
            out = subprocess.run(["psql", self.need("pg_source"), "-Atqc", f"SELECT count(*) FROM public.{self.args.table}"],
                                 check=True, capture_output=True, text=True).stdout
            self.prepared["source"] = int(out)
        return self.prepared["source"]

    def twin(self, kind):
        """The input as Parquet and CSV, made once by DuckDB."""
        path = self.dir / f"input.{kind}"
        if not path.exists():
            subprocess.run([self.need("dlt_python"), str(HERE / "native.py"), "prepare", "--input", self.input,
                            "--parquet", str(self.dir / "input.parquet"), "--csv", str(self.dir / "input.csv")], check=True, stdout=subprocess.DEVNULL)
        return str(path)

    def rest_url(self):
        if not self.server:
            a = self.args
            self.server = subprocess.Popen([a.node, str(HERE / "rest_server.mjs"), "--pages", str(a.pages), "--page-size", str(a.page_size),
                                            "--latency-ms", str(a.latency_ms)], stdout=subprocess.PIPE, text=True)
            self.port = int(self.server.stdout.readline().split()[1])
        return f"http://127.0.0.1:{self.port}/"

    # -- the run ----------------------------------------------------------------------------------------------------
    def line(self, data):
        print(json.dumps(data), flush=True)

    def once(self, work, tool, profile, number):
        argv, env, rows = self.command(work, tool, profile)
        load_before = os.getloadavg()[0]
        r = measure.run(argv, env=env, cwd=self.dir, timeout=self.args.timeout, server=self.args.server_process)
        if r["rc"]:
            ended = {"unfinished": self.args.timeout} if r["seconds"] >= self.args.timeout else {}
            self.line({"tool": tool, "profile": profile, "work": work, "error": (r["stderr"] or r["stdout"])[-1500:], "seconds": r["seconds"], **ended})
            return None
        own = {}
        if tool in ("dlt", "native") and r["stdout"].strip().endswith("}"):
            own = json.loads(r["stdout"].strip().splitlines()[-1])
        data = {
            "tool": tool, "version": own.get("version") or self.version(tool), "work": work, "profile": profile, "run": number, "rows": rows,
            "seconds": r["seconds"], "cpu_seconds": r["cpu_seconds"], "rows_per_s": round(rows / r["seconds"]),
            "peak_rss_mb": r["peak_rss_mb"], "peak_process_mb": r["peak_process_mb"], "load_before": round(load_before, 2),
        }
        data.update({k: own[k] for k in ("inner_seconds", "steps", "settings") if k in own})
        if work.startswith("rest"):
            import urllib.request
            data["server"] = json.load(urllib.request.urlopen(self.rest_url() + "stats"))
            data["settings"] = {**data.get("settings", {}), "pages": self.args.pages, "page_size": self.args.page_size, "latency_ms": self.args.latency_ms}
        data["destination_rows"] = self.count(work)
        self.line(data)
        return data

    def version(self, tool):
        if ("version", tool) not in self.prepared:
            cmd = {"ingestr": [self.args.ingestr, "--version"], "sling": [self.args.sling, "--version"], "native": ["psql", "--version"],
                   "dlt": [self.args.dlt_python, "-c", "import importlib.metadata as m; print(m.version('dlt'))"]}.get(tool, [sys.executable, "--version"])
            out = subprocess.run(cmd, capture_output=True, text=True)
            found = re.search(r"\d+\.\d+(\.\d+)?", out.stdout + out.stderr)
            self.prepared["version", tool] = found.group(0) if found else "unknown"
        return self.prepared["version", tool]

    def count(self, work):
        """Rows per table in the destination: outside the timing, and counted there, not taken from the tool's word."""
        if work == "import":
            return {}
        if work.endswith("duckdb"):
            path = self.dir / "target.duckdb"
            code = ("import duckdb, json, sys; db = duckdb.connect(sys.argv[1], read_only=True);"
                    "t = db.execute(\"SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT LIKE '%staging%' AND table_name NOT LIKE '\\\\_%' ESCAPE '\\\\'\").fetchall();"
                    "print(json.dumps({n: db.execute(f'SELECT count(*) FROM \"{s}\".\"{n}\"').fetchone()[0] for s, n in t}))")
            out = subprocess.run([self.args.dlt_python or sys.executable, "-c", code, str(path)], capture_output=True, text=True)
            return json.loads(out.stdout) if out.returncode == 0 else out.stderr[-300:]
        database = self.args.merge_database if work.startswith("merge") else None
        tables = self.sql("SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE (schemaname = 'bench' OR schemaname = 'public')"
                          " AND tablename NOT LIKE '\\_%'" + ("" if work.startswith("sql") else " AND schemaname = 'bench'"), database=database)
        return {n: self.sql(f"SELECT count(*) FROM {n}", database=database)[0][0] for n, in tables}

    def warm_up(self, work, cases):
        """Each case once on the first lines of the input, unreported: imports, page cache, server buffers."""
        whole, part = self.input, self.dir / "warm-up.jsonl"
        with open(whole, "rb") as source, open(part, "wb") as out:
            for _, line in zip(range(self.args.warmup_lines), source):
                out.write(line)
        self.input = str(part)
        for case in cases:
            argv, env, _ = self.command(work, *case.split(":"))
            measure.run(argv, env=env, cwd=self.dir, timeout=self.args.timeout)
        for twin in ("input.csv", "input.parquet"):
            (self.dir / twin).unlink(missing_ok=True)
        self.input = whole

    def run(self, work, cases):
        results = {c: [] for c in cases}
        try:
            if work.startswith(("flat", "nested")) and self.args.warmup_lines:
                self.warm_up(work, cases)
            for number in range(1, self.args.runs + 1):
                for case in cases:
                    tool, _, profile = case.partition(":")
                    data = self.once(work, tool, profile, number)
                    if data:
                        results[case].append(data)
        finally:
            if self.server:
                self.server.terminate()
                self.server.wait()
            if self.args.keep and (self.dir / "target.duckdb").exists():
                shutil.move(self.dir / "target.duckdb", self.args.keep)
            shutil.rmtree(self.dir, ignore_errors=True)
        for case, runs in results.items():
            if runs:
                s = sorted(r["seconds"] for r in runs)
                self.line({"summary": case, "work": work, "runs": len(runs), "rows": runs[0]["rows"],
                           "seconds": {"min": s[0], "median": round(statistics.median(s), 3), "max": s[-1]},
                           "cpu_seconds_median": round(statistics.median(r["cpu_seconds"] for r in runs), 3),
                           "rows_per_s_median": round(statistics.median(r["rows_per_s"] for r in runs)),
                           "peak_rss_mb_median": round(statistics.median(r["peak_rss_mb"] for r in runs), 1)})


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = p.add_subparsers(dest="command", required=True)
    sub.add_parser("list", help="works and their cases")
    r = sub.add_parser("run")
    r.add_argument("work", choices=WORKS)
    r.add_argument("cases", nargs="+", metavar="TOOL:PROFILE")
    r.add_argument("--runs", type=int, default=3)
    r.add_argument("--warmup-lines", type=int, default=10_000, help="flat and nested: warm up with this much of the input; 0 = not")
    r.add_argument("--timeout", type=float, default=1800, help="seconds for one run")
    r.add_argument("--work-dir", help="where temporary files go (default: the system's)")
    r.add_argument("--input", help="newline-delimited JSON (flat, nested, merge: the base)")
    r.add_argument("--csv", help="flat: the input as a CSV file without a header (default: made from it)")
    r.add_argument("--server-process", type=int, help="the Postgres server's first process on this machine: its processor time is counted, too")
    r.add_argument("--merge-database", default="bench_merge", help="merge-postgres: the database that is made from the base, and merged into")
    r.add_argument("--keep-base", action="store_true", help="merge-postgres: a base that an earlier call has left is used again")
    r.add_argument("--delta", help="merge: the changed records")
    r.add_argument("--base-file", help="merge into DuckDB: the loaded base, kept here between calls; for one strategy")
    r.add_argument("--keep", metavar="FILE", help="DuckDB: where the file of the last run goes, to be looked into")
    r.add_argument("--pg-source", help="postgresql:// URL of the database that holds --table (sql-*)")
    r.add_argument("--pg-target", help="postgresql:// URL of a database the run may write to: its schemas bench* are DROPPED. Not the source.")
    r.add_argument("--table", default="lineitem")
    r.add_argument("--dlt-python", help="python of the environment made from requirements-dlt.txt")
    r.add_argument("--ingestr", help="the ingestr executable")
    r.add_argument("--adbc-duckdb-lib", help="a libduckdb.so: lets ingestr write DuckDB without downloading its driver")
    r.add_argument("--sling", help="the Sling executable")
    r.add_argument("--node", default="node")
    r.add_argument("--pages", type=int, default=500)
    r.add_argument("--page-size", type=int, default=100)
    r.add_argument("--latency-ms", type=int, default=0)
    args = p.parse_args()
    if args.command == "list":
        for work, tools in WORKS.items():
            for tool, profiles in tools.items():
                print(work, *[f"{tool}:{x}" for x in profiles])
        return
    for case in args.cases:
        tool, _, profile = case.partition(":")
        if profile not in WORKS[args.work].get(tool, ()):
            sys.exit(f"{args.work} has no case {case}; see `bench.py list`")
    for number in (signal.SIGTERM, signal.SIGINT):  # end tidily: kill the running tool and the page server, remove files
        signal.signal(number, lambda *_: sys.exit(130))
    Bench(args).run(args.work, args.cases)


if __name__ == "__main__":
    main()
