"""Who gets a connection at all: mutual TLS, the authority's files, and what status says of them."""

import os
import shutil
import subprocess
import time
from datetime import datetime, timezone

import pynng

from .region import Identity
from .rpc import Client

STATUS = "health.v1.HealthService/GetStatus"
CHECK = "health.v1.HealthService/Check"


def check(report, site):
    """`site` is the running region of `main`."""
    region = site.region
    region.authority("stranger", "localhost")
    stranger = Identity(region.path("stranger"), "client")
    trusting = Identity(region.path("stranger"), "client", authority=region.path("tls"))
    suspicious = Identity(region.path("tls"), "client", authority=region.path("stranger"))

    report.check("a device of another authority gets no connection", lambda: no_connection(site, trusting))
    report.check("a device does not talk to a gateway of another authority", lambda: no_connection(site, suspicious))
    report.check("two strangers get no connection", lambda: no_connection(site, stranger))
    report.check("a device without a certificate gets no connection", lambda: no_connection(site, Anonymous(region)))
    report.check("a device does not talk to a gateway under another name",
                 lambda: no_connection(site, region.identity(), server_name="other.example.org"))
    report.check("a connection in the clear gets no answer", lambda: no_connection(site, None, scheme="tcp"))
    report.check("a device's certificate cannot be a machine's", lambda: not_a_server(region))
    report.check("GetStatus says when the gateway's certificate expires", lambda: tells_expiry(site))
    report.check("a listener on an address is probed under its certificate's name", lambda: watched(site))
    report.check("a gateway whose certificate has expired says so, and is reached on its own machine",
                 lambda: expired(region))
    authority(report, region)


class Anonymous(Identity):
    """Knows the authority and shows nothing of its own."""

    def __init__(self, region):
        super().__init__(region.path("tls"), "client")

    def configuration(self, server_name):
        with open(self.authority, encoding="ascii") as file:
            return pynng.TLSConfig(pynng.TLSConfig.MODE_CLIENT, server_name=server_name, ca_string=file.read(),
                                   auth_mode=pynng.TLSConfig.AUTH_MODE_REQUIRED)


def no_connection(site, identity, server_name="localhost", scheme="tls+tcp"):
    """Nothing is answered, while a proper device is served."""
    with Client(f"{scheme}://localhost:{site.port}", identity, server_name, timeout=1.5) as client:
        client.contract = site.client.contract
        try:
            client.call(CHECK)
        except (pynng.Timeout, pynng.ConnectionReset, pynng.Closed):
            pass
        else:
            raise AssertionError("it was answered")
        assert not client.socket.pipes, "there is a connection"
    with site.connect() as client:
        client.contract = site.client.contract
        assert client.call(CHECK).status == 1


def not_a_server(region):
    def verify(purpose, name):
        return subprocess.run(
            ["openssl", "verify", "-purpose", purpose, "-CAfile", region.path("tls", "authority.pem"),
             region.path("tls", name)], capture_output=True, check=False).returncode
    assert verify("sslclient", "client.pem") == 0
    assert verify("sslserver", "client.pem") != 0
    assert verify("sslserver", "localhost.pem") == 0


def expiry(path):
    line = subprocess.run(["openssl", "x509", "-in", path, "-noout", "-enddate"], capture_output=True, text=True,
                          check=True).stdout.strip()
    moment = datetime.strptime(line, "notAfter=%b %d %H:%M:%S %Y GMT").replace(tzinfo=timezone.utc)
    return int(moment.timestamp() * 1000)


def tells_expiry(site):
    program = site.client.call(STATUS, token=site.region.tokens["admin"]).program
    assert program.program == "jatigi-gateway"
    assert program.certificate_expires_at_milliseconds == expiry(site.region.path("tls", "localhost.pem"))


def expired(region):
    subprocess.run(
        "cp localhost.key late.key && openssl req -new -key late.key -subj /CN=late -out late.csr && "
        "echo subjectAltName=DNS:localhost >late.ext && openssl x509 -req -in late.csr -CA authority.pem "
        "-CAkey authority.key -days -1 -extfile late.ext -out late.pem",
        shell=True, check=True, capture_output=True, cwd=region.path("tls"))
    gateway = region.start("gateway", region.configure(
        "late", "late", "listen:\n  gateway: ['tls+tcp://localhost:0']\n"))
    gateway.wait_for("the certificate has expired or will soon; renew it and reload")
    gateway.wait_for("ERROR.*the certificate has expired; renew it and reload")
    with Client(region.socket("late", "gateway")) as client:
        client.learn(region.tokens["admin"])
        program = client.call(STATUS, token=region.tokens["admin"]).program
        assert 0 < program.certificate_expires_at_milliseconds < time.time() * 1000


def watched(site):
    """Two rounds of the watchdog, told by the program's own clock, and no listener was found dead."""
    while True:
        program = site.client.call(STATUS, token=site.region.tokens["admin"]).program
        if program.uptime_milliseconds > 8_000:
            break
        time.sleep(0.2)
    log = site.gateway.text()
    assert len([line for line in log.splitlines() if "listening" in line]) == 3, log
    assert "listener" not in log, log


def authority(report, region):
    path = lambda name: region.path("authority", name)

    def keeps():
        said = region.authority("authority", "one.example.org,two.example.org")
        assert said.count("made") == 3, said
        before = {name: os.stat(path(name)).st_mtime_ns for name in os.listdir(region.path("authority"))}
        said = region.authority("authority", "one.example.org,two.example.org")
        assert said.count("kept") == 3 and "made" not in said and "PRIVATE" not in said, said
        assert before == {name: os.stat(path(name)).st_mtime_ns for name in os.listdir(region.path("authority"))}
        assert all(os.stat(path(name)).st_mode & 0o777 == 0o600 for name in before if name.endswith(".key"))

    def renews():
        with open(path("one.example.org.key"), "rb") as file:
            key = file.read()
        # The same key and names, from the same authority, but only 20 days left.
        subprocess.run(
            f"openssl req -new -key one.example.org.key -subj /CN=x -addext "
            f"subjectAltName=DNS:one.example.org,DNS:two.example.org -out r.csr && openssl x509 -req -in r.csr "
            f"-CA authority.pem -CAkey authority.key -days 20 -copy_extensions copy -out one.example.org.pem",
            shell=True, check=True, cwd=region.path("authority"), capture_output=True)
        said = region.authority("authority", "one.example.org,two.example.org")
        assert "renewed  one.example.org.pem" in said and said.count("kept") == 2, said
        left = expiry(path("one.example.org.pem")) / 1000 - time.time()
        assert left > 300 * 86_400
        with open(path("one.example.org.key"), "rb") as file:
            assert file.read() == key, "the key is kept"

    def foreign():
        shutil.copy(region.path("tls", "client.pem"), path("client.pem"))
        said = region.authority("authority", "one.example.org,two.example.org")
        assert "renewed  client.pem" in said, said

    report.check("make-authority keeps what is valid, and every key is private", keeps)
    report.check("make-authority renews what expires within 30 days, with the same key", renews)
    report.check("make-authority replaces a certificate of another authority", foreign)
