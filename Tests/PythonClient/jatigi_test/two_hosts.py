"""Two machines: registration on one, the gateway on the other, TLS between them, each in a network namespace."""

import os
import shutil
import subprocess

from . import batch
from .region import Region
from .rpc import CallFailed, Client

SENTENCE = "registration on one machine and the gateway on another call each other through TLS"
STATUS = "health.v1.HealthService/GetStatus"
GATEWAY, REGISTRATION = "gateway.jatigi.test", "registration.jatigi.test"


class Denied(Exception):
    """This system does not let network namespaces be made."""


def ip(*arguments):
    try:
        result = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Denied("the command ip is missing (Debian: iproute2)") from error
    if result.returncode != 0:
        raise Denied(f"ip {' '.join(arguments)}: {result.stderr.strip()}")


class Machine:
    """A network namespace with an address, and names for it that only it sees (`ip-netns(8)`: /etc/netns)."""

    def __init__(self, name, hosts):
        self.name = name
        self.hosts = f"/etc/netns/{name}"
        ip("netns", "add", name)
        os.makedirs(self.hosts)
        with open(f"{self.hosts}/hosts", "w", encoding="ascii") as file:
            file.write(hosts)
        ip("-n", name, "link", "set", "lo", "up")

    @property
    def prefix(self):
        return ["ip", "netns", "exec", self.name]

    def connect(self, link, address):
        ip("link", "set", link, "netns", self.name)
        ip("-n", self.name, "address", "add", f"{address}/24", "dev", link)
        ip("-n", self.name, "link", "set", link, "up")

    def remove(self):
        subprocess.run(["ip", "netns", "delete", self.name], capture_output=True, check=False)
        shutil.rmtree(self.hosts, ignore_errors=True)


class Network:
    """Two machines and a cable. Every name ends in this process's id, so that runs do not meet."""

    def __init__(self):
        # TEST-NET-1 (RFC 5737) and a name that is never public (RFC 6761).
        hosts = f"127.0.0.1 localhost\n192.0.2.1 {GATEWAY}\n192.0.2.2 {REGISTRATION}\n"
        self.machines = []
        mark = os.getpid()
        try:
            for role in ("gw", "reg"):
                self.machines.append(Machine(f"jatigi-{role}-{mark}", hosts))
            left, right = f"jg{mark}", f"jr{mark}"
            ip("link", "add", left, "type", "veth", "peer", "name", right)
            self.machines[0].connect(left, "192.0.2.1")
            self.machines[1].connect(right, "192.0.2.2")
        except (Denied, OSError):
            self.__exit__()
            raise

    def __enter__(self):
        return self.machines

    def __exit__(self, *_):
        for machine in self.machines:
            machine.remove()


def check(report, bin_folder, root):
    if report.only not in SENTENCE:
        return
    try:
        network = Network()
    except (Denied, OSError) as reason:
        report.skip(SENTENCE, str(reason))
        return
    with network as (gateway_host, registration_host):
        report.check(SENTENCE, lambda: talks(bin_folder, root, gateway_host, registration_host))


def talks(bin_folder, root, gateway_host, registration_host):
    with Region(bin_folder, root, machines=(GATEWAY, REGISTRATION)) as region:
        registration = region.start(
            "registration",
            region.configure("one", REGISTRATION, f"listen:\n  registration: [tls+tcp://{REGISTRATION}:0]\n"),
            registration_host.prefix)
        port = registration.wait_for(rf"tls\+tcp://{REGISTRATION}:(\d+)").group(1)
        region.start(
            "gateway",
            region.configure("two", GATEWAY, f"connect:\n  registration: [tls+tcp://{REGISTRATION}:{port}]\n"),
            gateway_host.prefix)
        with Client(region.socket("two", "gateway")) as client:
            client.learn(region.tokens["team"])
            submitted(client, region)
            behind = client.contract.method(STATUS)[1](include_behind=True)
            rows = {row.program: row for row in client.call(STATUS, behind, region.tokens["admin"]).behind}
            row = rows["jatigi-registration"]
            assert row.status == 1 and row.certificate_expires_at_milliseconds > 0
            ip("-n", gateway_host.name, "link", "set", f"jg{os.getpid()}", "down")
            unreachable(client, region)
            ip("-n", gateway_host.name, "link", "set", f"jg{os.getpid()}", "up")
            submitted(client, region, again=True)


def submitted(client, region, again=False):
    request = batch.submission(client, "team-test/two-hosts")
    receipt = client.call("gateway.v1.GatewayService/SubmitBatch", request, region.tokens["team"]).receipt
    assert receipt.already_received == again
    assert [result.outcome for result in receipt.results] == [1, 1]


def unreachable(client, region):
    """The cable is out: a clear answer within the caller's time."""
    request = batch.submission(client, "team-test/two-hosts")
    try:
        client.call("gateway.v1.GatewayService/SubmitBatch", request, region.tokens["team"])
    except CallFailed as failure:
        assert failure.code in ("UNAVAILABLE", "DEADLINE_EXCEEDED"), failure
    else:
        raise AssertionError("answered without a cable")
