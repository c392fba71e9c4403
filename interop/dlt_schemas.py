#!/usr/bin/env python3
"""What the real Python dlt makes of schema documents and schema files.

    dlt_schemas.py documents IN.jsonl OUT.jsonl
        a line of IN: {"document": …} or {"yaml": "…"} or {"json": "…"}
        a line of OUT: {"hash", "yaml", "json"}: the content hash, and the schema as dlt exports it; or {"error"}
    dlt_schemas.py load ROWS.json --destination PATH.duckdb --import DIR --export DIR --pipelines-dir DIR
        loads the rows into table orders of dataset data, by pipeline test
"""
import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
os.environ.setdefault("RUNTIME__LOG_LEVEL", "WARNING")

import yaml  # noqa: E402
import dlt  # noqa: E402
from dlt.common.schema import Schema  # noqa: E402


def parsed(line: dict) -> dict:
    if "yaml" in line:
        return yaml.safe_load(line["yaml"])
    return json.loads(line["json"]) if "json" in line else line["document"]


def answer(line: dict) -> dict:
    try:
        schema = Schema.from_dict(parsed(line))
        return {"hash": schema.version_hash, "yaml": schema.to_pretty_yaml(), "json": schema.to_pretty_json()}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {str(error)[:200]}"}


def documents(source: str, target: str) -> None:
    lines = Path(source).read_text(encoding="utf-8").split("\n")
    answers = [json.dumps(answer(json.loads(line))) for line in lines if line]
    Path(target).write_text("\n".join(answers) + "\n", encoding="utf-8")


def load(args: argparse.Namespace) -> None:
    pipeline = dlt.pipeline(
        "test",
        destination=dlt.destinations.duckdb(args.destination),
        dataset_name="data",
        pipelines_dir=args.pipelines_dir,
        import_schema_path=getattr(args, "import"),
        export_schema_path=args.export,
    )
    pipeline.run(json.loads(Path(args.rows).read_text()), table_name="orders")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)
    p = sub.add_parser("documents")
    p.add_argument("source")
    p.add_argument("target")
    p = sub.add_parser("load")
    p.add_argument("rows")
    for option in ("--destination", "--import", "--export", "--pipelines-dir"):
        p.add_argument(option, required=True)
    args = parser.parse_args()
    if args.command == "documents":
        documents(args.source, args.target)
    else:
        load(args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
