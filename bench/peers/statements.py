"""Set-up in Postgres, never timed: runs statements, each by itself, and prints the rows of the last as JSON.

    python statements.py URL STATEMENT...
"""
import json
import sys

import psycopg2

connection = psycopg2.connect(sys.argv[1])
connection.autocommit = True
cursor = connection.cursor()
for statement in sys.argv[2:]:
    cursor.execute(statement)
print(json.dumps(cursor.fetchall() if cursor.description else []))
connection.close()
