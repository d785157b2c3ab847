"""PgBouncer between a server and PostgreSQL, with the settings in examples/deploy."""

import os
import pathlib
import pwd
import re
import signal
from urllib.parse import urlsplit

from load import to_port
from programs import PROGRAM, Process, Server, adapted, free_port, quick

PGBOUNCER = os.environ.get("PGBOUNCER", "pgbouncer")
# Since then it keeps prepared statements in transaction mode.
TRANSACTIONS = (1, 21)


class PgBouncer(Process):
    def __init__(self, folder, datastore, transactions):
        self.port, parts = free_port(), urlsplit(datastore)
        self.user, self.password = parts.username or "postgres", parts.password or ""
        self.database = parts.path.removeprefix("/")
        file = pathlib.Path(folder, "users.txt")
        file.write_text(f'"{self.user}" "{self.password}"\n', encoding="utf-8")
        changes = {
            "tasks = host=10.0.0.10 port=5432 dbname=tasks": f"{self.database} = host={parts.hostname or '127.0.0.1'} port={parts.port or 5432}",
            "listen_addr = 0.0.0.0": "listen_addr = 127.0.0.1",
            "listen_port = 6432": f"listen_port = {self.port}",
            # The test's server may trust its clients.
            "auth_type = scram-sha-256": "auth_type = " + ("scram-sha-256" if self.password else "trust"),
            "/etc/pgbouncer/userlist.txt": str(file),
            # Fewer than the server's own, so that connections are lent to one after the other.
            "default_pool_size = 20": "default_pool_size = 3" if transactions else "default_pool_size = 20",
        }
        if not transactions:
            changes |= {"pool_mode = transaction": "pool_mode = session", "max_prepared_statements = 256": ""}
        settings = pathlib.Path(folder, "pgbouncer.ini")
        settings.write_text(adapted("pgbouncer/pgbouncer.ini", changes), encoding="utf-8")
        # It doesn't run as root.
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        if user:
            nobody = pwd.getpwnam("nobody")
            for path in (file, settings):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        super().__init__([PGBOUNCER, *user, str(settings)])

    @property
    def url(self):
        password = f":{self.password}" if self.password else ""
        return f"postgres://{self.user}{password}@127.0.0.1:{self.port}/{self.database}"

    async def start(self):
        self.begin()

        async def is_listening():
            try:
                _, writer = await to_port(self.port)()
            except OSError:
                return False
            writer.close()
            return True

        await self.until(is_listening, "PgBouncer doesn't listen")
        return self


def supports_transactions():
    found = re.search(r"PgBouncer (\d+)\.(\d+)", quick(PGBOUNCER, "--version"))
    version = (int(found[1]), int(found[2]))
    return version, version >= TRANSACTIONS


async def case(cases):
    """Sends requests through it, while the server is restarted. More clients than the server has connections, and more of these than the
    pool."""
    version, transactions = supports_transactions()
    mode = "transaction" if transactions else "session"
    print(f"  PgBouncer {version[0]}.{version[1]}: pool_mode={mode}", flush=True)
    pool = PgBouncer(cases.folder, cases.datastore, transactions)
    server = manager = None
    try:
        await pool.start()
        status = quick(PROGRAM, "--datastore", pool.url, "migrate", "status", env={"PATH": os.environ["PATH"]})
        cases.hold("pending" not in status, f"pgbouncer: `migrate status` reads the history through the pool: {len(status.splitlines())} lines")
        manager = cases.manager()
        server = manager.server(pool.url)
        await server.start()

        async def restart(turn):
            await server.restart()
            # Reports that nobody reads would block the server, once the kernel keeps no more of them.
            manager.states()

        await cases.under_load("pgbouncer", to_port(manager.port), restart)
        log = pool.output()
        cases.hold("prepared statement" not in log, "pgbouncer: no statement was missing")
    finally:
        if server:
            await server.stop()
        await pool.stop(signal.SIGINT)
