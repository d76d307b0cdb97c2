"""Triple stores for tests: Virtuoso 7 and Jena TDB2 as Debian packages them."""

import contextlib
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from tests.serve.servers import answers_http, end, free_port, wait_for
from tests.stores.answers import Answer, of_json

PASSWORD = "for-this-test-only"  # noqa: S105  of a server that lives as long as a test
JAVA_S = 120
_PREFIX = re.compile(r"^(?:PREFIX|#).*$", re.MULTILINE)
JARS = Path("/usr/share/java")
MESSAGES = "org/apache/jena/ext/xerces/"  # where the package has them; its classes look below xerces/
NEEDED = (
    *("jena-arq", "jena-base", "jena-cmds", "jena-core", "jena-dboe-base", "jena-dboe-index", "jena-dboe-storage"),
    *("jena-dboe-trans-data", "jena-dboe-transaction", "jena-iri", "jena-rdfconnection", "jena-shacl", "jena-tdb"),
    *("jena-tdb2", "commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3"),
    *("dexx.collection", "gson", "guava", "httpclient", "httpcore", "jackson-core", "jackson-databind"),
    *("jackson-annotations", "jsonld-java", "jakarta.json-api", "slf4j-api", "slf4j-nop", "thrift", "protobuf"),
    *("titanium-json-ld", "jcl-over-slf4j"),
)
INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso and give the address of its web server."""
    missing = [name for name in ("virtuoso-t", "isql-vt") if not shutil.which(name)]
    if missing:
        pytest.skip(f"needs Virtuoso ({', '.join(missing)}: apt-get install virtuoso-opensource-7)")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=sql, http=http), encoding="utf-8")
    process = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: answers_http(http, "/sparql"), process)
        change = f'exec=set password dba "{PASSWORD}";'
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", change], check=True, capture_output=True, timeout=60
        )
        yield f"http://127.0.0.1:{http}"
    finally:
        end(process)


class Jena:
    """Jena's command line."""

    def __init__(self, folder: Path) -> None:
        jars = [JARS / f"{name}.jar" for name in NEEDED]
        if not shutil.which("java") or not (JARS / "jena-tdb2.jar").is_file():
            pytest.skip("needs Jena (apt-get install libapache-jena-java)")
        with zipfile.ZipFile(JARS / "jena-core.jar") as core:
            for name in core.namelist():
                if name.startswith(MESSAGES) and not name.endswith((".class", "/")):
                    path = folder / "messages" / "xerces" / name.removeprefix(MESSAGES)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(core.read(name))
        present = [str(jar) for jar in jars if jar.exists()]
        self.class_path = ":".join([str(folder / "messages"), *present])
        self.database = folder / "tdb2"

    def run(self, tool: str, *arguments: str) -> str:
        quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g")
        done = subprocess.run(
            ["java", *quick, "-cp", self.class_path, tool, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=JAVA_S,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def load(self, turtle: Path) -> None:
        self.run("tdb2.tdbloader", "--loc", str(self.database), str(turtle))

    def select(self, query: str) -> str:
        """Ask one query; give its answer in JSON."""
        path = self.database.with_name("query.rq")
        path.write_text(query, encoding="utf-8")
        return self.run("tdb2.tdbquery", "--loc", str(self.database), "--results", "json", "--query", str(path))

    def ask(self, queries: Sequence[str]) -> dict[str, Answer]:
        """Ask several queries as one, each a subquery: starting Java takes longer than answering."""
        prologue = dict.fromkeys(line for query in queries for line in _PREFIX.findall(query))
        parts = [
            f"{{ {{ {_PREFIX.sub('', query)} }} BIND({place} AS ?question) }}" for place, query in enumerate(queries)
        ]
        query = "\n".join([*prologue, "SELECT * WHERE {", "\nUNION\n".join(parts), "}"])
        written = self.select(query)
        rows = json.loads(written)["results"]["bindings"]
        return {text: of_json(_only(rows, place, text)) for place, text in enumerate(queries)}


def _only(rows: list[dict[str, Any]], place: int, query: str) -> dict[str, Any]:
    """Take one query's rows and columns out of the common answer."""
    names = [variable.value for variable in Store().query(query).variables]
    found = [row for row in rows if row["question"]["value"] == str(place)]
    return {"head": {"vars": names}, "results": {"bindings": found}}
