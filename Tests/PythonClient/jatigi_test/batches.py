"""Submitting through TLS, and what is refused before it does harm."""

import socket
import time

import pynng

from . import batch
from .report import refused
from .rpc import Client, Contract

SUBMIT = "gateway.v1.GatewayService/SubmitBatch"
LIST = "registration.v1.RegistrationService/ListHouseholds"


def check(report, site):
    """`site` is the running region of `main`."""
    client, tokens = site.client, site.region.tokens
    request = batch.submission(client, "team-test/tablet-1")
    receipts = []

    def submits():
        receipt = client.call(SUBMIT, request, tokens["team"]).receipt
        receipts.append(receipt)
        assert receipt.batch_id == request.batch_id and not receipt.already_received
        assert [result.outcome for result in receipt.results] == [1, 1], receipt.results
        assert all(result.case_number.startswith("BDG-") for result in receipt.results)
        assert receipt.position.region == "ML19" and receipt.position.sequence > 0

    def submits_again():
        receipt = client.call(SUBMIT, request, tokens["team"]).receipt
        assert receipt.already_received
        assert receipt.results == receipts[0].results and receipt.position == receipts[0].position
        households = client.call(LIST, None, tokens["registrar"]).households
        assert len(households) == 2, f"{len(households)} households"

    def follows_batch():
        method = "gateway.v1.GatewayService/GetBatchStatus"
        asked = client.contract.method(method)[1](batch_id=request.batch_id)
        assert client.call(method, asked, tokens["team"]).receipt.results == receipts[0].results

    report.check("a batch goes in through TLS and comes back as a receipt", submits)
    report.check("the same batch again is already received, and nobody is registered twice", submits_again)
    report.check("the receipt can be asked for later", follows_batch)
    report.check("the descriptor set describes every area of the contract", lambda: describes(client))
    malformed(report, site, request)
    oversize(report, site)


def describes(client):
    assert isinstance(client.contract, Contract)
    for method in (SUBMIT, LIST, "deduplication.v1.DeduplicationService/ListPairs",
                   "statistics.v1.StatisticsService/GetCounts", "health.v1.HealthService/GetStatus"):
        assert client.contract.method(method)


def malformed(report, site, request):
    client, token = site.client, site.region.tokens["team"]

    def envelope():
        for bytes_ in (b"\xff\xff\xff", b"\x0a\x7f", b"\x0a\x01\xff"):
            refused(lambda sent=bytes_: client.answer(client.exchange(sent)), "INVALID_ARGUMENT",
                    "rpc.malformed_request")
        refused(lambda: client.answer(client.exchange(b"")), "INVALID_ARGUMENT", "rpc.deadline_missing")

    def payload():
        refused(lambda: client.call(SUBMIT, token=token, payload=b"\x0a\xff"), "INVALID_ARGUMENT",
                "rpc.malformed_request")

    def content():
        bytes_ = b"\x0a\x7f not a batch"
        wrong = client.contract.message("gateway.v1.SubmitBatchRequest")(
            batch_id=batch.batch_id(bytes_), content=bytes_)
        refused(lambda: client.call(SUBMIT, wrong, token), "INVALID_ARGUMENT")

    def other_id():
        wrong = type(request)()
        wrong.CopyFrom(request)
        wrong.batch_id = batch.batch_id(b"other")
        refused(lambda: client.call(SUBMIT, wrong, token), "INVALID_ARGUMENT")

    def method():
        raw = client.contract.message("rpc.v1.Request")(
            method="jatigi.registration.v1.RegistrationService/Drop", timeout_milliseconds=1_000,
            authorization=token)
        refused(lambda: client.answer(client.exchange(raw.SerializeToString())), "UNIMPLEMENTED",
                "rpc.unknown_method")

    report.check("a malformed envelope is answered with INVALID_ARGUMENT", envelope)
    report.check("a malformed request inside a good envelope is answered with INVALID_ARGUMENT", payload)
    report.check("a batch whose content is no batch is refused", content)
    report.check("a batch whose id is not that of its content is refused", other_id)
    report.check("a method that does not exist is said to be none", method)


def oversize(report, site):
    def whole_message():
        with site.connect(timeout=3) as client:
            client.contract = site.client.contract
            try:
                client.exchange(b"\0" * (6 << 20))
            except (pynng.Timeout, pynng.ConnectionReset, pynng.Closed):
                pass
            else:
                raise AssertionError("6 MiB were answered")
        serves_others(site)

    def batch_content():
        request = batch.submission(site.client, "team-test/tablet-2", households=10_000)
        assert len(request.content) > 1 << 20
        refused(lambda: site.client.call(SUBMIT, request, site.region.tokens["team"]), "INVALID_ARGUMENT")
        assert len(site.client.call(LIST, None, site.region.tokens["registrar"]).households) == 2

    report.check("a message over the limit is not read, and others are served on", whole_message)
    report.check("a batch over 1 MiB is refused whole", batch_content)


def serves_others(site):
    with site.connect() as client:
        client.contract = site.client.contract
        assert client.call("health.v1.HealthService/Check").status == 1


# Within which a listener is back that peers have broken: the program probes each of its own every 3 s.
BACK_WITHIN_SECONDS = 10
HANDSHAKE = b"\x16\x03\x01"


def check_broken_handshakes(report, site):
    """Last: it stops a listener for some seconds."""
    report.check("peers that leave in mid-handshake do not stop the door for good", lambda: door_opens(site))
    report.check("a socket that peers have broken by leaving in mid-handshake is back within 10 s",
                 lambda: socket_comes_back(site))


def door_opens(site):
    """Nobody has seen them stop a listener for TLS, so this asks for no more than that it serves."""
    for _ in range(30):
        with socket.create_connection(("localhost", site.port), timeout=5) as connection:
            connection.send(HANDSHAKE)
    wait_until_served(site, lambda: site.connect(timeout=1), time.monotonic())


def socket_comes_back(site):
    """A listener for ipc dies of it, with some luck of the peers: they come and go until it has."""
    path = site.region.socket("site", "gateway")
    connect = lambda: Client(path, timeout=1)
    for _ in range(200):
        for _ in range(30):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(path.removeprefix("ipc://"))
        broken = time.monotonic()
        if not is_served(site, connect):
            break
    wait_until_served(site, connect, broken)
    site.gateway.wait_for(f"a listener had stopped and was opened again endpoint={path}")


def is_served(site, connect):
    with connect() as client:
        client.contract = site.client.contract
        try:
            return client.call("health.v1.HealthService/Check").status == 1
        except pynng.NNGException:
            return False


def wait_until_served(site, connect, broken):
    while not is_served(site, connect):
        assert time.monotonic() < broken + BACK_WITHIN_SECONDS, "the listener stays dead"
