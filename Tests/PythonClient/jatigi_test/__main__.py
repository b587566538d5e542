"""Starts a region behind TLS and runs every check against it."""

import argparse

from . import access, batches, command_line, identity, two_hosts
from .region import Region
from .report import Report
from .rpc import Client


class Site:
    """A running region and a team's connection to it."""

    def __init__(self, region):
        self.region = region
        configuration = region.configure(
            "site", "localhost", "listen:\n  gateway: ['tls+tcp://localhost:0', 'tls+tcp://127.0.0.1:0']\n")
        region.start("registration", configuration)
        self.gateway = region.start("gateway", configuration)
        self.port = int(self.gateway.wait_for(r"tls\+tcp://localhost:(\d+)").group(1))
        self.endpoint = f"tls+tcp://localhost:{self.port}"
        self.registration_socket = region.socket("site", "registration")
        self.client = self.connect()
        self.client.learn(region.tokens["team"])

    def connect(self, timeout=10.0):
        """Another connection with a device's certificate."""
        return Client(self.endpoint, self.region.identity(), timeout=timeout)

    def case_number(self):
        """The case number of a household that is there."""
        method = "registration.v1.RegistrationService/ListHouseholds"
        return self.client.call(method, token=self.region.tokens["registrar"]).households[0].case_number


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    report = Report(options.only)
    with Region(options.bin, options.root) as region:
        site = Site(region)
        with site.client:
            batches.check(report, site)
            access.check(report, site)
            identity.check(report, site)
            command_line.check(report, site)
            batches.check_broken_handshakes(report, site)
    two_hosts.check(report, options.bin, options.root)
    report.finish()


main()
